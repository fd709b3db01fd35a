"""What `doctor` says of settings, credentials, permissions, sites and network."""

from __future__ import annotations

import json

import pytest

from certbind.adapters.calls.network import proxy_of
from certbind.redaction import redact
from certbind.usecases.operate.doctor import Diagnosis
from certbind.usecases.operate.doctor_account import judge_proxy
from localcloud.acts.zones import Zones
from localcloud.faults import FaultKind, FaultRule
from tests.doctor.clinic import (
    NOT_PROBED,
    OK,
    SITE,
    UNSEEN,
    WRONG,
    Clinic,
    table,
    worst,
)
from tests.ports import closed_port

# settings and credentials


def test_a_missing_setting_is_named(clinic: Clinic) -> None:
    check = clinic.check("settings", CERTBIND_LEDGER_BUCKET="", ALIBABA_CLOUD_ACCOUNT_ID="")
    assert check.status is WRONG
    assert "CERTBIND_LEDGER_BUCKET" in check.found


def test_unreadable_settings_stop_only_what_needs_them(clinic: Clinic) -> None:
    diagnosis = clinic.examine(ALIBABA_CLOUD_ACCESS_KEY_ID="", HTTPS_PORT="x")
    told = [c.found for c in diagnosis.checks if c.name == "settings"]
    assert len(told) == 2
    assert "HTTPS_PORT" in " ".join(told)
    assert worst(diagnosis, "account").status is UNSEEN
    assert worst(diagnosis, "packages").status is OK


def test_credentials_that_nobody_has_are_told_and_the_rest_goes_on(clinic: Clinic) -> None:
    diagnosis = clinic.examine(ALIBABA_CLOUD_ACCESS_KEY_SECRET="not-the-secret")
    check = worst(diagnosis, "credentials")
    assert check.status is WRONG
    assert "not accepted" in check.found
    assert worst(diagnosis, "clock").status is OK
    assert "not-the-secret" not in repr(diagnosis)


def test_another_account_than_the_settings_say_is_told(clinic: Clinic) -> None:
    check = clinic.check("credentials", ALIBABA_CLOUD_ACCOUNT_ID="1234567890123456")
    assert check.status is WRONG
    assert "1234567890123456" in check.found


def test_a_service_that_does_not_answer_is_could_not_look(clinic: Clinic) -> None:
    clinic.cloud.kernel.faults.add(FaultRule(FaultKind.UNAVAILABLE, "sts", count=None))
    assert clinic.check("credentials").status is UNSEEN


# permissions


PROBED = (
    "yundun-cert:ListUserCertificateOrder",
    "yundun-cert:ListCertificates",
    "yundun-cert:GetUserCertificateDetail",
    "yundun-cert:GetCertificateDetail",
    "cdn:DescribeUserDomains",
    "cdn:DescribeCdnHttpsDomainList",
    "cdn:DescribeCdnCertificateDetailById",
    "oss:ListBuckets",
    "oss:ListCname",
    "oss:PutCname",
    "oss:ListObjects",
    "oss:GetObject",
    "mns:SendMessage",
)


@pytest.mark.parametrize("action", PROBED)
def test_each_permission_that_is_taken_away_is_missed(clinic: Clinic, action: str) -> None:
    document = {
        "Version": "1",
        "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": action, "Resource": "*"},
        ],
    }
    key = clinic.cloud.ram.create_user("operator", [json.dumps(document)])
    # Without ListCname no domain is known, so the probe has no bucket to ask; the scan tells it.
    name = "domains" if action == "oss:ListCname" else f"may {action}"
    diagnosis = clinic.examine(
        ALIBABA_CLOUD_ACCESS_KEY_ID=key.key_id, ALIBABA_CLOUD_ACCESS_KEY_SECRET=key.secret
    )
    check = worst(diagnosis, name)
    assert check.status is WRONG, table(diagnosis)
    assert action in f"{check.found} {check.remedy}"
    others = {c.name for c in diagnosis.checks if c.status is WRONG and c.name.startswith("may ")}
    assert others <= {name}


def test_of_what_may_not_be_listed_it_is_not_said_that_there_is_none(clinic: Clinic) -> None:
    denied = ["oss:ListBuckets", "cdn:DescribeUserDomains"]
    rules: list[dict[str, object]] = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    rules.append({"Effect": "Deny", "Action": denied, "Resource": "*"})
    key = clinic.cloud.ram.create_user("op", [json.dumps({"Version": "1", "Statement": rules})])
    diagnosis = clinic.examine(
        ALIBABA_CLOUD_ACCESS_KEY_ID=key.key_id, ALIBABA_CLOUD_ACCESS_KEY_SECRET=key.secret
    )
    found = {check.name: check.found for check in diagnosis.checks}
    assert found["may oss:ListCname"] == "OSS: no custom domain of a bucket was seen"
    assert found["may cdn:DescribeDomainCertificateInfo"] == "CDN: no CDN domain was seen"
    assert found["DNS"] == found["outbound 443"] == "no domain was seen to try with"


def test_a_wrong_key_is_not_taken_for_a_missing_permission(clinic: Clinic) -> None:
    diagnosis = clinic.examine(ALIBABA_CLOUD_ACCESS_KEY_SECRET="not-the-secret")
    for action in ("oss:ListBuckets", "cdn:DescribeUserDomains"):
        assert "access key" in worst(diagnosis, f"may {action}").remedy


def test_permissions_are_asked_for_at_a_cdn_domain_when_there_is_one(clinic: Clinic) -> None:
    clinic.cloud.cdn.model.add_domain("www.shop.example", [])
    assert clinic.check("may cdn:DescribeDomainCertificateInfo").status is OK


# sites, endpoints, network


def test_an_endpoint_of_the_other_site_is_told_by_its_certificates(clinic: Clinic) -> None:
    clinic.issue("www.shop.example", site="ap-southeast-1")
    check = clinic.check(
        f"CAS site {SITE}", CAS_ENDPOINT=clinic.environ["CAS_INTERNATIONAL_ENDPOINT"]
    )
    assert check.status is WRONG
    assert "ap-southeast-1" in check.found


def test_the_internal_network_from_outside_is_told(clinic: Clinic) -> None:
    with closed_port() as port:
        endpoint = f"http://127.0.0.1:{port}"
        check = clinic.check("network", CERTBIND_NETWORK="internal", OSS_ENDPOINT=endpoint)
    assert check.status is WRONG
    assert "CERTBIND_NETWORK=public" in check.remedy


def test_the_internal_network_from_inside_is_well(clinic: Clinic) -> None:
    inside = clinic.environ["OSS_INTERNAL_ENDPOINT"]
    check = clinic.check("network", CERTBIND_NETWORK="internal", OSS_ENDPOINT=inside)
    assert check.status is OK


def test_a_bucket_that_cannot_be_listed_is_could_not_look(clinic: Clinic) -> None:
    clinic.cloud.kernel.faults.add(
        FaultRule(FaultKind.UNAVAILABLE, "oss", "ListCname", "assets", count=None)
    )
    diagnosis = clinic.examine()
    assert worst(diagnosis, "domains").status is UNSEEN
    assert "assets" in worst(diagnosis, "domains").found
    assert worst(diagnosis, "ledger protection").status is OK


def test_only_the_buckets_and_domains_that_count_are_looked_at(clinic: Clinic) -> None:
    clinic.cloud.oss.world.create_bucket("a-strangers", SITE)
    clinic.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "ListCname", "a-strangers", None, status=403)
    )
    for name in ("www.shop.example", "cdn.shop.example"):
        clinic.cloud.cdn.model.add_domain(name, [])
    diagnosis = clinic.examine(CERTBIND_BUCKETS="assets", CERTBIND_CDN_DOMAINS="cdn.shop.example")
    assert worst(diagnosis, "domains").found == "2 domains were listed"
    assert "cdn.shop.example" in worst(diagnosis, "may cdn:DescribeDomainCertificateInfo").found
    assert clinic.cloud.kernel.calls.counts().get("oss.ListBuckets", 0) == 0
    assert worst(diagnosis, "may oss:GetBucketInfo").status is OK


def test_what_is_named_and_not_there_is_told_by_the_setting(clinic: Clinic) -> None:
    diagnosis = clinic.examine(CERTBIND_BUCKETS="asets", CERTBIND_CDN_DOMAINS="cnd.shop.example")
    told = [c.found for c in diagnosis.checks if c.name == "domains" and c.status is WRONG]
    assert len(told) == 2
    assert "OSS bucket asets is named in CERTBIND_BUCKETS and not there" in told[0]
    assert "CDN cnd.shop.example is named in CERTBIND_CDN_DOMAINS and not there" in told[1]
    permission = worst(diagnosis, "may oss:GetBucketInfo")
    assert permission.status is NOT_PROBED, "a bucket that is not there shows no permission"
    assert "NoSuchBucket" in permission.found


def test_a_permission_is_shown_by_the_named_bucket_that_is_there(clinic: Clinic) -> None:
    diagnosis = clinic.examine(CERTBIND_BUCKETS="asets,assets")
    assert worst(diagnosis, "may oss:GetBucketInfo").status is OK


def test_only_a_bucket_of_another_region_in_scope_is_examined_where_it_is(clinic: Clinic) -> None:
    clinic.cloud.oss.world.create_bucket("far", "cn-shanghai")
    clinic.cloud.oss.world.map_domain("far", "far.shop.example")
    diagnosis = clinic.examine(CERTBIND_BUCKETS="far")
    for name in ("domains", "may oss:ListCname", "may oss:PutCname", "may oss:GetBucketInfo"):
        assert worst(diagnosis, name).status is OK, table(diagnosis)


def test_no_line_of_the_diagnosis_loses_words_as_if_they_were_secrets(clinic: Clinic) -> None:
    """`may …PrivateKey: CAS` read as a key and its value."""
    for check in clinic.examine().checks:
        line = f"{check.name}: {check.found}"
        assert redact(line) == line


def test_an_account_that_never_opened_cdn_has_nothing_wrong(clinic: Clinic) -> None:
    clinic.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "cdn", count=None, status=403, code="CdnServiceNotFound")
    )
    diagnosis = clinic.examine()
    assert [c.name for c in diagnosis.checks if c.status is WRONG] == [], table(diagnosis)
    assert worst(diagnosis, "may cdn:DescribeUserDomains").status is NOT_PROBED


def test_the_proxy_that_the_queue_does_not_use_is_told(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "queue's network" not in {c.name for c in clinic.examine().checks}
    host = "1234567890123456.mns.cn-hangzhou.aliyuncs.com"
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:password@127.0.0.1:9")
    (check,) = judge_proxy(proxy_of(f"https://{host}"), host)
    assert f"127.0.0.1:9 is used for OSS, CAS and CDN, never for {host}" in check.found


# the account's own DNS


def test_zones_are_looked_at_only_where_certbind_may_write_there(clinic: Clinic) -> None:
    names = {one.name for one in clinic.examine().checks}
    assert not {name for name in names if "alidns" in name or name.startswith("zone")}

    def examined() -> Diagnosis:
        return clinic.examine(CERTBIND_RENEW="all", CERTBIND_VALIDATE="all")

    without = examined()
    assert worst(without, "zones").status is NOT_PROBED
    assert worst(without, "may alidns:*").status is NOT_PROBED
    Zones(clinic.cloud).add("shop.example")
    diagnosis = examined()
    assert worst(diagnosis, "zone shop.example").status is OK, table(diagnosis)
    for action in ("DescribeDomainInfo", "DescribeSubDomainRecords"):
        assert worst(diagnosis, f"may alidns:{action}").status is OK
    for action in ("AddDomainRecord", "DeleteDomainRecord"):
        assert worst(diagnosis, f"may alidns:{action}").status is NOT_PROBED


def test_a_zone_that_is_not_there_or_answered_elsewhere_is_wrong(clinic: Clinic) -> None:
    def found() -> str:
        diagnosis = clinic.examine(CERTBIND_RENEW="all", CERTBIND_VALIDATE="shop.example")
        check = worst(diagnosis, "zone shop.example")
        assert check.status is WRONG
        return check.found

    assert "not in this account's Alidns" in found()
    Zones(clinic.cloud).add("shop.example", elsewhere=True)
    assert "ns1.elsewhere.invalid" in found()
