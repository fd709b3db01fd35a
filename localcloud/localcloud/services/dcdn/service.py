"""DCDN's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel, Operation, ServiceError
from localcloud.http import Request
from localcloud.services.accelerated.model import AcceleratedModel, Brand
from localcloud.services.dcdn.actions import ACTIONS
from localcloud.services.dcdn.routes import ROUTES
from localcloud.services.rpc import Product, RpcGateway
from localcloud.standing import Standing

BRAND = Brand("dcdn", ".w.kunluncan.com")
_RATES = {
    "DescribeDcdnUserDomains": 100,
    "DescribeDcdnDomainCertificateInfo": 100,
    "DescribeDcdnHttpsDomainList": 100,
    "SetDcdnDomainSSLCertificate": 30,
}
"""Calls a second of an account, as CDN's (DCDN's pages name 100 and 30)."""


class DcdnService(RpcGateway[AcceleratedModel]):
    """DCDN 2018-01-15. The world acts on `model`; call `model.republish()` after a start."""

    service = "dcdn"

    def __init__(self, kernel: Kernel, model: AcceleratedModel) -> None:
        self.model = model
        product = Product("dcdn", "2018-01-15", "dcdn.aliyuncs.com", ACTIONS, _RATES)
        super().__init__(kernel, product, ROUTES, model, model.switches)

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - every action is refused alike
        operation: Operation,  # noqa: ARG002
        standing: Standing,
    ) -> ServiceError | None:
        """DCDN's error codes page. That arrears are told as 400 is no slip here."""
        if standing is Standing.NOT_OPENED:
            message = "The DCDN service is not found: it has not been activated."
            return ServiceError(403, "DcdnServiceNotFound", message)
        return ServiceError(400, "AccountArrears", "The account has overdue payments.")
