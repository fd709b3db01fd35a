"""An endpoint of load balancers: each region has one."""

from __future__ import annotations

from localcloud.gateway import Kernel
from localcloud.http import Request
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.regional import Regional
from localcloud.services.rpc import Product, RpcGateway
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.routes import Route


class BalancingService(RpcGateway[Regional]):
    """The world acts on the model. What an account is told that never opened the product is
    published nowhere: it has no instances.
    """

    def __init__(
        self,
        kernel: Kernel,
        product: Product,
        routes: dict[str, Route[Regional]],
        model: BalancingModel,
        region: str,
        regions: tuple[str, ...],
    ) -> None:
        """regions: those of this world, all of whose endpoints this one stands for where a request
        names another one: a program that knows one endpoint reaches them all.
        """
        self._regional = {name: Regional(model, name, regions=regions) for name in regions}
        super().__init__(kernel, product, routes, self._regional[region], model.switches)

    def backend_of(self, request: Request) -> Regional:
        """Of the region that RegionId names, which the classic SDK always sends; else the own."""
        named = request_parameters(request).get("RegionId", "")
        return self._regional.get(named, self.backend)
