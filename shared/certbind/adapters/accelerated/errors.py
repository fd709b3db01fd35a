"""Codes that CDN, DCDN and VOD publish alike: the same service stands behind them (CDN 2018-05-10:
error codes page, common codes, pages of the setters; DCDN's and VOD's pages).
"""

from __future__ import annotations

from certbind.adapters.calls.error_table import Row
from certbind.errors import (
    ArrearsError,
    BusyError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

_ACCOUNT = "The account is restricted or locked: look at the message centre, or open a ticket."
_DENIED = "OperationDenied"


def family(title: str) -> tuple[Row, ...]:
    """`title`: the product as people read it, for what to do."""
    support = (
        f"Only {title}'s support can lift this: open a ticket; certbind tries again by itself."
    )
    material = (
        f"Nothing was changed. Choose or order another certificate: {title} cannot use this one."
    )
    return (
        Row(NotOpenedError, (_DENIED,), texts=("not open", "未开通")),
        Row(ArrearsError, (_DENIED,), texts=("suspended", "停止", "欠费")),
        Row(PermissionDeniedError, (_DENIED,), _ACCOUNT, ("locked for security",)),
        Row(PermissionDeniedError, (_DENIED,)),
        Row(BusyError, ("ServiceBusy",)),
        Row(
            BusyError,
            ("SystemUpgrading",),
            f"{title} is being upgraded and takes no writes: a function tries again by itself; "
            "run a command again later.",
        ),
        Row(
            BusyError,
            ("Internal.ForbidError",),
            f"A staging configuration of the domain is open: publish or drop it in the {title} "
            "console; certbind tries again by itself.",
        ),
        Row(
            BusyError,
            ("InvalidDomain.Configure_failed",),
            "The domain's last configuration failed and the one before still stands: look at it "
            f"in the {title} console.",
        ),
        Row(
            BusyError,
            ("Certificate.SettedNotEffect",),
            f"{title} has the certificate and holds it back to protect the service. " + support,
        ),
        Row(BusyError, ("DomainInProtectedMode", "DomainInSafeMode"), support),
        Row(
            BusyError,
            (
                "InvalidDomain.notOnline",
                "HttpsNotEnabled",
                "InvalidOperation.ForceRedirect",
                "Certificate.NotPermittedOff",
                "InvalidStatus.ResourceGroup",
            ),
        ),
        Row(ThrottledError, ("FlowControlError", "PreloadQueueFull", "TooMany.Refresh")),
        Row(
            UnavailableError,
            (
                "Internal.ConfigError",
                "CertStorage.failed",
                "CreateCertificateFailed",
                "DeleteFailed",
            ),
        ),
        Row(
            NotFoundError,
            ("Certificate.NotFind", "Certificate.StatusError"),
            f"{title} does not find the certificate in CAS: check its id and its site "
            "(CERTBIND_SITE), and that it is issued and neither revoked nor deleted.",
        ),
        Row(
            NotFoundError,
            (
                "CertNotExisted",
                "CertNotFound",
                "ConfigNotFound",
                "InvalidConfigID.NotExist",
                "InvalidConfigID.NotFound",
                "InvalidDomain.NotFound",
                "NoHttpsDomain",
                "NotExist",
            ),
        ),
        Row(
            ConflictError,
            (
                "BusinessExist",
                "CertNameAlreadyExists",
                "Certificate.Duplicated",
                "CertificateContent.Duplicated",
                "ConfigDuplicate",
            ),
        ),
        Row(QuotaError, ("DomainOverLimit", "QuotaExceeded.Preload", "QuotaExceeded.Refresh")),
        Row(PermissionDeniedError, ("AccountBlacklist", "Forbidden.BidUser"), _ACCOUNT),
        Row(
            PermissionDeniedError,
            ("NoPermission.SLR",),
            "The caller must be allowed ram:CreateServiceLinkedRole.",
        ),
        Row(
            PermissionDeniedError,
            ("AuthenticationFailed", "IllegalOperation", "IllegalOperationDomain", "Unauthorized"),
        ),
        Row(
            RejectedError,
            ("InvalidDomain.Offline",),
            f"The domain is stopped at {title}: start it there if it is to serve; nothing was "
            "changed.",
        ),
        Row(
            RejectedError,
            ("Certificate.Expired",),
            "The certificate is over: renew it in CAS first.",
        ),
        Row(
            RejectedError,
            ("Certificate.MissMatch",),
            "Nothing was changed: the certificate does not cover the domain.",
            ("domain", "域名"),
        ),
        Row(
            RejectedError,
            (
                "Certificate.DecodeError",
                "Certificate.EncodeError",
                "Certificate.FormatError",
                "Certificate.KeyNull",
                "Certificate.MissMatch",
                "Certificate.MissingParameter",
                "Certificate.NoPrivateKey",
                "Decode.Error",
                "InvalidCertificate",
                "InvalidCertificate.TooLong",
                "InvalidPrivateKey",
                "InvalidSSLPri",
                "InvalidSSLPub",
                "Key.Malformed",
                "PrivateKeyError",
                "SetDomainCertificate.ParameterError",
                "SetDomainServerCertificate.ParameterError",
                "SourceIp.Exceed",
                "sslPri.Error",
                "sslPub.Error",
            ),
            material,
        ),
        Row(
            RejectedError,
            (
                "Abs.CertRegion.ValueNotSupported",
                "BadArgument",
                "BatchSetBusinessError",
                "CertName.MissingParameter",
                "DomainAlreadyExist",
                "DomainNameOverLimit",
                "DomainNotRegistration",
                "DomainOwnerVerifyFail",
                "DomainReserved",
                "EntityNotExists.ResourceGroup",
                "ExtensiveAnd*",
                "FUWU_BIZ_*",
                "Forbidden.Intl",
                "IllegalOperationTopDomain",
                "InnerAddDomainDenied",
                "InvalidArgName.*",
                "InvalidArgValue.*",
                "InvalidCertName.TooLong",
                "InvalidEnv",
                "InvalidHeaderKey.*",
                "LX_CREATE_ORDER_FAILED",
                "NotInternationRealIdentity",
                "RecordCheckNotAvailable",
                "RegionNoResource",
                "RetErrorSourceCircle",
                "SSLPri.MissingParameter",
                "SSLPub.MissingParameter",
                "UnsupportedParameter",
                "Invalid*.ValueNotSupported",
                "InvalidFunctions.Malformed",
            ),
        ),
    )
