"""ListUserCertificateOrder and ListCertificates: what they show, hide and page."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from alibabacloud_cas20200407.client import Client as CasClient
from alibabacloud_cas20200407.models import ListCertificatesRequest
from alibabacloud_tea_openapi.utils_models import Config

from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from tests.localcloud.rpc.cloud import RpcCloud, names, refusal


def orders(cloud: RpcCloud, *, at: str = CHINA_SITE, **parameters: Any) -> Any:
    return cloud.cas_call("ListUserCertificateOrder", at=at, **parameters)


def listed(cloud: RpcCloud, **parameters: Any) -> list[Any]:
    answer = orders(cloud, **{"OrderType": "CERT", **parameters})
    return names(answer["CertificateOrderList"], "CertificateId")


def test_without_an_order_type_no_certificate_is_listed(cloud: RpcCloud) -> None:
    cloud.held("www.example.com")
    assert orders(cloud)["CertificateOrderList"] == []


def test_a_certificate_item_has_the_fields_of_its_kind_only(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com", "example.com")
    cloud.cas.add_issued(made.chain_pem, made.key_pem, site=CHINA_SITE, name="www")
    (item,) = orders(cloud, OrderType="CERT")["CertificateOrderList"]
    assert item["Sans"] == "www.example.com,example.com"
    assert item["CommonName"] == "www.example.com"
    assert item["Fingerprint"] == made.sha1.upper()
    assert item["Sha2"] == made.sha256.upper()
    assert int(item["SerialNo"], 16) == int(made.serial, 16)
    assert len(item["SerialNo"]) % 2 == 0
    assert item["Issuer"] == "LocalTrust TLS CA 1"
    assert (item["Expired"], item["Upload"]) == (False, False)
    assert item["StartDate"] == (made.not_before + timedelta(hours=8)).strftime("%Y-%m-%d")
    assert item["EndDate"] == (made.not_after + timedelta(hours=8)).strftime("%Y-%m-%d")
    assert not {"OrderId", "Domain", "SourceType", "CertIdentifier", "Cert", "Key"} & set(item)


def test_expired_certificates_are_hidden_unless_asked_for(cloud: RpcCloud) -> None:
    fresh = cloud.held("fresh.example.com", days=200)
    soon = cloud.held("soon.example.com", days=20)
    old = cloud.held("old.example.com", defects={"expired"})
    assert listed(cloud) == [soon.number, fresh.number]
    assert listed(cloud, Status="ISSUED") == [fresh.number]
    assert listed(cloud, Status="WILLEXPIRED") == [soon.number]
    assert listed(cloud, Status="EXPIRED") == [old.number]
    assert listed(cloud, Status="PAYED") == []
    unknown = refusal(orders, cloud, OrderType="CERT", Status="FINE")
    assert unknown == (400, "InvalidParameter")


def test_time_moves_a_certificate_from_list_to_list(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com", days=90)
    assert listed(cloud, Status="ISSUED") == [held.number]
    cloud.clock.advance(timedelta(days=70))
    assert listed(cloud, Status="WILLEXPIRED") == [held.number]
    cloud.clock.advance(timedelta(days=21))
    assert listed(cloud) == []
    assert listed(cloud, Status="EXPIRED") == [held.number]


def test_a_revoked_certificate_leaves_the_list(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com")
    cloud.cas.revoke(held.identifier)
    assert listed(cloud) == []
    status = names(certificates(cloud)["CertificateList"], "CertificateStatus")
    assert status == ["revoked"]


def test_uploads_are_a_list_of_their_own(cloud: RpcCloud) -> None:
    bought = cloud.held("www.example.com")
    made = cloud.issued("up.example.com")
    uploaded = cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site=CHINA_SITE, name="up", source="upload"
    )
    assert listed(cloud, OrderType="UPLOAD") == [uploaded.number]
    assert listed(cloud) == [uploaded.number, bought.number]


def test_the_keyword_is_looked_for_in_domains_and_resource_id_not_in_the_name(
    cloud: RpcCloud,
) -> None:
    plain = cloud.held("www.example.com", name="findme")
    wild = cloud.held("*.img.example.com", name="other")
    assert listed(cloud, Keyword="www.exam") == [plain.number]
    assert listed(cloud, Keyword="a.img.example.com") == []
    assert listed(cloud, Keyword=wild.instance_id) == [wild.number]
    assert listed(cloud, Keyword="findme") == []


def test_the_sites_are_stores_of_their_own_and_their_ids_never_meet(cloud: RpcCloud) -> None:
    china = [cloud.held("a.example.com") for _ in range(3)]
    abroad = [cloud.held("b.example.com", site=INTERNATIONAL_SITE) for _ in range(3)]
    assert sorted(listed(cloud)) == [c.number for c in china]
    items = orders(cloud, at=INTERNATIONAL_SITE, OrderType="CERT")["CertificateOrderList"]
    assert sorted(names(items, "CertificateId")) == [c.number for c in abroad]
    assert not {c.number for c in china} & {c.number for c in abroad}
    other_site = refusal(cloud.cas_call, "GetUserCertificateDetail", CertId=abroad[0].number)
    assert other_site == (400, "NotFound")


def test_orders_of_the_old_model_are_listed_as_orders(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com", "*.img.example.com")
    cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site=CHINA_SITE, name="old", instance_id="cas-cn-abc123"
    )
    (item,) = orders(cloud)["CertificateOrderList"]
    assert (item["Domain"], item["DomainType"]) == ("www.example.com,*.img.example.com", "MIX")
    assert (item["DomainCount"], item["WildDomainCount"]) == (1, 1)
    assert item["CertEndTime"] == int(made.not_after.timestamp()) * 1000
    assert not {"CertificateId", "Fingerprint", "EndDate", "Upload"} & set(item)
    assert orders(cloud, OrderType="BUY")["TotalCount"] == 0


def test_certificates_of_instances_may_be_missing_from_the_order_list(cloud: RpcCloud) -> None:
    cloud.held("www.example.com")
    cloud.switches.set("cas.instances_in_order_list", "no")
    assert listed(cloud) == []
    assert certificates(cloud)["TotalCount"] == 1


def test_a_renewed_certificate_has_a_new_id_under_the_same_instance(cloud: RpcCloud) -> None:
    first = cloud.held("www.example.com")
    made = cloud.issued("www.example.com")
    second = cloud.cas.add_issued(
        made.chain_pem,
        made.key_pem,
        site=CHINA_SITE,
        name="renewed",
        instance_id=first.instance_id,
    )
    items = orders(cloud, OrderType="CERT")["CertificateOrderList"]
    assert names(items, "CertificateId") == [second.number, first.number]
    assert set(names(items, "InstanceId")) == {first.instance_id}
    found = certificates(cloud, InstanceId=first.instance_id)
    assert names(found["CertificateList"], "CertificateId") == [
        str(second.number),
        str(first.number),
    ]


def fill(cloud: RpcCloud, number: int) -> None:
    made = cloud.issued("www.example.com", days=200)
    for place in range(number):
        cloud.cas.add_issued(made.chain_pem, made.key_pem, site=CHINA_SITE, name=f"cert-{place}")


def test_thousands_of_certificates_are_paged_exactly_and_quickly(cloud: RpcCloud) -> None:
    fill(cloud, 3_001)
    started = time.monotonic()
    seen: list[int] = []
    for page in range(1, 33):
        answer = orders(cloud, OrderType="CERT", CurrentPage=page, ShowSize=100)
        assert (answer["TotalCount"], answer["CurrentPage"]) == (3_001, page)
        assert answer["ShowSize"] == 100
        assert len(answer["CertificateOrderList"]) == (100, 1, 0)[max(0, page - 30)]
        seen += names(answer["CertificateOrderList"], "CertificateId")
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 3_001
    assert time.monotonic() - started < 20


def test_page_sizes_default_to_fifty_and_to_ten(cloud: RpcCloud) -> None:
    fill(cloud, 60)
    assert len(orders(cloud, OrderType="CERT")["CertificateOrderList"]) == 50
    assert len(certificates(cloud)["CertificateList"]) == 10


@pytest.mark.parametrize(
    "bad", [{"CurrentPage": 0}, {"ShowSize": 0}, {"ShowSize": -1}, {"CurrentPage": "x"}]
)
def test_impossible_pages_are_refused(cloud: RpcCloud, bad: dict[str, Any]) -> None:
    assert refusal(orders, cloud, OrderType="CERT", **bad) == (400, "InvalidParameter")


def certificates(cloud: RpcCloud, **parameters: Any) -> Any:
    return cloud.common("ListCertificates", at=CHINA_SITE, **parameters)


def test_list_certificates_selects_by_source_status_and_keyword(cloud: RpcCloud) -> None:
    made = cloud.issued("up.example.com", days=20)
    uploaded = cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site=CHINA_SITE, name="named", source="upload"
    )
    bought = cloud.held("www.example.com", days=200, name="bought")

    def found(**parameters: Any) -> list[str]:
        return names(certificates(cloud, **parameters)["CertificateList"], "CertificateName")

    assert found(CertificateSource="UPLOAD") == ["named"]
    assert found(CertificateSource="BUY") == ["bought"]
    assert found(CertificateSource="TEST") == []
    assert found(CertificateStatus="willExpire") == ["named"]
    assert found(CertificateStatus="issued") == ["bought"]
    assert found(Keyword="name") == ["named"]
    assert found(Keyword=str(bought.number)) == ["bought"]
    assert found(Keyword=uploaded.identifier) == ["named"]
    big = refusal(cloud.common, "ListCertificates", at=CHINA_SITE, ShowSize=101)
    assert big == (400, "InvalidParameter")


def test_the_new_sdk_reads_the_new_list(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com", "example.com")
    root = cloud.credentials.root
    endpoint = f"127.0.0.1:{cloud.endpoints[CHINA_SITE].port}"
    client = CasClient(
        Config(
            access_key_id=root.key_id,
            access_key_secret=root.secret,
            endpoint=endpoint,
            protocol="http",
        )
    )
    body = client.list_certificates(ListCertificatesRequest(show_size=5)).body
    (item,) = body.certificate_list
    assert (item.certificate_id, item.cert_identifier) == (str(held.number), held.identifier)
    assert item.subject_alternative_names == ["www.example.com", "example.com"]
    assert (item.algorithm, item.key_size, item.exist_private_key) == ("ECC", 256, True)
