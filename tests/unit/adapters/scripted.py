"""Our adapters of CAS, CDN and OSS against scripted servers: each call is made once."""

from __future__ import annotations

from typing import Any

from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.oss.api import OssApi, OssPlace
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.cas.inventory import CasInventory
from certbind.adapters.cdn.dialect import DIALECT
from certbind.config import CasList, Credentials
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target
from tests.fakes import FakeClock
from tests.unit.adapters.rpc_server import RpcServer

ORDER: dict[str, Any] = {
    "CertificateId": 8089870,
    "InstanceId": "cas-upload-50yf1q",
    "Name": "www-3f9a",
    "CommonName": "www.example.com",
    "Sans": "WWW.example.com, *.img.example.com",
    "Issuer": "R13",
    "StartDate": "2026-11-01",
    "EndDate": "2027-01-30",
    "Expired": False,
    "Upload": True,
    "Fingerprint": "AB" * 20,
    "Sha2": "CD" * 32,
    "SerialNo": "000A1B",
}
"""A certificate as ListUserCertificateOrder shows it."""
CDN = Target(ProductName("cdn"), Domain("www.example.com"))
DOMAIN = {"DomainName": "www.example.com", "DomainStatus": "online", "Cname": "w.kunlunsl.com"}
"""CDN's domain as DescribeUserDomains shows it."""


def once() -> Retry:
    return Retry(Deadline(60), attempts=1)


def inventory(server: RpcServer) -> CasInventory:
    return CasInventory(
        {"cn-hangzhou": server.api()}, server.api("cdn"), once(), FakeClock(), CasList.ORDERS
    )


def targets(server: RpcServer) -> AcceleratedTargets:
    return AcceleratedTargets(DIALECT, server.api("cdn"), once())


def domains(*items: object, total: int | None = None) -> dict[str, Any]:
    """DescribeUserDomains with these on its page."""
    count = len(items) if total is None else total
    return {"TotalCount": count, "Domains": {"PageData": list(items)}}


def oss_at(port: int) -> OssApi:
    """OSS of cn-hangzhou at a port of this machine."""
    place = OssPlace(f"http://127.0.0.1:{port}", "cn-hangzhou")
    return OssApi(place, Credentials("key", "secret"))
