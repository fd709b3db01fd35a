"""What CAS checks with RAM: `yundun-cert:<Action>`, on `*` only, by its documentation; one action
is named otherwise there.
"""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.cas.routes import ROUTES
from localcloud.services.rpc.permissions import forbidden

_NAMED = {"DescribeDeploymentJob": "DescribeDeployment"}


class CasPermissions(IdentityOnly):
    """Both sites alike."""

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:  # noqa: ARG002
        """One for each action."""
        if operation.action not in ROUTES:
            return ()
        name = _NAMED.get(operation.action, operation.action)
        return (Permission(f"yundun-cert:{name}", "*"),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden.RAM."""
        return forbidden()
