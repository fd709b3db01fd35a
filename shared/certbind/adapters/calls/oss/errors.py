"""OSS's published codes. An EC may change (OSS, "error response format"): it is a hint, and what
was written is read back.
"""

from __future__ import annotations

from certbind.adapters.calls.error_table import (
    CLOCK_HINT,
    CREDENTIALS_HINT,
    ErrorTable,
    Row,
)
from certbind.domain.deployment.permissions import hint_to_allow
from certbind.errors import (
    ArrearsError,
    CloudError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

PREVIOUS_ID_DIFFERS = "0018-00000209"
"""EC of a PutCname whose PreviousCertId is not what is attached; its Code is not documented."""

_UNPAID = (
    "A bill is overdue, or the account is locked for security: see the console's message centre. "
    "Lists may go on working meanwhile."
)
_ENDPOINT = "The bucket is of another region than the endpoint: check OSS_ENDPOINT and the region."
_OTHER_BUCKET = "The ledger cannot live in this bucket: choose another (CERTBIND_LEDGER_BUCKET)."
_REASONS: dict[str, type[CloudError]] = {
    PREVIOUS_ID_DIFFERS: ConflictError,
    "0003-00000806": ArrearsError,
}

ERRORS = ErrorTable(
    (
        Row(
            ArrearsError,
            (
                "UserDisable",
                "InDebt",
                "InDebtOverdue",
                "AbnormalBucketOwnerStatus",
                "KmsInDebt",
                "KmsInDebtOverdue",
            ),
            _UNPAID,
        ),
        Row(NotOpenedError, ("UbsmsInvalidBid",)),
        Row(
            RejectedError,
            ("KmsServiceNotEnabled", "KmsUbsmsInvalidBid"),
            "The bucket is encrypted by KMS, which is not opened: open it, or use another bucket.",
        ),
        Row(
            PermissionDeniedError,
            ("BucketDisable",),
            "OSS locked this bucket for security: see the console's message centre.",
        ),
        Row(RejectedError, ("AccessDenied",), texts=("date header", "valid date")),
        Row(PermissionDeniedError, ("AccessDenied", "BucketNotBelongTo")),
        Row(
            PermissionDeniedError,
            (
                "AccessKeyIdAndSecurityTokenNotMatch",
                "InvalidAccessKeyId",
                "InvalidSecurityToken",
                "SecurityTokenExpired",
                "SecurityTokenNotSupported",
                "SignatureDoesNotMatch",
            ),
            CREDENTIALS_HINT,
        ),
        Row(RejectedError, ("PermanentRedirect",), _ENDPOINT),
        Row(RejectedError, ("RequestTimeTooSkewed",), CLOCK_HINT),
        Row(UnavailableError, ("RequestTimeout", "InternalError", "ServiceUnavailable")),
        Row(ConflictError, ("FileAlreadyExists", "ObjectAlreadyExists")),
        Row(
            RejectedError,
            ("NeedVerifyDomainOwnership",),
            "OSS says so for a domain that this bucket does not hold; map the domain to the "
            "bucket in the OSS console first.",
        ),
        Row(
            ConflictError,
            ("CnameDenied",),
            "The domain is bound elsewhere, by another account: its owner must release it.",
        ),
        Row(
            ConflictError,
            ("CnameAlreadyExists",),
            "The domain is bound to another bucket meanwhile: the next sweep finds it there.",
        ),
        Row(
            ConflictError,
            (
                "NoNeedCreateCnameToken",
                "PositionNotEqualToLength",
                "PreconditionFailed",
            ),
        ),
        Row(
            ConflictError,
            ("BucketAlreadyExists",),
            "Bucket names are one space for all accounts: set CERTBIND_LEDGER_BUCKET to another.",
        ),
        Row(
            NotFoundError,
            ("CertificateInvalidCasId",),
            "OSS does not find the certificate in CAS: check its id and its site (CERTBIND_SITE), "
            "and that the caller may read it there.",
        ),
        Row(
            RejectedError,
            ("NoSuchCnameInRecord",),
            "The domain has no ICP filing, which a bucket in mainland China needs: its owner must "
            "file it.",
        ),
        Row(
            NotFoundError,
            ("NoSuchBucket",),
            "Check the bucket's name and region; the ledger's is CERTBIND_LEDGER_BUCKET, and "
            "`certbind setup` makes it.",
        ),
        Row(
            NotFoundError, ("NoSuchKey", "NoSuchCname", "CnameTokenNotFound", "NoSuchBucketPolicy")
        ),
        Row(QuotaError, ("TooManyCname",), "A bucket takes 100 domains: unmap some."),
        Row(QuotaError, ("TooManyBuckets",)),
        Row(
            ThrottledError,
            (
                "ActiveRequestLimitExceeded",
                "CpuLimitExceeded",
                "DownloadTrafficRateLimitExceeded",
                "MetaOperationQpsLimitExceeded",
                "QpsLimitExceeded",
                "RequestRateLimitExceeded",
                "SlowDown",
                "TotalQpsLimitExceeded",
                "UploadTrafficRateLimitExceeded",
            ),
        ),
        Row(
            RejectedError,
            ("PublicEndpointForbidden",),
            "Accounts opened since 2025-03-20 cannot read objects of mainland buckets over the "
            "public endpoint: set CERTBIND_NETWORK=internal in a function of the same region, or "
            "choose a ledger bucket outside mainland China.",
        ),
        Row(
            RejectedError,
            ("SecondLevelDomainForbidden", "NonStandardHostForbidden"),
            "OSS takes the request under another name only: check OSS_ENDPOINT.",
        ),
        Row(
            RejectedError,
            (
                "FileImmutable",
                "InvalidObjectState",
                "ObjectNotAppendable",
                "TransferAccelerationDisabled",
                "WORMConfigurationLocked",
            ),
            _OTHER_BUCKET,
        ),
        Row(
            RejectedError,
            ("BucketNotEmpty",),
            "Something else than this ledger lies in the bucket; empty it by hand if it may go.",
        ),
        Row(
            RejectedError,
            (
                "AccessForbidden",
                "InvalidArgument",
                "InvalidBucketName",
                "InvalidDigest",
                "InvalidObjectName",
                "InvalidPolicyDocument",
                "MalformedXML",
                "MissingArgument",
                "MissingContentLength",
                "NotImplemented",
            ),
        ),
    ),
    reasons=_REASONS,
)

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


def hint_for(row: Row, code: str, action: str) -> str:
    """What to do; "" where the error's own hint says it."""
    if code == "AccessDenied" and row.kind is PermissionDeniedError and action:
        return hint_to_allow(*_ALLOWED_BY.get(action, (f"oss:{action}",)))
    return row.hint
