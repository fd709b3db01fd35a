"""STS's endpoint."""

from __future__ import annotations

from dataclasses import replace

from localcloud.credentials import AccessKey
from localcloud.gateway import Kernel, Operation
from localcloud.http import Request, Response
from localcloud.services.ram.store import RamStore
from localcloud.services.rpc import Arguments, Product, RpcGateway
from localcloud.services.sts.caller import StsCaller
from localcloud.services.sts.routes import ACTIONS, ROUTES

VERSION = "2015-04-01"
HOST = "sts.aliyuncs.com"


class StsService(RpcGateway[StsCaller]):
    """STS 2015-04-01. Unlike other products' its actions must know who asks."""

    service = "sts"

    def __init__(self, kernel: Kernel, ram: RamStore) -> None:
        super().__init__(kernel, Product("Sts", VERSION, HOST, ACTIONS), ROUTES, StsCaller(ram))

    def perform(self, request: Request, operation: Operation, key: AccessKey) -> Response:  # noqa: ARG002
        """As RpcGateway, on behalf of the caller."""
        route = self._route(request)
        context = {
            "acs:SourceIp": request.remote,
            "acs:SecureTransport": "false",
            "acs:CurrentTime": self.kernel.clock.now().isoformat(),
        }
        caller = replace(self.backend, key=key, context=context)

        def handler(_backend: StsCaller, arguments: Arguments) -> dict[str, object]:
            return route.handler(caller, arguments)

        return self._answer(request, route, handler)
