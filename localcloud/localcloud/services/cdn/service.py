"""CDN's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel, Operation, ServiceError
from localcloud.http import Request
from localcloud.services.accelerated.model import AcceleratedModel, Brand
from localcloud.services.cdn.actions import ACTIONS
from localcloud.services.cdn.rates import RATES
from localcloud.services.cdn.routes import ROUTES
from localcloud.services.cdn.standing import refusal_of
from localcloud.services.rpc import Product, RpcGateway
from localcloud.standing import Standing

BRAND = Brand("cdn", ".w.kunlunsl.com")


class CdnService(RpcGateway[AcceleratedModel]):
    """CDN 2018-05-10. The world acts on `model`; call `model.republish()` after a start."""

    service = "cdn"

    def __init__(self, kernel: Kernel, model: AcceleratedModel) -> None:
        self.model = model
        product = Product("Cdn", "2018-05-10", "cdn.aliyuncs.com", ACTIONS, RATES)
        super().__init__(kernel, product, ROUTES, model, model.switches)

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - every action is refused alike
        operation: Operation,  # noqa: ARG002
        standing: Standing,
    ) -> ServiceError | None:
        """CdnServiceSuspended, CdnServiceNotFound."""
        return refusal_of(standing, self.model.switches)
