"""Published codes of RAM (2015-05-01) and STS (2015-04-01)."""

from __future__ import annotations

from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.errors import (
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
)

RAM_ERRORS = ErrorTable(
    (
        Row(NotOpenedError, ("Inactive",), "RAM is not activated in this account."),
        Row(
            QuotaError,
            ("LimitExceeded.Policy.Version",),
            "RAM keeps five versions of a policy: delete an old one.",
        ),
        Row(QuotaError, ("LimitExceeded.*",)),
        Row(
            RejectedError,
            ("DeleteConflict.*",),
            "Something is still attached to it: detach that first.",
        ),
        Row(ConflictError, ("EntityAlreadyExists.*",)),
        Row(NotFoundError, ("EntityNotExist", "EntityNotExist.*", "InvalidRamRole.NotFound")),
        Row(PermissionDeniedError, ("NoPermission", "CheckAuthenticationCodeFail")),
        Row(RejectedError, ("MalformedPolicyDocument", "InvalidParameter.*")),
    ),
    GATEWAY,
)

STS_ERRORS = ErrorTable(
    (
        Row(
            PermissionDeniedError,
            ("NoPermission",),
            "The caller must be allowed sts:AssumeRole, the role's trust policy must name the "
            "caller, and the key of the account itself may take on no role.",
        ),
        Row(NotFoundError, ("EntityNotExist.Role", "EntityNotExist.RoleArn")),
        Row(PermissionDeniedError, ("MissingSecurityToken",)),
    ),
    GATEWAY,
)
