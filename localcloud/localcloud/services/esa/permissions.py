"""What ESA checks with RAM: `esa:<Action>` on the site, on `*` where there is none."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.esa.routes import ROUTES
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import forbidden


class EsaPermissions(IdentityOnly):
    """Per site, by its number (ESA's RAM tables)."""

    def __init__(self, account_id: str) -> None:
        self._account = account_id

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() also when the site is not named: ESA refuses that itself."""
        route = ROUTES.get(operation.action)
        if route is None:
            return ()
        action = f"esa:{operation.action}"
        if not route.subject:
            return (Permission(action, "*"),)
        site = request_parameters(request).get(route.subject, "").strip()
        resource = f"acs:esa:*:{self._account}:site/{site}"
        return (Permission(action, resource),) if site else ()

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden.RAM."""
        return forbidden()
