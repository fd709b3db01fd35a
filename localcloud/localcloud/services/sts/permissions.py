"""What STS checks with RAM: AssumeRole on the role; GetCallerIdentity nothing."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import no_permission


class StsPermissions(IdentityOnly):
    """The role's trust policy is judged by STS itself, besides."""

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """On the role as the caller names it, in the form with `*` for the region."""
        if operation.action != "AssumeRole":
            return ()
        parts = request_parameters(request).get("RoleArn", "").split(":", 4)
        if len(parts) != len(("acs", "ram", "", "account", "role")):
            return ()
        return (Permission("sts:AssumeRole", f"acs:ram:*:{parts[3]}:{parts[4]}"),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 NoPermission."""
        return no_permission()
