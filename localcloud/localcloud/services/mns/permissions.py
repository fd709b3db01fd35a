"""What MNS checks with RAM: `mns:<Action>` on the path of the call."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.mns.routes import ROUTES


class MnsPermissions(IdentityOnly):
    """The operation's resource is the policies' own already."""

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:  # noqa: ARG002
        """One for each call."""
        if operation.action not in ROUTES:
            return ()
        return (Permission(f"mns:{operation.action}", operation.resource),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 AccessDenied, in the service's own English."""
        message = (
            "The OwnerId that your Access Key Id associated to is forbidden for this operation."
        )
        return ServiceError(403, "AccessDenied", message)
