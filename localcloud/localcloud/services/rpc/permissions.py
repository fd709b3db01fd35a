"""RAM, as RPC products ask it: the checks that most of them make alike, and their refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.routes import Route


class SubjectPermissions(IdentityOnly):
    """`<product>:<Action>` on the route's subject, on `*` where a route has none.

    kind: what a subject is in the product's resource names; "": the product knows no resource
    narrower than `*`.
    """

    def __init__(
        self,
        product: str,
        account_id: str,
        routes: Mapping[str, Route[Any]],
        *,
        kind: str,
        refused: ServiceError,
    ) -> None:
        self._product = product
        self._account = account_id
        self._routes = routes
        self._kind = kind
        self._refused = refused

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() also when the subject that the action wants is not named: the product refuses that
        itself.
        """
        route = self._routes.get(operation.action)
        if route is None:
            return ()
        action = f"{self._product}:{operation.action}"
        if not (route.subject and self._kind):
            return (Permission(action, "*"),)
        named = request_parameters(request).get(route.subject, "").strip().lower()
        resource = f"acs:{self._product}:*:{self._account}:{self._kind}/{named}"
        return (Permission(action, resource),) if named else ()

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """In the product's own words."""
        return self._refused.anew()


def forbidden() -> ServiceError:
    """CAS and CDN, as the OpenAPI gateway says it in its errors."""
    message = (
        "User not authorized to operate on the specified resource, "
        "or this API doesn't support RAM."
    )
    return ServiceError(403, "Forbidden.RAM", message)


def no_permission() -> ServiceError:
    """RAM and STS themselves."""
    message = "You are not authorized to do this action. You should be authorized by RAM."
    return ServiceError(403, "NoPermission", message)
