"""Codes of the RPC gateway, CAS and CDN as our errors.

CAS answers every refusal with HTTP 400, InternalError and throttling too, so the code decides and
the status only where the code says nothing.
"""

from __future__ import annotations

from certbind.errors import (
    BusyError,
    CloudError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

_SERVER_FAULT = 500
_TOO_MANY = 429

_CREDENTIALS = ("InvalidAccessKeyId", "InvalidSecurityToken", "InvalidTimeStamp")
_CREDENTIAL_CODES = frozenset(
    {"SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeySecret"}
)
_DENIED = ("Forbidden", "NoPermission", "PermissionDenied", "AuthenticationFailed")
_NOT_FOUND = frozenset(
    {"InvalidDomain.NotFound", "Certificate.NotFind", "CertNotFound", "ResourceNotFound"}
)
_UNAVAILABLE = frozenset(
    {
        "ServiceUnavailable",
        "InternalError",
        "OperationDenied.SystemUpgrading",
        "SignatureNonceUsed",
        "SDK.UnknownServerError",
    }
)


def error_class(code: str, status: int) -> type[CloudError]:
    """Which of our errors an answer is."""
    if "Throttling" in code or code == "FlowControlError" or status == _TOO_MANY:
        return ThrottledError
    if code == "ServiceBusy":
        return BusyError
    if code.startswith(("NotFound", "EntityNotExist")) or code in _NOT_FOUND:
        return NotFoundError
    if code.startswith(_DENIED) or is_about_credentials(code):
        return PermissionDeniedError
    if code in _UNAVAILABLE or status >= _SERVER_FAULT:
        return UnavailableError
    return RejectedError


def is_about_credentials(code: str) -> bool:
    """Whether the request was not recognised as coming from the account."""
    return code.startswith(_CREDENTIALS) or code in _CREDENTIAL_CODES
