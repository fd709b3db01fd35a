"""Codes that the gateway of all RPC products sends (CAS, CDN, RAM, STS), and the SDK's own."""

from __future__ import annotations

from certbind.adapters.calls.error_table import CLOCK_HINT, CREDENTIALS_HINT, ENDPOINT_HINT, Row
from certbind.errors import (
    ArrearsError,
    NotFoundError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    UnavailableError,
)

GATEWAY: tuple[Row, ...] = (
    Row(
        UnavailableError,
        ("SignatureNonceUsed",),
        "Something on the way sent the same signed request twice, so the first may have been "
        "carried out: a function reads again by itself, look before you repeat a command.",
    ),
    Row(
        UnavailableError,
        (
            "InternalError",
            "ServiceUnavailable",
            "SDK.HttpError",
            "SDK.ServerUnreachable",
            "SDK.UnknownServerError",
        ),
    ),
    Row(
        RejectedError,
        ("InvalidTimeStamp.Expired", "IllegalTimestamp", "InvalidTimeStamp.Format"),
        CLOCK_HINT,
    ),
    Row(NotFoundError, ("Forbidden.InstanceNotFound",)),
    Row(
        PermissionDeniedError,
        (
            "InvalidAccessKeyId.NotFound",
            "InvalidAccessKeyId.Inactive",
            "InvalidAccessKeySecret",
            "SDK.InvalidCredential",
            "SDK.GetSessionCredentialFailed",
            "InvalidCredentials",
        ),
        CREDENTIALS_HINT,
    ),
    Row(PermissionDeniedError, ("Forbedden.NotSupportRAM", "Forbidden.NotSupportRAM")),
    Row(
        PermissionDeniedError,
        (
            "ActionUnauthorized",
            "Forbidden.RiskControl",
            "RiskControl.Refused",
            "Forbidden.NotVerified",
            "Forbidden.UserVerification",
            "NoRealNameAuthentication",
        ),
        "The account itself is restricted or not verified: its owner must look at the console's "
        "message centre, or open a ticket.",
    ),
    Row(ArrearsError, ("InsufficientBalance",)),
    Row(QuotaError, ("QuotaExceeded", "QuotaExceeded.*")),
    Row(
        RejectedError,
        (
            "SDK.InvalidRegionId",
            "SDK.EndpointResolvingError",
            "SDK.MissingEndpointsFiler",
            "InvalidApi.NotFound",
            "InvalidAction",
            "InvalidAction.NotFound",
            "InvalidProduct.NotFound",
            "NoSuchVersion",
            "InvalidProtocol.NeedSsl",
        ),
        ENDPOINT_HINT,
    ),
    Row(
        RejectedError,
        (
            "ChargeTypeViolation",
            "IdempotentParameterMismatch",
            "IncompleteSignature",
            "InvaildParameter",
            "InvalidParameter",
            "InvalidParameter.*",
            "InvalidSignatureMethod",
            "MissingParameter",
            "MissingParameter.*",
            "ParameterMissing",
            "SDK.InvalidParameter",
            "SDK.InvalidParams",
            "SDK.InvalidRequest",
            "SDK.NotSupport",
            "UnsupportedHTTPMethod",
            "UnsupportedOperation",
            "UnsupportedParameter",
        ),
    ),
)
