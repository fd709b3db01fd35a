"""Whether DNS sends visitors to the target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.adapters.accelerated.dialect import DNS_PATTERN
from certbind.adapters.oss.reading import dns_pattern
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, BoundTarget, Target
from certbind.domain.situation.direction import points_elsewhere

HOST = "assets.oss-cn-hangzhou.aliyuncs.com"
OSS = BoundTarget(
    Target(ProductName("oss"), Domain("a.example"), "assets", "cn-hangzhou"),
    UNBOUND,
    cname=HOST,
    dns_pattern=dns_pattern("assets"),
)
CDN = BoundTarget(
    Target(ProductName("cdn"), Domain("a.example")),
    UNBOUND,
    cname="a.example.w.kunlunsl.com",
    dns_pattern=DNS_PATTERN,
)


@pytest.mark.parametrize(
    ("bound", "chain"),
    [
        (OSS, (HOST,)),
        (OSS, ("alias.example", HOST)),
        (OSS, ("assets.oss-accelerate.aliyuncs.com",)),
        (CDN, ("a.example.w.kunlunsl.com",)),
        (CDN, ("a.example.w.alikunlun.com",)),
        (replace(CDN, cname="a.example.w.edges.test"), ("a.example.w.edges.test",)),
        (replace(CDN, dns_pattern=""), ("a.example.w.kunlunsl.com",)),
        (CDN, ()),
        (OSS, ()),
    ],
)
def test_visitors_who_arrive_are_no_finding(bound: BoundTarget, chain: tuple[str, ...]) -> None:
    assert points_elsewhere(bound, chain) is None


@pytest.mark.parametrize(
    ("bound", "chain"),
    [
        (OSS, ("a.example.w.kunlunsl.com",)),
        (OSS, ("other.oss-cn-hangzhou.aliyuncs.com",)),
        (CDN, (HOST,)),
        (CDN, ("kunlun.example.com",)),
        (replace(CDN, dns_pattern=""), ("a.example.w.alikunlun.com",)),
        (OSS, ("assetsx.oss-cn-hangzhou.aliyuncs.com",)),
    ],
)
def test_visitors_who_are_sent_elsewhere_are(bound: BoundTarget, chain: tuple[str, ...]) -> None:
    finding = points_elsewhere(bound, chain)
    assert finding is not None
    assert finding.reason is Reason.DNS_ELSEWHERE
    assert chain[-1] in finding.detail
