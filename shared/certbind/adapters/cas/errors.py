"""CAS's published codes (2020-04-07); every refusal comes with HTTP 400."""

from __future__ import annotations

from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.errors import (
    ArrearsError,
    BusyError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

_MATERIAL = "CAS cannot use the file: check certificate, key and chain."

ERRORS = ErrorTable(
    (
        Row(
            UnavailableError,
            ("InternalError", "DeductQuotaFailed", "CreateOrderFailed", "CreateCsrFailed", "500"),
        ),
        Row(ThrottledError, ("FlowControlError",)),
        Row(
            NotFoundError,
            ("NotFound", "NotFound.*", "InvalidCertId.NotFound", "InvalidResourceId.NotFound"),
            "CAS answers so for an id of its other site too: check the id, and CERTBIND_SITE.",
        ),
        Row(PermissionDeniedError, ("AccessDenied.NoAuth", "PermissionDenied")),
        Row(
            BusyError,
            (
                "OperationDenied.SystemUpgrading",
                "InvalidStatus.UpdateProtection",
                "InvalidStatus.DeleteProtection",
            ),
        ),
        Row(
            ConflictError,
            (
                "OperationDenied.StatusNotSupport",
                "NameRepeat",
                "NameAlreadyExist",
                "AlreadyExists.*",
                "CertificatePrivateKey.Existed",
                "DomainAlreadyExist",
                "ParamRepeat",
                "ResourceAlreadyAssociated",
            ),
        ),
        Row(ArrearsError, ("INSUFFICIENT.AVAILABLE.QUOTA",)),
        Row(QuotaError, ("AlreadyExistsTry", "InsufficientQuota")),
        Row(
            RejectedError,
            (
                "CertificateChainNotMatch",
                "CertificateFormatException",
                "DataTooLongException",
                "DecryptError",
                "NotMatch.CertificateAndPrivateKey",
                "ParseCertificateFailed",
                "PrivateKeyFormatException",
            ),
            _MATERIAL,
        ),
        Row(
            RejectedError,
            ("ProductCode.NotFound", "NotApplicable"),
            "The account is of the other site (China or international).",
        ),
        Row(
            RejectedError,
            (
                "CertificateExpired",
                "CouldNotRefund.*",
                "DeployFailed",
                "DeployFailed.*",
                "DeploymentJobFailed",
                "DomainAndProductNotMatch",
                "DomainRepeat",
                "InvaildParameterSource",
                "InvalidSource.Content.Malformed",
                "OperationDenied.NotSameCompanyEntity",
                "OperationDenied.ProductNotSupport",
                "OrderExpired",
                "ResourceNotSupportCert",
                "WebHookFailed",
            ),
        ),
    ),
    GATEWAY,
)
