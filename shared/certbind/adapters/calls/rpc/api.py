"""Calls of RPC products (CAS, CDN) through the classic SDK, one request per call."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import AcsRequest, CommonRequest
from aliyunsdkcore.vendored.requests.adapters import HTTPAdapter
from aliyunsdkcore.vendored.requests.packages.urllib3.util import ssl_ as sdk_tls

from certbind.adapters.calls.error_table import CREDENTIALS_HINT, ErrorTable
from certbind.adapters.calls.kept import kept_client
from certbind.adapters.calls.network import hint_for_network, kind_of, why_not_reached
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.adapters.calls.secrecy import clean, silence_sdk_loggers
from certbind.adapters.calls.wire.proxies import goes_direct
from certbind.adapters.calls.wire.tls import OneContext, context_for
from certbind.config import Credentials
from certbind.domain.deployment.permissions import hint_to_allow
from certbind.errors import CloudError, PermissionDeniedError, UnavailableError

CONNECT_SECONDS = 5
READ_SECONDS = 10
CONNECTIONS = 16
_BUNDLE = "ALIBABA_CLOUD_CA_BUNDLE"
_SUCCESS = 200
_KEY_FIELDS = frozenset({"Key", "PrivateKey", "EncryptPrivateKey", "SignPrivateKey"})
_RAM_NAMES = {"cas": "yundun-cert"}
_RAM_ACTIONS = {"DescribeDeploymentJob": "DescribeDeployment"}
"""Where a product's RAM table names an action otherwise."""
_GATEWAY_ALONE = ErrorTable((), GATEWAY)
# What the SDK lets through when an error body is not of the form that it expects.
_SDK_SLIPS = (ValueError, TypeError, LookupError, AttributeError)


# The SDK's own urllib3 imports HAS_SNI together with ssl.wrap_socket, which Python 3.12 has no
# more; it then takes the one for missing too, and would name no server in its handshakes.
sdk_tls.HAS_SNI = ssl.HAS_SNI


class _SharedTls(OneContext, HTTPAdapter):  # type: ignore[misc]
    """The SDK's own adapter, without roots of its own."""


class OpenApi:
    """One RPC product at one endpoint. Build it anew per invocation: credentials end, and its
    connections with them.

    endpoint: with scheme. The SDK tests a protocol setting by identity and would go out in plain
    HTTP; the scheme in the endpoint wins over it.
    """

    def __init__(
        self,
        service: str,
        endpoint: str,
        credentials: Credentials,
        region: str = "cn-hangzhou",
        errors: ErrorTable = _GATEWAY_ALONE,
    ) -> None:
        """`service` (cas, cdn) names the product in errors and in requests without a class;
        `errors`: the codes that the product publishes.
        """
        self.service = service
        self._region = region
        self._table = errors
        self._endpoint = endpoint
        self._credentials = credentials
        direct = goes_direct(endpoint)
        bundle = os.environ.get(_BUNDLE, "")
        self._kept = kept_client(
            ("core", endpoint, region, str(direct), bundle),
            credentials,
            lambda: _client(endpoint, credentials, region, bundle, direct=direct),
            lambda client: client.session.close(),
        )
        silence_sdk_loggers()

    def call(
        self,
        request: AcsRequest,
        params: Mapping[str, str | int],
        *,
        subject: str = "",
        secret_params: Mapping[str, str] | None = None,
        is_write: bool = False,
        is_once: bool = False,
    ) -> dict[str, Any]:
        """The answer, without any private key that it held; raises the CloudError family.

        is_write: the answer counts only with the RequestId that every product sends; without it,
        something on the way answered, and nothing may have been written. is_once: nobody repeats
        it, so it goes over a fresh connection: one that went stale would leave it in doubt.
        secret_params travel in the form body, since URLs get into proxies' and servers' logs.
        """
        request.set_endpoint(self._endpoint)
        for name, value in params.items():
            request.add_query_param(name, str(value))
        for name, value in (secret_params or {}).items():
            request.add_body_params(name, value)
        if self._credentials.security_token:
            request.add_query_param("SecurityToken", self._credentials.security_token)
        action = str(request.get_action_name())
        with self._errors(action, subject):
            client = self._kept.use(afresh=is_once)
            answer = json.loads(client.do_action_with_exception(request))
            if not isinstance(answer, dict):
                raise TypeError("not an object")
            if is_write and not answer.get("RequestId"):
                raise self.unreadable(action, "no RequestId, so not the service's", subject)
        return {k: _without_keys(v) for k, v in answer.items() if k not in _KEY_FIELDS}

    def unreadable(self, action: str, what: str, subject: str = "") -> UnavailableError:
        """For callers who find that an answer lacks what they need of it."""
        return UnavailableError(
            f"the answer could not be read: {what}",
            service=self.service,
            action=action,
            subject=subject,
        )

    def turned_down(self, answer: Mapping[str, Any], action: str, subject: str = "") -> CloudError:
        """What an answer means that came as a success and says that it is none."""
        told = ServerException(
            str(answer.get("Code") or "unknown"),
            str(answer.get("Message") or "the answer says that it did not succeed"),
            _SUCCESS,
            str(answer.get("RequestId") or ""),
        )
        return self._refused(told, action, subject)

    @contextmanager
    def _errors(self, action: str, subject: str) -> Iterator[None]:
        """SDK exceptions as ours: by code, and without their text, which may hold the URL."""
        try:
            yield
        except ServerException as error:
            raise self._refused(error, action, subject) from None
        except ClientException as error:
            raise self._failed(error, action, subject) from None
        except _SDK_SLIPS:
            raise self.unreadable(action, "not of the documented form", subject) from None

    @property
    def ram_name(self) -> str:
        """As policies name the product."""
        return _RAM_NAMES.get(self.service, self.service)

    def _failed(self, error: ClientException, action: str, subject: str) -> CloudError:
        """No answer, or the SDK itself made no request of it."""
        code = str(error.error_code)
        row = self._table.find(code, "", 0)
        kind = row.kind if code.startswith("SDK.") else UnavailableError
        is_network = kind is UnavailableError
        if is_network:
            kind = kind_of(error)
        return kind(
            why_not_reached(error, self._endpoint)
            if is_network
            else "the SDK made no request of it",
            service=self.service,
            action=action,
            subject=subject,
            api_code=code,
            hint=hint_for_network(self._endpoint, self._region) if is_network else row.hint,
        )

    def _refused(self, error: ServerException, action: str, subject: str) -> CloudError:
        code = self._clean(error.get_error_code())
        said = str(error.get_error_msg() or "")
        row = self._table.find(code, said, error.get_http_status() or 0)
        bad_credentials = row.hint is CREDENTIALS_HINT
        message = "the credentials were not accepted" if bad_credentials else self._clean(said)
        hint = row.hint
        if row.kind is PermissionDeniedError and not hint:
            hint = hint_to_allow(f"{self.ram_name}:{_RAM_ACTIONS.get(action, action)}")
        return row.kind(
            message,
            service=self.service,
            action=action,
            subject=subject,
            api_code=code,
            request_id=self._clean(error.get_request_id()),
            hint=hint,
        )

    def _clean(self, told: object) -> str:
        """Anything may stand in any part of an answer: a proxy's may hold what was sent."""
        held = self._credentials
        return clean(told, held.access_key_secret, held.security_token)


def _client(
    endpoint: str, credentials: Credentials, region: str, bundle: str, *, direct: bool
) -> Any:
    """Key and secret are given outright: with the SDK's credential objects the variables
    ALIYUN_ACCESS_KEY_ID and -SECRET would silently win. The token goes with each request.
    """
    made = AcsClient(
        credentials.access_key_id,
        credentials.access_key_secret,
        region,
        auto_retry=False,
        connect_timeout=CONNECT_SECONDS,
        timeout=READ_SECONDS,
        # The SDK would trust every server when the variable is set and empty.
        verify=bundle or True,
        # A non-empty mapping stops the SDK from reading HTTP_PROXY.
        proxy={"http": None, "https": None} if direct else None,
    )
    if endpoint.startswith("https:"):
        adapter = _SharedTls(context_for(_BUNDLE), CONNECTIONS, CONNECTIONS)
        made.session.mount("https://", adapter)
    return made


def unlisted_request(product: str, version: str, action: str) -> CommonRequest:
    """A request for an action that the classic SDK has no class for."""
    request = CommonRequest(product=product, version=version, action_name=action)
    request.set_method("POST")
    return request


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_keys(v) for k, v in value.items() if k not in _KEY_FIELDS}
    if isinstance(value, list):
        return [_without_keys(item) for item in value]
    if isinstance(value, str) and "PRIVATE KEY-----" in value:
        return ""
    return value
