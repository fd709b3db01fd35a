"""Calls a second, when the switch holds the account to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from localcloud.clock import Clock
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.services import cas, cdn
from localcloud.services.cas.rates import RATES as CAS_RATES
from localcloud.services.cdn.rates import RATES as CDN_RATES
from localcloud.services.rpc.rates import Rates
from tests.localcloud.rpc.cloud import RpcCloud, refusal


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes only when the test moves the clock."""
    moment: datetime = Clock.machine_now()
    monkeypatch.setattr(Clock, "machine_now", staticmethod(lambda: moment))


def orders(cloud: RpcCloud, **parameters: Any) -> Any:
    return cloud.cas_call("ListUserCertificateOrder", OrderType="CERT", **parameters)


def test_a_bucket_holds_a_second_s_worth_and_fills_with_time() -> None:
    clock = Clock()
    rates = Rates({"List": 10}, clock)
    assert [rates.take("List") for _ in range(11)] == [True] * 10 + [False]
    clock.advance(timedelta(seconds=0.25))
    assert [rates.take("List") for _ in range(3)] == [True, True, False]
    clock.advance(timedelta(days=1))
    assert [rates.take("List") for _ in range(11)] == [True] * 10 + [False]
    assert all(rates.take("Other") for _ in range(100))


def test_the_call_that_is_one_too_many_meets_the_product_s_throttle(cloud: RpcCloud) -> None:
    cloud.switches.set("rpc.rate_limits", "on")
    for _ in range(10):
        orders(cloud)
    assert refusal(orders, cloud) == (400, "FlowControlError")
    orders(cloud, at=INTERNATIONAL_SITE)
    cloud.clock.advance(timedelta(seconds=0.1))
    orders(cloud)
    assert refusal(orders, cloud) == (400, "FlowControlError")
    detail = {"DomainName": "www.example.com"}
    for _ in range(30):
        refused = refusal(cloud.cdn_call, "DescribeCdnDomainDetail", **detail)
        assert refused == (404, "InvalidDomain.NotFound")
    throttled = refusal(cloud.cdn_call, "DescribeCdnDomainDetail", **detail)
    assert throttled == (400, "Throttling.User")


def test_without_the_switch_nothing_is_counted(cloud: RpcCloud) -> None:
    for _ in range(15):
        orders(cloud, at=CHINA_SITE)


def test_the_limits_are_of_actions_that_are_built() -> None:
    assert set(CAS_RATES) == set(cas.ROUTES)
    unpublished = {"AddCdnDomain", "DeleteCdnDomain", "StartCdnDomain", "StopCdnDomain"}
    assert set(CDN_RATES) == set(cdn.ROUTES) - unpublished
