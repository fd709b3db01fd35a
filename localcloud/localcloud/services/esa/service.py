"""ESA's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel
from localcloud.services.esa.actions import ACTIONS
from localcloud.services.esa.model import EsaModel
from localcloud.services.esa.routes import ROUTES
from localcloud.services.rpc import Product, RpcGateway
from localcloud.switches import Switches


class EsaService(RpcGateway[EsaModel]):
    """ESA 2024-09-10. The world acts on `model`. An account without it has no site; what else it
    is told is not published.
    """

    service = "esa"

    def __init__(self, kernel: Kernel, model: EsaModel, switches: Switches) -> None:
        self.model = model
        product = Product("ESA", "2024-09-10", "esa.cn-hangzhou.aliyuncs.com", ACTIONS)
        super().__init__(kernel, product, ROUTES, model, switches)
