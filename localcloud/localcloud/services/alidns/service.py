"""Alidns's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel
from localcloud.services.alidns.actions import ACTIONS
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.routes import ROUTES
from localcloud.services.rpc import Product, RpcGateway


class AlidnsService(RpcGateway[AlidnsModel]):
    """Alidns 2015-01-09. The world acts on `model`."""

    service = "alidns"

    def __init__(self, kernel: Kernel, model: AlidnsModel) -> None:
        self.model = model
        product = Product("Alidns", "2015-01-09", "alidns.aliyuncs.com", ACTIONS)
        super().__init__(kernel, product, ROUTES, model, model.switches)
