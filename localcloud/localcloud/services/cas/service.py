"""CAS's endpoint, one for each site."""

from __future__ import annotations

from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.gateway import Kernel, Operation, ServiceError
from localcloud.http import Request
from localcloud.services.cas.actions import ACTIONS
from localcloud.services.cas.rates import RATES
from localcloud.services.cas.routes import ROUTES
from localcloud.services.cas.site import CasSite
from localcloud.services.cas.store import CasStore
from localcloud.services.rpc import Product, RpcGateway
from localcloud.standing import Standing

VERSION = "2020-04-07"
_WRITES = (
    "UploadUserCertificate",
    "DeleteUserCertificate",
    "UpdateInstance",
    "ApplyCertificate",
    "CreateCertificateForPackageRequest",
    "RenewCertificateOrderForPackageRequest",
    "CreateDeploymentJob",
    "UpdateDeploymentJobStatus",
    "DeleteDeploymentJob",
    "UpdateWorkerResourceStatus",
)
HOSTS = {
    CHINA_SITE: "cas.aliyuncs.com",
    INTERNATIONAL_SITE: "cas.ap-southeast-1.aliyuncs.com",
}


class CasService(RpcGateway[CasSite]):
    """SSL Certificates Service 2020-04-07 at one site. Two of them share one CasStore."""

    service = "cas"
    throttle = ServiceError(400, "FlowControlError", "The request is too frequent.")

    def __init__(self, kernel: Kernel, site: str, store: CasStore) -> None:
        """`site`: `cn-hangzhou` or `ap-southeast-1`; KeyError for another."""
        product = Product("cas", VERSION, HOSTS[site], ACTIONS, RATES)
        backend = CasSite(site, store, self._is_opened)
        super().__init__(kernel, product, ROUTES, backend, store.switches)

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - the action says all
        operation: Operation,
        standing: Standing,
    ) -> ServiceError | None:
        """Nothing is published of either: see the switches `cas.not_opened`, `cas.arrears`."""
        switches = self.backend.store.switches
        if standing is Standing.ARREARS:
            if switches["cas.arrears"] == "unaffected":
                return None
            message = "Your account does not have enough balance."
            return ServiceError(400, "InsufficientBalance", message)
        if switches["cas.not_opened"] == "empty" and operation.action not in _WRITES:
            return None
        return ServiceError(403, "CasServiceNotFound", "The CAS service has not been activated.")

    def _is_opened(self) -> bool:
        standings = self.kernel.standings
        return standings is None or standings.of(self.service) is not Standing.NOT_OPENED
