"""The HTTP face of an RPC product: name, check, hand to the route, answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from localcloud.credentials import AccessKey
from localcloud.gateway import Gateway, Kernel, Operation, ServiceError
from localcloud.http import Request, Response
from localcloud.services.rpc.authentication import authenticate
from localcloud.services.rpc.errors import (
    invalid_version,
    missing_parameter,
    not_built,
    unknown_action,
    unsupported_method,
)
from localcloud.services.rpc.freshness import Freshness
from localcloud.services.rpc.parameters import (
    Arguments,
    action_of,
    product_parameters,
    request_parameters,
    version_of,
)
from localcloud.services.rpc.rates import Rates
from localcloud.services.rpc.rendering import answer, require_known_format
from localcloud.services.rpc.routes import Handler, Route
from localcloud.switches import Switches

UNKNOWN = "Unknown"
_TROUBLESHOOT = "https://next.api.aliyun.com/troubleshoot?q={code}&product={product}"

Backend = TypeVar("Backend")


@dataclass(frozen=True, slots=True)
class Product:
    """An API product at one endpoint. `code`: as error bodies name it; `host`: the HostId;
    `actions`: the names of all that the real product has; `rates`: calls a second, see Rates.
    """

    code: str
    version: str
    host: str
    actions: frozenset[str]
    rates: Mapping[str, int] = field(default_factory=dict)


class RpcGateway(Gateway, Generic[Backend]):
    """One product's endpoint. Handlers get the `backend` and the arguments, nothing of HTTP."""

    throttle = ServiceError(400, "Throttling.User", "Request was denied due to user flow control.")
    unavailable = ServiceError(
        503, "ServiceUnavailable", "The request has failed due to a temporary failure."
    )

    def __init__(
        self,
        kernel: Kernel,
        product: Product,
        routes: Mapping[str, Route[Backend]],
        backend: Backend,
        switches: Switches | None = None,
    ) -> None:
        """switches: for a product that has uncertain readings of `rpc.…`."""
        super().__init__(kernel)
        self._switches = switches
        self._rates = Rates(product.rates, kernel.clock)
        self.product = product
        self.routes = routes
        self.backend = backend
        self._freshness = Freshness(kernel.clock)

    def identify(self, request: Request) -> Operation:
        """`Unknown` for what the product does not have; the object from the route's subject."""
        action = action_of(request)
        if action not in self.product.actions:
            return Operation(UNKNOWN, "")
        route = self.routes.get(action)
        subject = request_parameters(request).get(route.subject, "") if route else ""
        return Operation(action, subject)

    def authenticate(self, request: Request) -> AccessKey:
        """HMAC-SHA1 or ACS3-HMAC-SHA256."""
        return authenticate(request, self.kernel.credentials, self._freshness)

    def perform(self, request: Request, operation: Operation, key: AccessKey) -> Response:  # noqa: ARG002
        """Hold the request to the action's declaration, then let the route answer."""
        route = self._route(request)
        return self._answer(request, route, route.handler)

    def perform_stale(self, request: Request, operation: Operation, key: AccessKey) -> Response:  # noqa: ARG002
        """From the state before the last write, where the route can tell it."""
        route = self._route(request)
        return self._answer(request, route, route.stale or route.handler)

    def render_error(self, request: Request, error: ServiceError) -> Response:
        """RequestId, HostId, Code, Message, Recommend."""
        body = {
            "RequestId": request_id(),
            "HostId": self.product.host,
            "Code": error.code,
            "Message": error.message,
            "Recommend": _TROUBLESHOOT.format(code=error.code, product=self.product.code),
            **error.details,
        }
        return answer(request, error.status, "Error", body)

    def backend_of(self, request: Request) -> Backend:  # noqa: ARG002 - most have one
        """What the handlers get of this request."""
        return self.backend

    def _route(self, request: Request) -> Route[Backend]:
        version = version_of(request)
        require_known_format(request)
        if not version:
            raise missing_parameter("Version")
        if version != self.product.version:
            raise invalid_version()
        action = action_of(request)
        if not action:
            raise missing_parameter("Action")
        if action not in self.product.actions:
            raise unknown_action()
        route = self.routes.get(action)
        if route is None:
            raise not_built(f"{self.product.code} {self.product.version} {action}")
        if request.method not in {method.value for method in route.methods}:
            raise unsupported_method()
        return route

    def _answer(
        self, request: Request, route: Route[Backend], handler: Handler[Backend]
    ) -> Response:
        if self._reads("rpc.rate_limits", "on") and not self._rates.take(route.action):
            raise self.throttle.anew()
        form = not self._reads("rpc.form_parameters", "ignore")
        values = product_parameters(request, form=form)
        in_body = {p.name for p in route.parameters if p.in_body}
        elsewhere = {n: value for n, value in values.items() if n.partition(".")[0] not in in_body}
        sent = {n: value for n, value in request.form_pairs() if n.partition(".")[0] in in_body}
        arguments = Arguments(elsewhere | sent, route.parameters)
        body = {"RequestId": request_id(), **handler(self.backend_of(request), arguments)}
        return answer(request, 200, f"{route.action}Response", body)

    def _reads(self, switch: str, reading: str) -> bool:
        return self._switches is not None and self._switches[switch] == reading


def request_id() -> str:
    """A new one."""
    return str(uuid.uuid4()).upper()
