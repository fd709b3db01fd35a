"""VOD's endpoint (the real one is in cn-shanghai alone)."""

from __future__ import annotations

from localcloud.gateway import Kernel, Operation, ServiceError
from localcloud.http import Request
from localcloud.services.accelerated.model import AcceleratedModel, Brand
from localcloud.services.rpc import Product, RpcGateway
from localcloud.services.vod.actions import ACTIONS
from localcloud.services.vod.routes import ROUTES
from localcloud.standing import Standing

BRAND = Brand("vod", ".w.alikunlun.com")
_RATES = {"SetVodDomainSSLCertificate": 30}
"""Calls a second of an account (its page); of the reads nothing is published."""


class VodService(RpcGateway[AcceleratedModel]):
    """VOD 2017-03-21. The world acts on `model`; call `model.republish()` after a start."""

    service = "vod"

    def __init__(self, kernel: Kernel, model: AcceleratedModel) -> None:
        self.model = model
        product = Product("vod", "2017-03-21", "vod.cn-shanghai.aliyuncs.com", ACTIONS, _RATES)
        super().__init__(kernel, product, ROUTES, model, model.switches)

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - every action is refused alike
        operation: Operation,  # noqa: ARG002
        standing: Standing,
    ) -> ServiceError | None:
        """VOD's error codes page."""
        if standing is Standing.NOT_OPENED:
            message = "Your account does not open VOD service yet."
            return ServiceError(403, "OperationDenied", message)
        return ServiceError(403, "OperationDenied.Suspended", "Your VOD service is suspended.")
