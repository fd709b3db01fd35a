"""Who signed a request: by header or URL, version 1 or 4, long-lived or temporary key."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta, timezone

from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.http import Request
from localcloud.reading import http_date, whole
from localcloud.services.oss import errors, signature_v1, signature_v4
from localcloud.services.oss.address import Address
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.signature_v1 import header

ANONYMOUS = AccessKey("", "", "anonymous")
SKEW = timedelta(minutes=15)
LONGEST_VALIDITY = timedelta(days=7)
"""Of a URL signed with version 4 (EC page 0002-00000232)."""
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MOMENT = "%Y%m%dT%H%M%SZ"


class Authentication:
    """Checks signatures against the account's keys.

    Clients sign with this machine's clock while the world's may have been moved, so a request's
    time is good when it is within 15 minutes of either.
    """

    def __init__(self, credentials: Credentials, clock: Clock) -> None:
        self._credentials = credentials
        self._clock = clock

    def identify(self, request: Request, address: Address, region: str) -> AccessKey:
        """The signer, or ANONYMOUS for a request without signature. `region`: the endpoint's."""
        authorization = header(request, "authorization")
        query = dict(request.query_pairs())
        if authorization.startswith("OSS "):
            return self._v1_header(request, address, authorization[4:])
        if authorization.startswith(signature_v4.ALGORITHM):
            moment = header(request, "x-oss-date")
            presented = signature_v4.from_header(authorization, moment)
            return self._v4(request, address, presented, region)
        if authorization.startswith("OSS2 ") or query.get("x-oss-signature-version") == "OSS2":
            raise errors.not_built("signature version 2")
        if authorization:
            raise _bad_authorization("Unsupported Authorization Type", "0002-00000002")
        if query.get("x-oss-signature-version") == signature_v4.ALGORITHM:
            return self._v4(request, address, signature_v4.from_query(query), region)
        if "Signature" in query:
            return self._v1_url(request, address, query)
        return ANONYMOUS

    def _v1_header(self, request: Request, address: Address, value: str) -> AccessKey:
        key_id, colon, provided = value.strip().partition(":")
        if not colon:
            raise _bad_authorization("Authorization header is invalid.", "0002-99999999")
        date = header(request, "x-oss-date") or header(request, "date")
        self._require_now(_http_date(date))
        return self._verify_v1(request, address, key_id, date, provided)

    def _v1_url(self, request: Request, address: Address, query: dict[str, str]) -> AccessKey:
        expires = query.get("Expires", "")
        until = _later(_EPOCH, expires)
        if until is None:
            raise errors.access_denied("Invalid date (should be seconds since epoch)", _NO_DATE)
        self._require_unexpired(until, "0002-00000069")
        key_id = query.get("OSSAccessKeyId", "")
        return self._verify_v1(request, address, key_id, expires, query["Signature"])

    def _verify_v1(
        self, request: Request, address: Address, key_id: str, date: str, provided: str
    ) -> AccessKey:
        key = self._known(request, key_id)
        text = signature_v1.string_to_sign(request, address.bucket, address.key, date)
        _require_equal(signature_v1.signature(key.secret, text), provided, key_id)
        return key

    def _v4(
        self,
        request: Request,
        address: Address,
        presented: signature_v4.Presented | None,
        region: str,
    ) -> AccessKey:
        if presented is None:
            raise _bad_authorization("The Authorization is incomplete.", "0002-99999999")
        moment = _v4_moment(presented)
        anywhere = address.by_domain or address.accelerated
        if presented.region != region and not anywhere:
            text = "Invalid signing region in Authorization header."
            raise _bad_authorization(text, "0002-00000226")
        if presented.product != "oss":
            raise _bad_authorization("Invalid signing product.", "0002-99999999")
        if presented.expires is None:
            self._require_now(moment)
        else:
            until = _later(moment, presented.expires)
            if until is None or not _SECOND <= until - moment <= LONGEST_VALIDITY:
                text = "x-oss-expires is not between 1 and 604800."
                raise errors.access_denied(text, "0002-00000232")
            self._require_unexpired(until, "0002-00000236")
        key = self._known(request, presented.key_id)
        path = f"/{address.bucket}/{address.key}" if address.bucket else "/"
        expected = signature_v4.signature_of(key.secret, presented, request, path)
        _require_equal(expected, presented.signature, presented.key_id)
        return key

    def _known(self, request: Request, key_id: str) -> AccessKey:
        """The key of this id, its token checked."""
        key = self._credentials.find(key_id)
        token = _token(request)
        # Documented for a temporary key that comes without its token, too.
        if key is None or (key.token and not token):
            text = "The OSS Access Key Id you provided does not exist in our records."
            raise OssRefusal(403, "InvalidAccessKeyId", text, _NO_KEY, OSSAccessKeyId=key_id)
        if token and not hmac.compare_digest(token.encode(), key.token.encode()):
            text = "The security token you provided is invalid."
            raise OssRefusal(403, "InvalidSecurityToken", text, "0002-00000008")
        if self._credentials.is_expired(key):
            text = "The security token you provided has expired."
            raise OssRefusal(403, "SecurityTokenExpired", text, "0002-99999999")
        return key

    def _require_now(self, moment: datetime) -> None:
        clocks = (self._clock.machine_now(), self._clock.now())
        if all(abs(moment - now) > SKEW for now in clocks):
            text = "The difference between the request time and the current time is too large."
            raise OssRefusal(403, "RequestTimeTooSkewed", text, "0002-00000504")

    def _require_unexpired(self, until: datetime, ec: str) -> None:
        if until <= min(self._clock.machine_now(), self._clock.now()):
            raise errors.access_denied("Request has expired.", ec)


_NO_DATE = "0002-99999999"
_NO_KEY = "0002-00000902"


def _token(request: Request) -> str:
    query = dict(request.query_pairs())
    return (
        header(request, "x-oss-security-token")
        or header(request, "security-token")
        or query.get("x-oss-security-token", "")
        or query.get("security-token", "")
    )


def _http_date(value: str) -> datetime:
    moment = http_date(value)
    if moment is None:
        text = "OSS authentication requires a valid Date."
        raise errors.access_denied(text, _NO_DATE)
    return moment


def _later(moment: datetime, seconds: str) -> datetime | None:
    """None for what is no number, and for one that leaves the calendar."""
    number = whole(seconds)
    try:
        return None if number is None else moment + timedelta(seconds=number)
    except OverflowError:
        return None


def _v4_moment(presented: signature_v4.Presented) -> datetime:
    try:
        moment = datetime.strptime(presented.moment, _MOMENT).replace(tzinfo=timezone.utc)
    except ValueError as error:
        text = "OSS authentication requires a valid x-oss-date."
        raise errors.access_denied(text, _NO_DATE) from error
    if not presented.moment.startswith(presented.date):
        raise _bad_authorization("Invalid signing date in Authorization header.", "0002-99999999")
    return moment


def _require_equal(expected: str, provided: str, key_id: str) -> None:
    if not hmac.compare_digest(expected.encode(), provided.encode()):
        text = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your key and signing method."
        )
        raise OssRefusal(
            403, "SignatureDoesNotMatch", text, "0002-00000040", OSSAccessKeyId=key_id
        )


def _bad_authorization(message: str, ec: str) -> OssRefusal:
    return OssRefusal(400, "InvalidArgument", message, ec, ArgumentName="Authorization")
