"""Domains: ownership, tokens, listing, release."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import oss2
import pytest
from oss2.exceptions import ServerError
from oss2.models import CertInfo, PutBucketCnameRequest

from localcloud.contracts import users_of
from tests.localcloud.cas.crooked import crooked
from tests.localcloud.oss.fakes import new_material
from tests.localcloud.oss.running import Running, ask, make_public

DOMAIN = "www.example.com"


def refusal(bucket: Any, domain: str = DOMAIN, cert: CertInfo | None = None) -> ServerError:
    """The error of a PutCname that must fail."""
    with pytest.raises(ServerError) as caught:
        bucket.put_bucket_cname(PutBucketCnameRequest(domain, cert))
    return caught.value


def prove(cloud: Running, bucket: Any, domain: str = DOMAIN) -> None:
    """Put the token into the DNS."""
    token = bucket.create_bucket_cname_token(domain).token
    cloud.names.texts[f"_dnsauth.{domain}"] = ("other", token)


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_a_domain_is_bound_once_its_txt_record_shows_the_token(
    cloud: Running, bucket: Any, version: str
) -> None:
    client = cloud.bucket("b-1", version)
    prove(cloud, client)
    client.put_bucket_cname(PutBucketCnameRequest(DOMAIN))
    listed = client.list_bucket_cname()
    assert (listed.bucket, listed.owner) == ("b-1", cloud.kernel.credentials.account_id)
    assert [each.domain for each in listed.cname] == [DOMAIN]
    assert listed.cname[0].status == "Enabled"
    assert listed.cname[0].certificate is None
    assert cloud.serving.served == {(DOMAIN, "oss/cn-hangzhou"): None}


def test_without_the_token_in_the_dns_ownership_is_asked_for(cloud: Running, bucket: Any) -> None:
    bucket.create_bucket_cname_token(DOMAIN)
    error = refusal(bucket)
    assert (error.status, error.code) == (403, "NeedVerifyDomainOwnership")
    assert error.ec == "0018-00000115"
    cloud.names.texts[f"_dnsauth.{DOMAIN}"] = ("0" * 32,)
    assert refusal(bucket).code == "NeedVerifyDomainOwnership"
    assert bucket.list_bucket_cname().cname == []


@pytest.mark.parametrize(
    "cert", [CertInfo(cert_id="no-such-id"), CertInfo(delete_certificate=True)]
)
def test_ownership_is_asked_before_the_certificate_is_looked_at(
    bucket: Any, cert: CertInfo
) -> None:
    assert refusal(bucket, cert=cert).code == "NeedVerifyDomainOwnership"


def test_a_token_of_another_bucket_proves_nothing(cloud: Running, bucket: Any) -> None:
    cloud.service.world.create_bucket("b-2", "cn-hangzhou")
    prove(cloud, cloud.bucket("b-2"))
    assert refusal(bucket).code == "NeedVerifyDomainOwnership"


def test_an_inline_certificate_that_no_reader_takes_is_refused(
    cloud: Running, bucket: Any
) -> None:
    prove(cloud, bucket)
    chain, key = crooked("version")
    error = refusal(bucket, cert=CertInfo(certificate=chain, private_key=key))
    assert (error.status, error.code) == (400, "InvalidArgument")


def test_a_token_is_the_same_for_72_hours(cloud: Running, bucket: Any) -> None:
    first = bucket.create_bucket_cname_token(DOMAIN)
    assert (first.bucket, first.cname, len(first.token)) == ("b-1", DOMAIN, 32)
    assert bucket.create_bucket_cname_token(DOMAIN).token == first.token
    assert bucket.get_bucket_cname_token(DOMAIN).token == first.token
    cloud.kernel.clock.advance(timedelta(hours=72))
    with pytest.raises(ServerError) as caught:
        bucket.get_bucket_cname_token(DOMAIN)
    error = caught.value
    assert (error.status, error.code, error.ec) == (404, "CnameTokenNotFound", "0018-00000301")
    assert bucket.create_bucket_cname_token(DOMAIN).token != first.token


def test_an_expired_token_in_the_dns_proves_nothing(cloud: Running, bucket: Any) -> None:
    prove(cloud, bucket)
    cloud.kernel.clock.advance(timedelta(hours=73))
    assert refusal(bucket).code == "NeedVerifyDomainOwnership"


def test_a_bound_domain_gets_no_token(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    with pytest.raises(ServerError) as caught:
        bucket.create_bucket_cname_token(DOMAIN)
    assert caught.value.ec == "0018-00000302"


def test_a_domain_of_another_bucket_is_taken(cloud: Running, bucket: Any) -> None:
    cloud.service.world.create_bucket("b-2", "cn-beijing")
    cloud.service.world.map_domain("b-2", DOMAIN)
    prove_nothing = refusal(bucket)
    assert (prove_nothing.status, prove_nothing.code) == (409, "CnameAlreadyExists")
    assert prove_nothing.details["CnameType"] == "CNAME_OSS"


@pytest.mark.parametrize(
    ("domain", "ec"),
    [
        ("a.b", "0017-00000249"),
        ("x.oss-cn-hangzhou.aliyuncs.com", "0018-00000401"),
        ("taobao.com", "0018-00000401"),
        ("*.example.com", "0018-00000401"),
        ("例子.example.com", "0018-00000401"),
        ("no_dot", "0018-00000401"),
    ],
)
def test_a_domain_that_oss_does_not_take_is_refused(bucket: Any, domain: str, ec: str) -> None:
    error = refusal(bucket, domain)
    assert (error.status, error.ec) == (400, ec)


def test_binding_a_bound_domain_again_changes_nothing(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    identifier = cloud.certificates.issue(7)
    cloud.service.world.bind("b-1", DOMAIN, identifier)
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN))
    assert bucket.list_bucket_cname().cname[0].certificate.cert_id == identifier
    assert cloud.serving.identifier(DOMAIN) == identifier


def test_the_listing_shows_the_certificate_as_it_is(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    cloud.service.world.bind("b-1", DOMAIN, cloud.certificates.issue(7))
    shown = bucket.list_bucket_cname().cname[0].certificate
    assert (shown.type, shown.cert_id, shown.status) == ("CAS", "7-cn-hangzhou", "Enabled")
    assert len(shown.fingerprint.split(":")) == 20
    assert shown.fingerprint == shown.fingerprint.upper()
    assert shown.valid_start_date == "May  4 10:14:51 2026 GMT"
    assert shown.valid_end_date == "May  4 10:14:51 2027 GMT"


def test_the_other_reading_of_dates_is_unpadded_rfc_1123(cloud: Running, bucket: Any) -> None:
    cloud.switches.set("oss.cname_dates", "rfc1123")
    cloud.service.world.map_domain("b-1", DOMAIN)
    cloud.service.world.bind("b-1", DOMAIN, cloud.certificates.issue(7))
    shown = bucket.list_bucket_cname().cname[0].certificate
    assert shown.valid_start_date == "Mon, 4 May 2026 10:14:51 GMT"


def test_a_released_domain_is_no_longer_served(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    bucket.delete_bucket_cname(DOMAIN)
    assert bucket.list_bucket_cname().cname == []
    assert cloud.serving.served == {}


@pytest.mark.parametrize("reading", ["200", "404"])
def test_releasing_what_is_not_bound_reads_both_ways(
    cloud: Running, bucket: Any, reading: str
) -> None:
    cloud.service.world.create_bucket("b-2", "cn-hangzhou")
    cloud.service.world.map_domain("b-2", DOMAIN)
    cloud.switches.set("oss.delete_unbound_cname", reading)
    if reading == "200":
        bucket.delete_bucket_cname(DOMAIN)
    else:
        with pytest.raises(ServerError) as caught:
            bucket.delete_bucket_cname(DOMAIN)
        assert (caught.value.status, caught.value.code) == (404, "NoSuchCname")
    assert [each.bucket for each in cloud.service.world.cnames()] == ["b-2"]


def test_a_certificate_sent_with_its_key_is_an_upload(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    material = new_material("", DOMAIN)
    cert = CertInfo(certificate=material.chain_pem, private_key=material.key_pem)
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN, cert))
    shown = bucket.list_bucket_cname().cname[0].certificate
    assert shown.type == "Upload"
    served = cloud.serving.served[DOMAIN, "oss/cn-hangzhou"]
    assert served is not None
    assert served.chain_pem.strip() == material.chain_pem.strip()
    number, _, site = shown.cert_id.partition("-")
    assert cloud.certificates.resolve(int(number), site) == served


def test_a_certificate_sent_with_its_key_is_filed_once_for_each_success(
    cloud: Running, bucket: Any
) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    material = new_material("", DOMAIN)
    pair = {"certificate": material.chain_pem, "private_key": material.key_pem}
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN, CertInfo(**pair)))
    assert refusal(bucket, cert=CertInfo(**pair)).ec == "0018-00000209"
    assert len(cloud.certificates.held) == 1
    first = bucket.list_bucket_cname().cname[0].certificate.cert_id
    bucket.put_bucket_cname(
        PutBucketCnameRequest(DOMAIN, CertInfo(**pair, previous_cert_id=first))
    )
    assert bucket.list_bucket_cname().cname[0].certificate.cert_id != first
    assert len(cloud.certificates.held) == 2


def test_a_key_without_certificate_or_of_another_one_is_refused(
    cloud: Running, bucket: Any
) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    one, other = new_material("", DOMAIN), new_material("", DOMAIN)
    assert refusal(bucket, cert=CertInfo(private_key=one.key_pem)).ec == "0018-00000210"
    mixed = CertInfo(certificate=one.chain_pem, private_key=other.key_pem)
    assert refusal(bucket, cert=mixed).status == 400
    garbage = CertInfo(certificate="not PEM", private_key=one.key_pem)
    assert refusal(bucket, cert=garbage).status == 400
    assert cloud.serving.identifier(DOMAIN) is None


def test_a_bucket_is_found_under_its_domain_and_under_its_own_name(
    cloud: Running, bucket: Any
) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    make_public(bucket)
    bucket.put_object("a/b", b"x")
    for host in (DOMAIN, "b-1.oss-cn-hangzhou.aliyuncs.com", "b-1.localhost"):
        assert ask("GET", cloud.url() + "/a/b", {"Host": host}).body == b"x"
    assert ask("GET", cloud.url() + "/a/b", {"Host": "other.example.com"}).code == "NoSuchBucket"


def test_the_world_maps_a_domain_with_its_dns(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    assert cloud.names.cnames == {DOMAIN: "b-1.oss-cn-hangzhou.aliyuncs.com"}
    with pytest.raises(LookupError):
        cloud.service.world.bind("b-1", "free.example.com", None)


def test_who_uses_a_certificate_is_known(cloud: Running, bucket: Any) -> None:
    identifier = cloud.certificates.issue(7)
    for domain in (DOMAIN, "api.example.com"):
        cloud.service.world.map_domain("b-1", domain)
        cloud.service.world.bind("b-1", domain, identifier)
    expected = ("oss:b-1/api.example.com", f"oss:b-1/{DOMAIN}")
    assert users_of(cloud.service, identifier) == expected
    cloud.service.world.bind("b-1", DOMAIN, None)
    assert users_of(cloud.service, identifier) == expected[:1]
    assert users_of(cloud.service, "") == ()


def test_a_bucket_takes_100_domains(cloud: Running, bucket: Any) -> None:
    for number in range(100):
        cloud.service.world.map_domain("b-1", f"d{number}.example.com")
    prove(cloud, bucket)
    assert refusal(bucket).status == 400
    assert len(bucket.list_bucket_cname().cname) == 100


def test_a_document_of_another_kind_or_with_a_dtd_is_malformed(bucket: Any) -> None:
    for body in (b"", b"<Other/>", b"<!DOCTYPE x><BucketCnameConfiguration/>", b"<a"):
        with pytest.raises(oss2.exceptions.MalformedXml):
            bucket._Bucket__do_bucket("POST", data=body, params={"cname": "", "comp": "add"})
