"""What RAM checks with itself: `ram:<Action>` on the role, the policy, or both (its API pages)."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.ram.entities import SYSTEM
from localcloud.services.ram.routes import ROUTES
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import no_permission

_EVERYTHING_OF = {
    "CreateRole": "role/*",
    "ListRoles": "role/*",
    "CreatePolicy": "policy/*",
    "ListPolicies": "policy/*",
}


class RamPermissions(IdentityOnly):
    """Making and listing want every role, or every policy."""

    def __init__(self, account_id: str) -> None:
        self._account = account_id

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """Attaching needs the role and the policy."""
        route = ROUTES.get(operation.action)
        if route is None:
            return ()
        action = f"ram:{operation.action}"
        if operation.action in _EVERYTHING_OF:
            return (Permission(action, self._arn(_EVERYTHING_OF[operation.action])),)
        given = request_parameters(request)
        names = {parameter.name for parameter in route.parameters}
        found = []
        if "RoleName" in names:
            found.append(self._arn(f"role/{given.get('RoleName', '')}"))
        if "PolicyName" in names:
            owner = "system" if given.get("PolicyType") == SYSTEM else self._account
            found.append(f"acs:ram:*:{owner}:policy/{given.get('PolicyName', '')}")
        return tuple(Permission(action, resource) for resource in found)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 NoPermission."""
        return no_permission()

    def _arn(self, resource: str) -> str:
        return f"acs:ram:*:{self._account}:{resource}"
