"""RAM's endpoint."""

from __future__ import annotations

from localcloud.gateway import Kernel
from localcloud.services.ram.actions import ACTIONS
from localcloud.services.ram.routes import ROUTES
from localcloud.services.ram.store import RamStore
from localcloud.services.rpc import Product, RpcGateway

VERSION = "2015-05-01"
HOST = "ram.aliyuncs.com"


class RamService(RpcGateway[RamStore]):
    """RAM 2015-05-01. The world acts on `ram`."""

    service = "ram"

    def __init__(self, kernel: Kernel, ram: RamStore) -> None:
        super().__init__(kernel, Product("Ram", VERSION, HOST, ACTIONS), ROUTES, ram)
