"""OSS's codes as our errors; where only the EC is documented, the EC decides."""

from __future__ import annotations

from certbind.domain.deployment.permissions import hint_to_allow
from certbind.errors import (
    CloudError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

PREVIOUS_ID_DIFFERS = "0018-00000209"
"""EC of a PutCname whose PreviousCertId is not what is attached; its Code is not documented."""

_SERVER_FAULT = 500
_TOO_MANY = 429
_CREDENTIAL_CODES = frozenset(
    {
        "InvalidAccessKeyId",
        "InvalidSecurityToken",
        "RequestTimeTooSkewed",
        "SecurityTokenExpired",
        "SecurityTokenNotSupported",
        "SignatureDoesNotMatch",
    }
)
_DENIED = frozenset({"AccessDenied", "PublicEndpointForbidden", "UserDisable"})
_NOT_FOUND = frozenset({"NoSuchBucket", "NoSuchKey", "NoSuchCname"})
_THROTTLED = frozenset(
    {
        "DownloadTrafficRateLimitExceeded",
        "QpsLimitExceeded",
        "RequestRateLimitExceeded",
        "SlowDown",
        "TooManyRequests",
        "UploadTrafficRateLimitExceeded",
    }
)
_HINTS = {
    "PublicEndpointForbidden": (
        "Accounts opened since 2025-03-20 cannot read objects of mainland buckets over the public "
        "endpoint: set CERTBIND_NETWORK=internal in a function of the same region, or choose a "
        "ledger bucket outside mainland China."
    ),
    "BucketAlreadyExists": (
        "Bucket names are one space for all accounts: set CERTBIND_LEDGER_BUCKET to another."
    ),
    "NoSuchBucket": (
        "Check the bucket's name and region; the ledger's is CERTBIND_LEDGER_BUCKET, and "
        "`certbind setup` makes it."
    ),
    "BucketNotEmpty": (
        "Something else than this ledger lies in the bucket; empty it by hand if it may go."
    ),
    "NeedVerifyDomainOwnership": (
        "OSS says so for a domain that this bucket does not hold; map the domain to the bucket "
        "in the OSS console first."
    ),
}
_ALLOWED_BY = {
    "ListObjectsV2": ("oss:ListObjects",),
    "PutCname": (
        "oss:PutCname",
        "yundun-cert:DescribeSSLCertificatePrivateKey",
        "yundun-cert:DescribeSSLCertificatePublicKeyDetail",
        "yundun-cert:CreateSSLCertificate",
    ),
}
"""Operations that RAM knows by another name, or that need more than their own."""
_BAD_CREDENTIALS_HINT = (
    "The access key, its secret or its token is not accepted: check the function's role or the "
    "ALIBABA_CLOUD_ variables, and this machine's clock."
)


def error_class(code: str, status: int) -> type[CloudError]:
    """Which of our errors an answer is. Without a code it was not OSS that answered."""
    if code in _THROTTLED or "Throttling" in code or status == _TOO_MANY:
        return ThrottledError
    if code in _NOT_FOUND:
        return NotFoundError
    if code in _DENIED or code in _CREDENTIAL_CODES:
        return PermissionDeniedError
    if not code or status >= _SERVER_FAULT:
        return UnavailableError
    return RejectedError


def hint_for(code: str, action: str = "") -> str:
    """What to do about this code; "" where the class's own hint says it."""
    if code == "AccessDenied" and action:
        return hint_to_allow(*_ALLOWED_BY.get(action, (f"oss:{action}",)))
    return _BAD_CREDENTIALS_HINT if code in _CREDENTIAL_CODES else _HINTS.get(code, "")
