"""What VOD checks with RAM: `vod:<Action>`, which knows no resource narrower than `*`."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.vod.routes import ROUTES


class VodPermissions(IdentityOnly):
    """All or nothing."""

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:  # noqa: ARG002
        """Of the actions that are built."""
        if operation.action not in ROUTES:
            return ()
        return (Permission(f"vod:{operation.action}", "*"),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden (VOD's error codes page)."""
        message = "User not authorized to operate on the specified resource."
        return ServiceError(403, "Forbidden", message)
