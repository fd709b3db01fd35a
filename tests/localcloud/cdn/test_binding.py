"""SetCdnDomainSSLCertificate, and what the reads and the edges show after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from localcloud.authority import Issued
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, users_of
from localcloud.services.cas import StoredCertificate
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud, refusal

DOMAIN = "www.example.com"
ORIGIN = Origin("oss", "my-bucket.oss-cn-hangzhou.aliyuncs.com")


@pytest.fixture(autouse=True)
def _domain(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain(DOMAIN, [ORIGIN])


def bind(cloud: RpcCloud, certificate: StoredCertificate | None = None, **changes: Any) -> Any:
    wanted = {"DomainName": DOMAIN, "SSLProtocol": "on", "CertType": "cas", **changes}
    if certificate is not None:
        wanted = {"CertId": certificate.number, "CertRegion": certificate.site, **wanted}
    given = {name: value for name, value in wanted.items() if value is not None}
    return cloud.cdn_call("SetCdnDomainSSLCertificate", **given)


def upload(cloud: RpcCloud, made: Issued, **changes: Any) -> Any:
    pems = {"SSLPub": made.chain_pem, "SSLPri": made.key_pem, "CertName": "mine"}
    return bind(cloud, **{"CertType": "upload", **pems, **changes})


def info(cloud: RpcCloud) -> Any:
    answer = cloud.cdn_call("DescribeDomainCertificateInfo", DomainName=DOMAIN)
    (found,) = answer["CertInfos"]["CertInfo"]
    return found


@pytest.mark.parametrize("site", [CHINA_SITE, INTERNATIONAL_SITE])
def test_a_bound_cas_certificate_is_shown_and_served(cloud: RpcCloud, site: str) -> None:
    held = cloud.held(DOMAIN, site=site, days=90)
    assert set(bind(cloud, held)) == {"RequestId"}
    shown = info(cloud)
    assert (shown["CertId"], shown["CertRegion"]) == (str(held.number), site)
    assert (shown["CertType"], shown["ServerCertificateStatus"]) == ("cas", "on")
    assert (shown["CertName"], shown["CertLife"]) == (held.name, "3 months")
    assert shown["ServerCertificate"] == held.chain_pem
    assert shown["CertExpireTime"] == held.facts.not_after.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "PRIVATE" not in str(shown)
    served = cloud.edges.served[DOMAIN]
    assert served is not None
    assert (served.identifier, served.key_pem) == (held.identifier, held.key_pem)
    assert users_of(cloud.cdn, held.identifier) == (f"cdn:{DOMAIN}",)


def test_the_edges_are_told_every_change_in_order(cloud: RpcCloud) -> None:
    first, second = cloud.held(DOMAIN), cloud.held(DOMAIN)
    bind(cloud, first)
    bind(cloud, second)
    bind(cloud, SSLProtocol="off")
    told = [identifier for name, identifier in cloud.edges.told if name == DOMAIN]
    assert told == [None, first.identifier, second.identifier, None]


def test_https_off_takes_the_certificate_away(cloud: RpcCloud) -> None:
    held = cloud.held(DOMAIN)
    bind(cloud, held)
    bind(cloud, SSLProtocol="off")
    shown = info(cloud)
    assert (shown["ServerCertificateStatus"], shown["CertId"]) == ("off", "")
    assert users_of(cloud.cdn, held.identifier) == ()
    cloud.switches.set("cdn.https_off", "empty")
    answer = cloud.cdn_call("DescribeDomainCertificateInfo", DomainName=DOMAIN)
    assert answer["CertInfos"]["CertInfo"] == []


def test_an_id_of_the_other_site_is_not_found(cloud: RpcCloud) -> None:
    abroad = cloud.held(DOMAIN, site=INTERNATIONAL_SITE)
    assert refusal(bind, cloud, CertId=abroad.number) == (400, "Certificate.NotFind")
    assert refusal(bind, cloud, CertId=1) == (400, "Certificate.NotFind")
    assert users_of(cloud.cdn, abroad.identifier) == ()


def test_bad_requests_are_refused_and_change_nothing(cloud: RpcCloud) -> None:
    held = cloud.held(DOMAIN)
    revoked = cloud.held(DOMAIN)
    cloud.cas.revoke(revoked.identifier)
    made = cloud.issued(DOMAIN)
    keyless = cloud.cas.add_issued(made.chain_pem, "", site=CHINA_SITE, name="csr")
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({"DomainName": "nobody.example.com"}, 404, "InvalidDomain.NotFound"),
        ({"SSLProtocol": "yes"}, 400, "InvalidSSLProtocol.ValueNotSupported"),
        ({"SSLProtocol": None}, 400, "MissingSSLProtocol"),
        ({"CertRegion": "eu-west-1"}, 400, "Abs.CertRegion.ValueNotSupported"),
        ({"CertId": None}, 400, "SSLPub.MissingParameter"),
        ({"CertType": None}, 400, "SSLPub.MissingParameter"),
        ({"CertType": "free"}, 400, "SetDomainCertificate.ParameterError"),
        ({"CertId": "abc"}, 400, "InvalidParameter"),
        ({"CertId": revoked.number}, 400, "Certificate.StatusError"),
        ({"CertId": keyless.number}, 400, "Certificate.KeyNull"),
    ]
    for changes, status, code in cases:
        assert refusal(bind, cloud, held, **changes) == (status, code), changes
    assert info(cloud)["ServerCertificateStatus"] == "off"


def test_an_expired_certificate_is_refused_by_the_worlds_clock(cloud: RpcCloud) -> None:
    held = cloud.held(DOMAIN, days=90)
    cloud.clock.advance(timedelta(days=91))
    assert refusal(bind, cloud, held) == (400, "Certificate.Expired")


def test_a_certificate_for_other_names_is_taken_and_shows_as_mismatch(cloud: RpcCloud) -> None:
    bind(cloud, cloud.held("other.example.net"))
    (item,) = cloud.cdn_call("DescribeCdnHttpsDomainList")["CertInfos"]["CertInfo"]
    assert (item["DomainName"], item["CertStatus"]) == (DOMAIN, "mismatch")


def test_a_mismatch_can_be_refused_by_switch(cloud: RpcCloud) -> None:
    cloud.switches.set("cdn.mismatch", "refuse")
    other = cloud.held("other.example.net")
    assert refusal(bind, cloud, other) == (400, "Certificate.MissMatch")
    assert bind(cloud, cloud.held("*.example.com"))


def test_a_wildcard_domain_takes_the_wildcards_certificate(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("*.img.example.com", [ORIGIN])
    cloud.switches.set("cdn.mismatch", "refuse")
    single = cloud.held("a.img.example.com")
    refused = refusal(bind, cloud, single, DomainName=".img.example.com")
    assert refused == (400, "Certificate.MissMatch")
    wild = cloud.held("*.img.example.com")
    bind(cloud, wild, DomainName=".img.example.com")
    served = cloud.edges.served[".img.example.com"]
    assert served is not None
    assert served.identifier == wild.identifier
    star = refusal(bind, cloud, wild, DomainName="*.img.example.com")
    assert star == (404, "InvalidDomain.NotFound")


def test_an_upload_is_stored_in_cas_too(cloud: RpcCloud) -> None:
    made = cloud.issued(DOMAIN)
    upload(cloud, made)
    shown = info(cloud)
    (held,) = cloud.cas.certificates(CHINA_SITE)
    assert (shown["CertType"], shown["CertName"]) == ("upload", "mine")
    assert shown["CertId"] == str(held.number)
    served = cloud.edges.served[DOMAIN]
    assert served is not None
    assert served.key_pem == made.key_pem


def test_an_upload_without_a_name_gets_one(cloud: RpcCloud) -> None:
    upload(cloud, cloud.issued(DOMAIN), CertName=None)
    assert info(cloud)["CertName"].startswith(DOMAIN)


def test_an_upload_without_a_name_read_the_other_way(cloud: RpcCloud) -> None:
    cloud.switches.set("cdn.upload_without_name", "refuse")
    refused = refusal(upload, cloud, cloud.issued(DOMAIN), CertName=None)
    assert refused == (404, "CertName.MissingParameter")
    assert cloud.cas.certificates(CHINA_SITE) == ()
    upload(cloud, cloud.issued(DOMAIN))


def test_bad_uploads_are_refused(cloud: RpcCloud) -> None:
    made, other = cloud.issued(DOMAIN), cloud.issued(DOMAIN)
    old = cloud.issued(DOMAIN, defects={"expired"})
    cases: list[tuple[Issued, dict[str, Any], str]] = [
        (made, {"SSLPub": None}, "SSLPub.MissingParameter"),
        (made, {"SSLPri": None}, "SSLPri.MissingParameter"),
        (made, {"SSLPub": "x"}, "InvalidSSLPub"),
        (made, {"SSLPri": "x"}, "InvalidSSLPri"),
        (made, {"SSLPri": other.key_pem}, "Certificate.MissMatch"),
        (made, {"CertName": "n" * 129}, "InvalidCertName.TooLong"),
        (old, {}, "Certificate.Expired"),
    ]
    for material, changes, code in cases:
        assert refusal(upload, cloud, material, **changes) == (400, code), code
    upload(cloud, made)
    assert refusal(upload, cloud, made) == (400, "CertificateContent.Duplicated")
    assert refusal(upload, cloud, other) == (400, "Certificate.Duplicated")


def test_while_configuring_writes_meet_service_busy(cloud: RpcCloud) -> None:
    cloud.cdn.configuring_seconds = 60
    first, second = cloud.held(DOMAIN), cloud.held(DOMAIN)
    bind(cloud, first)
    detail = cloud.cdn_call("DescribeCdnDomainDetail", DomainName=DOMAIN)
    assert detail["GetDomainDetailModel"]["DomainStatus"] == "configuring"
    assert refusal(bind, cloud, second) == (403, "ServiceBusy")
    assert info(cloud)["CertId"] == str(first.number)
    cloud.clock.advance(timedelta(seconds=61))
    detail = cloud.cdn_call("DescribeCdnDomainDetail", DomainName=DOMAIN)
    assert detail["GetDomainDetailModel"]["DomainStatus"] == "online"
    bind(cloud, second)
    assert info(cloud)["CertId"] == str(second.number)


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("configuring", (403, "ServiceBusy")),
        ("offline", (400, "InvalidDomain.Offline")),
        ("checking", (400, "InvalidDomain.notOnline")),
    ],
)
def test_only_an_online_domain_takes_a_certificate(
    cloud: RpcCloud, status: str, refused: tuple[int, str]
) -> None:
    cloud.cdn.set_status(DOMAIN, status)
    held = cloud.held(DOMAIN)
    assert refusal(bind, cloud, held) == refused
    cloud.cdn.set_status(DOMAIN, "online")
    assert bind(cloud, held)


def test_the_world_rebinds_by_hand_without_any_check(cloud: RpcCloud) -> None:
    bad = cloud.held("other.example.net", defects={"expired"})
    cloud.cdn.bind(DOMAIN, bad.identifier)
    assert info(cloud)["CertId"] == str(bad.number)
    served = cloud.edges.served[DOMAIN]
    assert served is not None
    assert served.identifier == bad.identifier
    with pytest.raises(KeyError):
        cloud.cdn.bind(DOMAIN, "1-cn-hangzhou")
