"""CAS's endpoint, one for each site."""

from __future__ import annotations

from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.gateway import Kernel, ServiceError
from localcloud.services.cas.actions import ACTIONS
from localcloud.services.cas.rates import RATES
from localcloud.services.cas.routes import ROUTES
from localcloud.services.cas.site import CasSite
from localcloud.services.cas.store import CasStore
from localcloud.services.rpc import Product, RpcGateway

VERSION = "2020-04-07"
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
        super().__init__(kernel, product, ROUTES, CasSite(site, store), store.switches)
