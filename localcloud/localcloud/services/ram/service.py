"""RAM's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel, Operation, ServiceError
from localcloud.http import Request
from localcloud.services.ram.actions import ACTIONS
from localcloud.services.ram.routes import ROUTES
from localcloud.services.ram.store import RamStore
from localcloud.services.rpc import Product, RpcGateway
from localcloud.standing import Standing

VERSION = "2015-05-01"
HOST = "ram.aliyuncs.com"


class RamService(RpcGateway[RamStore]):
    """RAM 2015-05-01. The world acts on `ram`."""

    service = "ram"

    def __init__(self, kernel: Kernel, ram: RamStore) -> None:
        super().__init__(kernel, Product("Ram", VERSION, HOST, ACTIONS), ROUTES, ram)

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - every action is refused alike
        operation: Operation,  # noqa: ARG002
        standing: Standing,
    ) -> ServiceError | None:
        """403 Inactive for an account that never opened RAM (its error table); RAM costs nothing,
        so arrears do not reach it.
        """
        if standing is Standing.NOT_OPENED:
            return ServiceError(
                403, "Inactive", "The RAM service of the account is not activated."
            )
        return None
