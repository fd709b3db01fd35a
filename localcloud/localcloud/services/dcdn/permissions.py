"""What DCDN checks with RAM: `dcdn:<Action>` on the domain, on `*` where there is none."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.dcdn.routes import ROUTES
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import forbidden


class DcdnPermissions(IdentityOnly):
    """Per domain."""

    def __init__(self, account_id: str) -> None:
        self._account = account_id

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() also when the domain that the action wants is not named: DCDN refuses that itself."""
        route = ROUTES.get(operation.action)
        if route is None:
            return ()
        action = f"dcdn:{operation.action}"
        if not route.subject:
            return (Permission(action, "*"),)
        domain = request_parameters(request).get(route.subject, "").strip().lower()
        resource = f"acs:dcdn:*:{self._account}:domain/{domain}"
        return (Permission(action, resource),) if domain else ()

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden.RAM."""
        return forbidden()
