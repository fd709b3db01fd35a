"""What ALB and NLB check with RAM: `<product>:<Action>` on the instance, on `*` for the lists.

Source: the authorization tables of the products' API pages: what is done to a listener is allowed
on its load balancer. That lists are on `*` is inferred.
"""

from __future__ import annotations

from collections.abc import Mapping

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.regional import Regional
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.routes import Route


class BalancingPermissions(IdentityOnly):
    """Per load balancer."""

    def __init__(
        self,
        account_id: str,
        model: BalancingModel,
        routes: Mapping[str, Route[Regional]],
        refused: ServiceError,
    ) -> None:
        self._account = account_id
        self._model = model
        self._routes = routes
        self._refused = refused

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() also for an instance or a listener of nobody: the product refuses that itself."""
        route = self._routes.get(operation.action)
        if route is None:
            return ()
        action = f"{self._model.brand.site}:{operation.action}"
        if route.subject not in ("ListenerId", "LoadBalancerId"):
            return (Permission(action, "*"),)
        named = request_parameters(request).get(route.subject, "")
        listener = self._model.listener(named)
        balancer = self._model.balancer(named if listener is None else listener.balancer)
        if balancer is None:
            return ()
        where = f"acs:{balancer.product}:{balancer.region}:{self._account}"
        return (Permission(action, f"{where}:loadbalancer/{balancer.id}"),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403, in the product's own words."""
        return self._refused.anew()
