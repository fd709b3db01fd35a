"""ALB's endpoints, one a region."""

from __future__ import annotations

from localcloud.gateway import Kernel
from localcloud.services.alb.actions import ACTIONS
from localcloud.services.alb.routes import ROUTES
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.service import BalancingService
from localcloud.services.balancing.values import Brand
from localcloud.services.rpc import Product

BRAND = Brand(
    "alb",
    secure=("HTTPS", "QUIC"),
    plain=("HTTP",),
    quotas={"Standard": 25, "Basic": 10, "StandardWithWaf": 25},
    listener="Listener",
    instance="LoadBalancer",
)


class AlbService(BalancingService):
    """ALB 2020-06-16."""

    service = "alb"

    def __init__(
        self, kernel: Kernel, model: BalancingModel, region: str, regions: tuple[str, ...]
    ) -> None:
        product = Product("Alb", "2020-06-16", f"alb.{region}.aliyuncs.com", ACTIONS)
        super().__init__(kernel, product, ROUTES, model, region, regions)
