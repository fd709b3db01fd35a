"""NLB's endpoints, one a region."""

from __future__ import annotations

from http import HTTPStatus

from localcloud.gateway import Kernel, ServiceError
from localcloud.http import Request, Response
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.service import BalancingService
from localcloud.services.balancing.values import Brand
from localcloud.services.nlb.actions import ACTIONS
from localcloud.services.nlb.routes import ROUTES
from localcloud.services.rpc import Product
from localcloud.services.rpc.gateway import request_id
from localcloud.services.rpc.rendering import answer
from localcloud.switches import SWITCHES

BRAND = Brand(
    "nlb",
    secure=("TCPSSL",),
    plain=("TCP", "UDP"),
    quotas={"Network": 25},
    listener="listener",
    instance="loadBalancer",
)
_BUSY = ("SystemBusy", *SWITCHES["nlb.busy_code"])


class NlbService(BalancingService):
    """NLB 2022-04-30."""

    service = "nlb"

    def __init__(
        self, kernel: Kernel, model: BalancingModel, region: str, regions: tuple[str, ...]
    ) -> None:
        product = Product("Nlb", "2022-04-30", f"nlb.{region}.aliyuncs.com", ACTIONS)
        super().__init__(kernel, product, ROUTES, model, region, regions)

    def render_error(self, request: Request, error: ServiceError) -> Response:
        """That a listener is busy, NLB was seen to tell with 200 and Success=false."""
        told = self.backend.model.switches["nlb.busy_told_by"]
        if error.code not in _BUSY or (told == "status" and error.status != HTTPStatus.OK):
            return super().render_error(request, error)
        body = {
            "RequestId": request_id(),
            "Success": False,
            "HttpStatusCode": 400,
            "Code": error.code,
            "Message": error.message,
        }
        return answer(request, HTTPStatus.OK, "Response", body)
