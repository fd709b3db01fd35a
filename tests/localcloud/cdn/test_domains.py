"""Domains: lists, details, states, and a restart."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_cdn20180510.client import Client as CdnClient
from alibabacloud_cdn20180510.models import (
    DescribeUserDomainsRequest,
    SetCdnDomainSSLCertificateRequest,
)
from alibabacloud_tea_openapi.utils_models import Config

from localcloud.services.accelerated.domains import AcceleratedDomain
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud, names, refusal

ORIGIN = Origin("oss", "my-bucket.oss-cn-hangzhou.aliyuncs.com")


def source(**changes: Any) -> str:
    """`Sources` of AddCdnDomain, one origin."""
    return json.dumps([{"type": "ipaddr", "content": "192.0.2.1", **changes}])


def found(cloud: RpcCloud, **parameters: Any) -> list[str]:
    answer = cloud.cdn_call("DescribeUserDomains", **parameters)
    assert answer["TotalCount"] == len(answer["Domains"]["PageData"])
    return sorted(names(answer["Domains"]["PageData"], "DomainName"))


def status(cloud: RpcCloud, domain: str) -> str:
    detail = cloud.cdn_call("DescribeCdnDomainDetail", DomainName=domain)
    return str(detail["GetDomainDetailModel"]["DomainStatus"])


def test_an_added_domain_is_listed_described_and_pointed_at(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("www.example.com", [ORIGIN])
    (item,) = cloud.cdn_call("DescribeUserDomains")["Domains"]["PageData"]
    assert (item["DomainName"], item["DomainStatus"], item["SslProtocol"]) == (
        "www.example.com",
        "online",
        "off",
    )
    assert item["Sources"]["Source"] == [
        {
            "Type": "oss",
            "Content": "my-bucket.oss-cn-hangzhou.aliyuncs.com",
            "Port": 80,
            "Priority": "20",
            "Weight": "10",
        }
    ]
    detail = cloud.cdn_call("DescribeCdnDomainDetail", DomainName="www.example.com")
    model = detail["GetDomainDetailModel"]
    assert model["Cname"] == item["Cname"] == "www.example.com.w.kunlunsl.com"
    assert model["SourceModels"]["SourceModel"][0]["Enabled"] == "online"
    assert model["ServerCertificateStatus"] == "off"
    assert cloud.zone.cnames == {"www.example.com": "www.example.com.w.kunlunsl.com"}


def test_a_wildcard_domain_begins_with_a_point_and_with_a_star_in_the_dns(
    cloud: RpcCloud,
) -> None:
    cloud.cdn.add_domain("*.img.example.com", [ORIGIN])
    assert found(cloud) == [".img.example.com"]
    target = cloud.zone.cnames["*.img.example.com"]
    assert target == "all.img.example.com.w.kunlunsl.com"


def test_a_name_beyond_ascii_is_kept_in_its_a_label_form(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("例子.example.com", [ORIGIN])
    assert found(cloud) == ["xn--fsqu00a.example.com"]


def test_domains_are_searched_in_four_ways(cloud: RpcCloud) -> None:
    for domain in ("www.example.com", "www.example.com.cn", "a.www.example.com"):
        cloud.cdn.add_domain(domain, [ORIGIN])
    domain = "www.example.com"
    assert found(cloud, DomainName=domain) == [domain]
    assert len(found(cloud, DomainName=domain, DomainSearchType="fuzzy_match")) == 3
    assert found(cloud, DomainName=domain, DomainSearchType="pre_match") == [
        "www.example.com",
        "www.example.com.cn",
    ]
    assert found(cloud, DomainName=domain, DomainSearchType="suf_match") == [
        "a.www.example.com",
        "www.example.com",
    ]
    bad = refusal(
        cloud.cdn_call, "DescribeUserDomains", DomainName=domain, DomainSearchType="regex"
    )
    assert bad == (400, "InvalidDomainSearchType.ValueNotSupported")


def test_domains_are_selected_by_state_origin_and_kind(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("on.example.com", [ORIGIN])
    cloud.cdn.add_domain("off.example.com", [Origin("ipaddr", "192.0.2.1")])
    cloud.cdn.add_domain("review.example.com", [ORIGIN], cdn_type="video", scope="global")
    cloud.cdn.set_status("off.example.com", "offline")
    cloud.cdn.set_status("review.example.com", "checking")
    assert found(cloud) == ["off.example.com", "on.example.com"]
    assert len(found(cloud, CheckDomainShow="true")) == 3
    assert found(cloud, DomainStatus="offline") == ["off.example.com"]
    assert found(cloud, DomainStatus="checking") == ["review.example.com"]
    assert found(cloud, Source=ORIGIN.content) == ["on.example.com"]
    everything = {"CheckDomainShow": "true"}
    assert found(cloud, CdnType="video,download", **everything) == ["review.example.com"]
    assert found(cloud, Coverage="global", **everything) == ["review.example.com"]
    bad = refusal(cloud.cdn_call, "DescribeUserDomains", DomainStatus="asleep")
    assert bad == (400, "InvalidDomainStatus.ValueNotSupported")


def test_six_hundred_domains_are_paged_exactly_and_quickly(cloud: RpcCloud) -> None:
    for place in range(601):
        cloud.cdn.add_domain(f"d{place}.example.com", [ORIGIN])
    started = time.monotonic()
    seen: list[str] = []
    for page, expected in ((1, 500), (2, 101), (3, 0)):
        answer = cloud.cdn_call("DescribeUserDomains", PageNumber=page, PageSize=500)
        assert (answer["TotalCount"], answer["PageNumber"]) == (601, page)
        assert answer["PageSize"] == 500
        assert len(answer["Domains"]["PageData"]) == expected
        seen += names(answer["Domains"]["PageData"], "DomainName")
    assert len(set(seen)) == 601
    assert time.monotonic() - started < 10
    assert len(cloud.cdn_call("DescribeUserDomains")["Domains"]["PageData"]) == 20


@pytest.mark.parametrize("bad", [{"PageSize": 501}, {"PageSize": 0}, {"PageNumber": 0}])
def test_impossible_pages_are_refused(cloud: RpcCloud, bad: dict[str, int]) -> None:
    refused = refusal(cloud.cdn_call, "DescribeUserDomains", **bad)
    assert refused == (400, "InvalidParameter")


def test_a_stopped_domain_is_no_longer_served_until_it_is_started(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("www.example.com", [ORIGIN])
    held = cloud.held("www.example.com")
    cloud.cdn.bind("www.example.com", held.identifier)
    cloud.cdn_call("StopCdnDomain", DomainName="www.example.com")
    assert status(cloud, "www.example.com") == "offline"
    assert cloud.edges.served == {}
    cloud.cdn_call("StartCdnDomain", DomainName="www.example.com")
    assert status(cloud, "www.example.com") == "online"
    served = cloud.edges.served["www.example.com"]
    assert served is not None
    assert served.identifier == held.identifier


def test_a_domain_is_added_and_deleted_over_the_api(cloud: RpcCloud) -> None:
    cloud.cdn.configuring_seconds = 30
    sources = json.dumps([{"type": "oss", "content": ORIGIN.content, "port": 443}])
    wanted = {"DomainName": "New.example.com", "CdnType": "web", "Sources": sources}
    cloud.cdn_call("AddCdnDomain", **wanted)
    assert status(cloud, "new.example.com") == "configuring"
    assert cloud.zone.cnames == {}
    again = refusal(cloud.cdn_call, "AddCdnDomain", **wanted)
    assert again == (400, "DomainAlreadyExist")
    busy = refusal(cloud.cdn_call, "DeleteCdnDomain", DomainName="new.example.com")
    assert busy == (403, "ServiceBusy")
    cloud.clock.advance(timedelta(seconds=31))
    cloud.cdn_call("DeleteCdnDomain", DomainName="new.example.com")
    assert found(cloud) == []
    assert cloud.edges.served == {}


def test_domains_are_selected_by_tag_and_by_the_time_of_change(cloud: RpcCloud) -> None:
    sources = json.dumps([{"type": "ipaddr", "content": "192.0.2.1"}])
    for place, team in enumerate(("web", "mail")):
        cloud.cdn_call(
            "AddCdnDomain",
            DomainName=f"d{place}.example.com",
            CdnType="web",
            Sources=sources,
            **{"Tag.1.Key": "team", "Tag.1.Value": team},
        )
        cloud.clock.advance(timedelta(hours=2))
    assert found(cloud, **{"Tag.1.Key": "team", "Tag.1.Value": "mail"}) == ["d1.example.com"]
    assert len(found(cloud, **{"Tag.1.Key": "team"})) == 2
    assert found(cloud, **{"Tag.1.Key": "owner"}) == []
    between = (cloud.clock.now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found(cloud, ChangeStartTime=between) == ["d1.example.com"]
    assert found(cloud, ChangeEndTime=between) == ["d0.example.com"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CdnType": "mail"}, "InvalidCdnType.ValueNotSupported"),
        ({"Scope": "mars"}, "InvalidScope.ValueNotSupported"),
        ({"Sources": "[]"}, "InvalidSources.Malformed"),
        ({"Sources": '{"type":"oss"}'}, "InvalidSources.Malformed"),
        ({"Sources": "[" * 3000}, "InvalidSources.Malformed"),
        (
            {"Sources": '[{"type":"oss","content":' + "[" * 300 + "]" * 300 + "}]"},
            "InvalidSources.Malformed",
        ),
        ({"Sources": source(content="\ud800")}, "InvalidSources.Malformed"),
        ({"Sources": source(port=0)}, "InvalidSources.Malformed"),
        ({"Sources": source(port=80.5)}, "InvalidSources.Malformed"),
        (
            {"Sources": source(port=float("inf")).replace("Infinity", "1e999")},
            "InvalidSources.Malformed",
        ),
        ({"Sources": source(port="²")}, "InvalidSources.Malformed"),
        ({"DomainName": "*.example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "localhost"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "a b.example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "..é.example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "a..example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "-a.example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "a" * 64 + ".example.com"}, "InvalidDomainName.Malformed"),
        ({"DomainName": "a." * 126 + "com"}, "InvalidDomainName.Malformed"),
    ],
)
def test_a_wrong_new_domain_is_refused(
    cloud: RpcCloud, changes: dict[str, str], code: str
) -> None:
    sources = '[{"type":"ipaddr","content":"192.0.2.1"}]'
    wanted = {"DomainName": "new.example.com", "CdnType": "web", "Sources": sources, **changes}
    assert refusal(cloud.cdn_call, "AddCdnDomain", **wanted) == (400, code)


def test_what_the_store_does_not_take_is_not_in_memory_either(cloud: RpcCloud) -> None:
    made = cloud.cdn.add_domain("www.example.com", [ORIGIN])
    with pytest.raises(UnicodeEncodeError):
        cloud.cdn.keep(replace(made, resource_group="\ud800"))
    assert cloud.cdn.get("www.example.com") == made
    stored = cloud.store.table("cdn.domains")["www.example.com"]
    assert AcceleratedDomain.from_json(stored) == made


def test_the_new_sdk_binds_and_lists(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("www.example.com", [ORIGIN])
    held = cloud.held("www.example.com")
    root = cloud.credentials.root
    client = CdnClient(
        Config(
            access_key_id=root.key_id,
            access_key_secret=root.secret,
            endpoint=f"127.0.0.1:{cloud.endpoints['cdn'].port}",
            protocol="http",
        )
    )
    client.set_cdn_domain_sslcertificate(
        SetCdnDomainSSLCertificateRequest(
            domain_name="www.example.com",
            sslprotocol="on",
            cert_type="cas",
            cert_id=held.number,
            cert_region=held.site,
        )
    )
    body = client.describe_user_domains(DescribeUserDomainsRequest(page_size=500)).body
    (item,) = body.domains.page_data
    assert (item.domain_name, item.ssl_protocol) == ("www.example.com", "on")


def test_domains_survive_a_restart_and_are_told_to_the_edges_again(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    first = RpcCloud(path)
    first.cdn.add_domain("www.example.com", [ORIGIN])
    first.cdn.add_domain("off.example.com", [ORIGIN])
    first.cdn.set_status("off.example.com", "offline")
    before, held = first.held("www.example.com"), first.held("www.example.com")
    first.cdn.configuring_seconds = 5
    first.cdn.bind("www.example.com", before.identifier)
    first.cdn.bind("www.example.com", held.identifier)
    functions = json.dumps(
        [{"functionName": "gzip", "functionArgs": [{"argName": "enable", "argValue": "on"}]}]
    )
    first.cdn_call("BatchSetCdnDomainConfig", DomainNames="www.example.com", Functions=functions)
    first.stop()
    second = RpcCloud(path)
    try:
        assert second.edges.told == []
        second.cdn.republish()
        assert second.edges.told == [("www.example.com", held.identifier)]
        assert second.cdn.domains() == first.cdn.domains()
        assert second.cdn.configuring_seconds == 5
    finally:
        second.stop()
