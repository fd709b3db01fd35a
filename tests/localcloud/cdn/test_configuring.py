"""What a write of CDN begins: for a while the domain is `configuring` and takes no other one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from localcloud.services.accelerated.model import CONFIGURING_SECONDS
from localcloud.world import LocalCloud
from tests.localcloud.cdn.test_binding import DOMAIN, ORIGIN
from tests.localcloud.rpc.cloud import RpcCloud, refusal

NEW = "new.example.com"
SOURCES = json.dumps([{"content": "o.example.net", "type": "domain", "port": 80}])
GZIP = json.dumps(
    [{"functionName": "gzip", "functionArgs": [{"argName": "enable", "argValue": "on"}]}]
)
Write = Callable[[RpcCloud], Any]


def certificate(cloud: RpcCloud, domain: str = DOMAIN) -> Any:
    held = cloud.held(domain)
    return cloud.cdn_call(
        "SetCdnDomainSSLCertificate", DomainName=domain, SSLProtocol="on", CertType="cas",
        CertId=held.number,
    )  # fmt: skip


def https_off(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("SetCdnDomainSSLCertificate", DomainName=DOMAIN, SSLProtocol="off")


def add(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("AddCdnDomain", DomainName=NEW, CdnType="web", Sources=SOURCES)


def stop(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("StopCdnDomain", DomainName=DOMAIN)


def start(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("StartCdnDomain", DomainName=DOMAIN)


def configure(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("BatchSetCdnDomainConfig", DomainNames=DOMAIN, Functions=GZIP)


def unconfigure(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("BatchDeleteCdnDomainConfig", DomainNames=DOMAIN, FunctionNames="gzip")


def delete(cloud: RpcCloud) -> Any:
    return cloud.cdn_call("DeleteCdnDomain", DomainName=DOMAIN)


def status(cloud: RpcCloud, domain: str = DOMAIN) -> str:
    answer = cloud.cdn_call("DescribeCdnDomainDetail", DomainName=domain)
    return str(answer["GetDomainDetailModel"]["DomainStatus"])


@pytest.fixture
def busy(cloud: RpcCloud) -> RpcCloud:
    """A cloud as it is by default, and one domain."""
    cloud.cdn.configuring_seconds = CONFIGURING_SECONDS
    cloud.cdn.add_domain(DOMAIN, [ORIGIN])
    return cloud


@pytest.mark.parametrize(
    ("write", "domain", "after"),
    [
        (certificate, DOMAIN, "online"),
        (https_off, DOMAIN, "online"),
        (configure, DOMAIN, "online"),
        (unconfigure, DOMAIN, "online"),
        (start, DOMAIN, "online"),
        (stop, DOMAIN, "offline"),
        (add, NEW, "online"),
    ],
)
def test_a_write_makes_a_domain_configuring_for_a_while(
    busy: RpcCloud, write: Write, domain: str, after: str
) -> None:
    write(busy)
    assert status(busy, domain) == "configuring"
    busy.clock.advance(timedelta(seconds=CONFIGURING_SECONDS))
    assert status(busy, domain) == after


@pytest.mark.parametrize(
    "write", [certificate, https_off, configure, unconfigure, start, stop, delete]
)
def test_a_configuring_domain_refuses_every_write_and_is_read_as_ever(
    busy: RpcCloud, write: Write
) -> None:
    busy.cdn.configuring_seconds = 60
    busy.cdn.add_domain(NEW, [ORIGIN])
    configure(busy)
    assert refusal(write, busy) == (403, "ServiceBusy")
    assert status(busy) == "configuring"
    assert certificate(busy, NEW)  # another domain is not concerned
    busy.clock.advance(timedelta(seconds=60))
    assert write(busy)


@pytest.mark.parametrize(("reading", "then"), [("yes", "configuring"), ("no", "online")])
def test_whether_a_change_of_certificate_does_that_is_a_switch(
    busy: RpcCloud, reading: str, then: str
) -> None:
    busy.switches.set("cdn.certificate_configures", reading)
    certificate(busy)
    assert status(busy) == then
    busy.clock.advance(timedelta(seconds=CONFIGURING_SECONDS))
    configure(busy)
    assert status(busy) == "configuring"  # a function's does in either


def test_it_is_so_by_default() -> None:
    with LocalCloud() as world:
        assert world.cdn.model.configuring_seconds == CONFIGURING_SECONDS > 0
