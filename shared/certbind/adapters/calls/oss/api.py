"""oss2 as certbind drives it: signature V4, explicit timeouts, its exceptions turned into ours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import oss2
from oss2.credentials import StaticCredentialsProvider
from oss2.exceptions import ClientError, OssError, ServerError
from requests.adapters import HTTPAdapter

from certbind.adapters.calls.kept import kept_client
from certbind.adapters.calls.network import hint_for_network, kind_of, why_not_reached
from certbind.adapters.calls.oss.errors import ERRORS, hint_for
from certbind.adapters.calls.secrecy import clean, silence_sdk_loggers
from certbind.adapters.calls.wire.proxies import goes_direct
from certbind.adapters.calls.wire.tls import OneContext, context_for
from certbind.config import Credentials, Settings
from certbind.errors import CloudError, OtherRegionError, RejectedError, UnavailableError
from certbind.values import dataclass

T = TypeVar("T")

CONNECT_AND_READ_SECONDS = (5, 10)
CONNECTIONS = 16
_BUNDLE = "REQUESTS_CA_BUNDLE"
_REAL_HOST = re.compile(r"[a-z0-9.-]+\.aliyuncs\.com")
_OTHER_REGION = "0003-00001403"
"""EC of AccessDenied where the bucket "must be addressed using the specified endpoint"."""
# What oss2 lets through when an answer lacks what it insists on, or is no XML at all.
_SDK_SLIPS = (RuntimeError, ParseError, ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class OssPlace:
    """Where OSS is called from. endpoint: with scheme; its region is `region`."""

    endpoint: str
    region: str
    is_internal: bool = False


class _SharedTls(OneContext, HTTPAdapter):
    """oss2's own adapter, without roots of its own."""


class OssApi:
    """Makes oss2's objects for one account. Build it anew per invocation: credentials end, and
    its connections with them.
    """

    def __init__(self, place: OssPlace, credentials: Credentials) -> None:
        """`place`: the endpoint of the function's own region."""
        self.place = place
        self._credentials = credentials
        self._auth = oss2.ProviderAuthV4(
            StaticCredentialsProvider(
                credentials.access_key_id,
                credentials.access_key_secret,
                credentials.security_token,
            )
        )
        direct = goes_direct(place.endpoint)
        self._kept = kept_client(
            ("oss2", place.endpoint, str(direct), os.environ.get(_BUNDLE, "")),
            credentials,
            lambda: _session(is_https=place.endpoint.startswith("https:"), direct=direct),
            lambda session: session.session.close(),
        )
        silence_sdk_loggers()

    def service(self) -> Any:
        """An oss2.Service, for ListBuckets."""
        return oss2.Service(
            self._auth,
            self.place.endpoint,
            session=self._kept.use(),
            connect_timeout=CONNECT_AND_READ_SECONDS,
            region=self.place.region,
        )

    def bucket(self, name: str, region: str = "", endpoint: str = "") -> Any:
        """An oss2.Bucket; by default in the function's own region. RejectedError for a name that
        no bucket can have.
        """
        with self.errors("bucket", f"OSS bucket {name}"):
            return oss2.Bucket(
                self._auth,
                endpoint or self.place.endpoint,
                name,
                session=self._kept.use(),
                connect_timeout=CONNECT_AND_READ_SECONDS,
                region=region or self.place.region,
            )

    def bucket_of_unknown_region(self, name: str, endpoint: str) -> Any:
        """An oss2.Bucket whose calls are signed by version 1, which names no region."""
        auth = oss2.ProviderAuth(self._auth.credentials_provider)
        session = self._kept.use()
        return oss2.Bucket(
            auth, endpoint, name, session=session, connect_timeout=CONNECT_AND_READ_SECONDS
        )

    def elsewhere(self, work: Callable[[], T]) -> tuple[T | None, str]:
        """The answer; or None, and the host at which OSS says the bucket is to be called."""
        try:
            return work(), ""
        except OtherRegionError as moved:
            if not self.endpoint_at(moved.host):
                raise
            return None, moved.host

    @property
    def account(self) -> str:
        """Whose calls these are, as far as two callers must not be taken for one."""
        return self._credentials.access_key_id

    @property
    def is_the_real_one(self) -> bool:
        """Whether the endpoint has a name of the public service."""
        return bool(_REAL_HOST.fullmatch(urlsplit(self.place.endpoint).hostname or ""))

    def endpoint_at(self, host: str) -> str:
        """The endpoint for a host that ListBuckets told, with the configured scheme; "" when keys
        must not go there: a real name told by a local service, any other by the real one.
        """
        if bool(_REAL_HOST.fullmatch(host)) is not self.is_the_real_one:
            return ""
        return f"{urlsplit(self.place.endpoint).scheme}://{host}"

    def call(self, action: str, subject: str, work: Callable[[], T], *, etag: bool = False) -> T:
        """One call, not repeated. Its answer counts only with OSS's request id, and where an
        object was put, with its ETag: else something on the way answered.
        """
        with self.errors(action, subject):
            answer: Any = work()
            if not answer.request_id or (etag and not answer.etag):
                raise UnavailableError(
                    "the answer is not OSS's: it has no request id or no ETag",
                    service="oss",
                    action=action,
                    subject=subject,
                )
            return answer  # type: ignore[no-any-return]

    def caller(self, action: str, subject: str, work: Callable[[], T]) -> Callable[[], T]:
        """`call`, to be made later."""
        return lambda: self.call(action, subject, work)

    @contextmanager
    def errors(self, action: str, subject: str) -> Iterator[None]:
        """oss2's exceptions as ours, without their text, which holds headers and addresses."""
        try:
            yield
        except ServerError as error:
            raise self._refused(error, action, subject) from None
        except ClientError:
            raise RejectedError(
                "oss2 does not take the bucket's name or the endpoint",
                service="oss",
                action=action,
                subject=subject,
                hint="Nothing was asked: check the bucket's name and OSS_ENDPOINT.",
            ) from None
        except (OssError, OSError) as error:
            raise kind_of(error)(
                why_not_reached(error, self.place.endpoint),
                service="oss",
                action=action,
                subject=subject,
                hint=hint_for_network(self.place.endpoint, self.place.region),
            ) from None
        except _SDK_SLIPS:
            raise UnavailableError(
                "the answer could not be read: not of the documented form",
                service="oss",
                action=action,
                subject=subject,
            ) from None

    def _refused(self, error: Any, action: str, subject: str) -> CloudError:
        code, ec = self._clean(error.code), self._clean(error.ec)
        message = self._clean(error.message)
        kind: type[CloudError] = UnavailableError
        hint = ""
        if code or ec:
            row = ERRORS.find(code, message, int(error.status), ec)
            kind, hint = row.kind, hint_for(row, code, action)
        told = self._clean(error.details.get("Endpoint"))
        if told and ec == _OTHER_REGION:
            kind, hint = OtherRegionError, f"It is called at {told}: use one of this region."
        made = kind(
            message or f"HTTP {error.status} in a form that is not OSS's",
            service="oss",
            action=action,
            subject=subject,
            api_code=f"{code}/{ec}" if ec else code,
            request_id=self._clean(error.request_id),
            hint=hint,
        )
        if isinstance(made, OtherRegionError):
            made.host = told
        return made

    def _clean(self, told: object) -> str:
        """Anything may stand in any part of an answer: a proxy's may hold what was sent."""
        held = self._credentials
        return clean(told, held.access_key_secret, held.security_token)


def _session(*, is_https: bool, direct: bool) -> Any:
    made = oss2.Session(pool_size=CONNECTIONS)
    if is_https:
        tls = context_for(_BUNDLE, "CURL_CA_BUNDLE")
        made.session.mount("https://", _SharedTls(tls, CONNECTIONS, CONNECTIONS))
    # OSS redirects nobody who signs; a redirected PUT would be repeated as a GET.
    made.session.max_redirects = 0
    made.session.trust_env = not direct
    return made


def open_oss(settings: Settings) -> OssApi:
    """For the account and region of the settings."""
    place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
    return OssApi(place, settings.credentials)
