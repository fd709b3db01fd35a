"""What CDN tells about certificates: those bound, and those that could be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from localcloud.contracts import INTERNATIONAL_SITE
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud, names, refusal

ORIGIN = Origin("ipaddr", "192.0.2.1")


def bound(cloud: RpcCloud, domain: str, *certificate: str, **order: Any) -> Any:
    cloud.cdn.add_domain(domain, [ORIGIN])
    held = cloud.held(*(certificate or (domain,)), **order)
    cloud.cdn.bind(domain, held.identifier)
    return held


def test_the_https_list_tells_the_state_of_each_certificate(cloud: RpcCloud) -> None:
    bound(cloud, "ok.example.com", days=200)
    bound(cloud, "soon.example.com", days=20)
    bound(cloud, "old.example.com", defects={"expired"})
    bound(cloud, "other.example.com", "elsewhere.example.net")
    cloud.cdn.add_domain("plain.example.com", [ORIGIN])
    answer = cloud.cdn_call("DescribeCdnHttpsDomainList")
    items = answer["CertInfos"]["CertInfo"]
    assert answer["TotalCount"] == 4
    assert dict(zip(names(items, "DomainName"), names(items, "CertStatus"), strict=True)) == {
        "ok.example.com": "ok",
        "soon.example.com": "expire_soon",
        "old.example.com": "expired",
        "other.example.com": "mismatch",
    }
    found = cloud.cdn_call("DescribeCdnHttpsDomainList", Keyword="soon")
    assert names(found["CertInfos"]["CertInfo"], "DomainName") == ["soon.example.com"]


def test_times_of_the_https_list_have_a_form_of_their_own(cloud: RpcCloud) -> None:
    held = bound(cloud, "www.example.com")
    (item,) = cloud.cdn_call("DescribeCdnHttpsDomainList")["CertInfos"]["CertInfo"]
    assert item["CertExpireTime"] == held.facts.not_after.strftime("%Y-%m-%d %H:%M:%S")


def test_the_https_list_is_paged(cloud: RpcCloud) -> None:
    for place in range(25):
        bound(cloud, f"d{place}.example.com")
    first = cloud.cdn_call("DescribeCdnHttpsDomainList")
    second = cloud.cdn_call("DescribeCdnHttpsDomainList", PageNumber=2)
    pages = [names(answer["CertInfos"]["CertInfo"], "DomainName") for answer in (first, second)]
    assert [len(page) for page in pages] == [20, 5]
    assert len({*pages[0], *pages[1]}) == 25


def test_the_pem_of_a_certificate_is_had_without_its_key(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=INTERNATIONAL_SITE, name="www")
    wanted: dict[str, Any] = {
        "CertId": str(held.number),
        "CertRegion": INTERNATIONAL_SITE,
    }
    detail = cloud.common("DescribeCdnCertificateDetailById", **wanted)
    assert detail["Cert"] == made.chain_pem
    assert (detail["CertId"], detail["CertName"]) == (held.number, "www")
    assert "PRIVATE" not in str(detail)
    assert detail["Key"] not in made.key_pem
    cloud.switches.set("cdn.detail_by_id", "leaf")
    leaf = cloud.common("DescribeCdnCertificateDetailById", **wanted)["Cert"]
    assert leaf.count("BEGIN CERTIFICATE") == 1
    assert made.chain_pem.startswith(leaf)
    elsewhere = refusal(cloud.common, "DescribeCdnCertificateDetailById", CertId=str(held.number))
    assert elsewhere == (400, "Certificate.NotFind")


def test_the_pem_is_had_by_name_too(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com", name="by-name")
    detail = cloud.cdn_call("DescribeCdnCertificateDetail", CertName="by-name")
    assert (detail["CertId"], detail["Cert"]) == (held.number, held.chain_pem)
    unknown = refusal(cloud.cdn_call, "DescribeCdnCertificateDetail", CertName="nobody")
    assert unknown == (400, "Certificate.NotFind")


def test_certificates_that_fit_a_domain_are_listed_from_both_sites(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("www.example.com", [ORIGIN])
    exact = cloud.held("www.example.com", days=90)
    wild = cloud.held("*.example.com", site=INTERNATIONAL_SITE)
    other = cloud.held("www.example.net")
    cloud.held("www.example.com", defects={"expired"})

    def listed(**parameters: Any) -> dict[int, str]:
        model = cloud.common("DescribeCdnSSLCertificateList", **parameters)
        items = model["CertificateListModel"]["CertList"]["Cert"]
        return {item["CertId"]: item["CertRegion"] for item in items}

    assert listed(DomainName="www.example.com") == {
        exact.number: exact.site,
        wild.number: wild.site,
    }
    assert set(listed()) == {exact.number, wild.number, other.number}
    assert set(listed(SearchKeyword="example.net")) == {other.number}
    unknown = refusal(cloud.common, "DescribeCdnSSLCertificateList", DomainName="no.example.com")
    assert unknown == (404, "InvalidDomain.NotFound")


def test_the_older_list_has_no_region_and_takes_several_domains(cloud: RpcCloud) -> None:
    for domain in ("www.example.com", "img.example.com"):
        cloud.cdn.add_domain(domain, [ORIGIN])
    cloud.held("www.example.com")
    both = cloud.held("*.example.com")
    answer = cloud.cdn_call(
        "DescribeCdnCertificateList", DomainName="www.example.com,img.example.com"
    )
    model = answer["CertificateListModel"]
    (item,) = model["CertList"]["Cert"]
    assert (model["Count"], item["CertId"]) == (1, both.number)
    assert item["LastTime"] == int(both.facts.not_after.timestamp())
    assert "CertRegion" not in item


def test_an_id_is_known_only_while_a_domain_uses_it(cloud: RpcCloud) -> None:
    held = bound(cloud, "www.example.com")

    def by_id() -> Any:
        return cloud.cdn_call("DescribeCertificateInfoByID", CertId=str(held.number))

    (item,) = by_id()["CertInfos"]["CertInfo"]
    assert item["DomainList"] == '["www.example.com"]'
    assert item["HttpsCrt"] == held.chain_pem
    assert item["CertExpireTime"].endswith(" +0000 UTC")
    cloud.cdn.bind("www.example.com", None)
    assert refusal(by_id) == (400, "CertNotExisted")


def test_an_action_that_is_read_only_takes_no_post(cloud: RpcCloud) -> None:
    refused = refusal(cloud.common, "DescribeCertificateInfoByID", CertId="1")
    assert refused == (400, "UnsupportedHTTPMethod")


@pytest.mark.parametrize("days", [31, 400])
def test_time_makes_a_bound_certificate_expire(cloud: RpcCloud, days: int) -> None:
    bound(cloud, "www.example.com", days=30)
    cloud.clock.advance(timedelta(days=days))
    (item,) = cloud.cdn_call("DescribeCdnHttpsDomainList")["CertInfos"]["CertInfo"]
    assert item["CertStatus"] == "expired"
