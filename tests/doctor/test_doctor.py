"""`doctor` on a sound account, and on one in which one thing is broken: real SDKs, real TLS."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import oss2
import pytest
from click.testing import CliRunner

from certbind.cli.doctor_wiring import make_doctor
from certbind.cli.main import main
from certbind.usecases.doctor import Status
from localcloud.dns.faults import DnsFaultKind
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud
from tests.doctor.clinic import DEAD, LEDGER, QUEUE, SITE, Clinic, table, worst

ROOT = Path(__file__).resolve().parents[2]
WRONG, UNSEEN, NOT_PROBED, OK = (
    Status.WRONG,
    Status.COULD_NOT_LOOK,
    Status.NOT_PROBED,
    Status.OK,
)


def free_port() -> int:
    """Nobody listens there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def own_bucket(clinic: Clinic) -> oss2.Bucket:
    key = clinic.cloud.kernel.credentials.root
    auth = oss2.AuthV4(key.key_id, key.secret)
    return oss2.Bucket(auth, clinic.environ["OSS_ENDPOINT"], LEDGER, region=SITE)


def test_nothing_is_wrong_in_a_sound_account(clinic: Clinic) -> None:
    clinic.folder = ROOT  # where s.yaml lies
    diagnosis = clinic.examine()
    bad = [c for c in diagnosis.checks if c.status in (WRONG, UNSEEN)]
    assert bad == [], table(diagnosis)
    assert diagnosis.count(OK) >= 25
    assert {c.name for c in diagnosis.checks if c.status is NOT_PROBED} == {
        "may cdn:DescribeDomainCertificateInfo",
        "may cdn:SetCdnDomainSSLCertificate",
        "may yundun-cert:DescribeSSLCertificatePrivateKey",
    }


def test_looking_leaves_nothing_behind(clinic: Clinic) -> None:
    clinic.examine()
    assert list(oss2.ObjectIterator(own_bucket(clinic))) == []
    assert clinic.cloud.mns.model.peek(QUEUE, 16) == []
    assert [one.domain for one in clinic.cloud.oss.world.cnames()] == ["static.shop.example"]
    changed = {
        call.action
        for call in clinic.cloud.kernel.calls.calls()
        if not call.code and re.match(r"Put|Set|Create|Send|Delete", call.action)
    }
    assert changed == {"PutObject", "DeleteObject"}


def test_no_private_key_is_ever_asked_for(clinic: Clinic) -> None:
    clinic.examine()
    asked = {call.action for call in clinic.cloud.kernel.calls.calls()}
    assert not any("PrivateKey" in action for action in asked)


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
    if action == "oss:ListCname":
        # Without it no domain is known, so the probe has no bucket to ask; the scan tells it.
        name = "domains"
    elif action == "oss:ListBuckets":
        name = "may oss:ListBuckets"
    else:
        name = f"may {action}"
    diagnosis = clinic.examine(
        ALIBABA_CLOUD_ACCESS_KEY_ID=key.key_id, ALIBABA_CLOUD_ACCESS_KEY_SECRET=key.secret
    )
    check = worst(diagnosis, name)
    assert check.status is WRONG, table(diagnosis)
    assert "permission_denied" in check.remedy
    others = {c.name for c in diagnosis.checks if c.status is WRONG and c.name.startswith("may ")}
    assert others <= {name}


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
    check = clinic.check(
        "network",
        CERTBIND_NETWORK="internal",
        OSS_ENDPOINT=f"http://127.0.0.1:{free_port()}",
    )
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
    clinic.cloud.cdn.model.add_domain("www.shop.example", [])
    diagnosis = clinic.examine(CERTBIND_BUCKETS="assets", CERTBIND_CDN_DOMAINS="cdn.shop.example")
    assert worst(diagnosis, "domains").found.startswith("1 bound")
    assert worst(diagnosis, "may cdn:DescribeDomainCertificateInfo").status is NOT_PROBED


# queues


def _delete(queue: str) -> Callable[[Clinic], None]:
    return lambda clinic: clinic.cloud.mns.model.delete_queue(queue)


def _set(queue: str, **attributes: str) -> Callable[[Clinic], None]:
    return lambda clinic: clinic.cloud.mns.model.set_attributes(queue, attributes)


@pytest.mark.parametrize(
    ("breaks", "name", "found"),
    [
        (_delete(QUEUE), "queue", "QueueNotExist"),
        (_set(QUEUE, VisibilityTimeout="30"), "queue", "visibility time is 30 s"),
        (_set(QUEUE, DelaySeconds="60"), "queue", "delays every message by 60 s"),
        (_set(QUEUE, MaximumMessageSize="1024"), "queue", "1024 bytes"),
        (_delete(DEAD), "dead-letter queue", "QueueNotExist"),
        (_set(DEAD, MessageRetentionPeriod="3600"), "dead-letter queue", "3600 s"),
    ],
)
def test_a_queue_that_does_not_fit_is_told(
    clinic: Clinic, breaks: Callable[[Clinic], None], name: str, found: str
) -> None:
    breaks(clinic)
    check = clinic.check(name)
    assert check.status is WRONG
    assert found in check.found
    assert check.remedy


def test_dead_letters_are_counted(clinic: Clinic) -> None:
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    check = clinic.check("dead letters")
    assert check.status is WRONG
    assert check.found.startswith("1 ")
    assert "dead-letters list" in check.remedy


# the ledger


def test_a_missing_bucket_is_told(clinic: Clinic) -> None:
    diagnosis = clinic.examine(CERTBIND_LEDGER_BUCKET="nobodys-bucket")
    assert worst(diagnosis, "ledger bucket").status is WRONG
    assert worst(diagnosis, "ledger protection").status is WRONG


def test_versioning_is_told_and_seen_to_overwrite(clinic: Clinic) -> None:
    own_bucket(clinic).put_bucket_versioning(oss2.models.BucketVersioningConfig("Enabled"))
    diagnosis = clinic.examine()
    assert "versioning is Enabled" in worst(diagnosis, "ledger bucket").found
    check = worst(diagnosis, "ledger protection")
    assert check.status is WRONG
    assert "OVERWROTE" in check.found


def test_a_public_bucket_is_told(clinic: Clinic) -> None:
    own_bucket(clinic).put_bucket_acl("public-read")
    check = clinic.check("ledger bucket")
    assert check.status is WRONG
    assert "public-read" in check.found


def test_a_bucket_of_another_region_is_told(clinic: Clinic) -> None:
    clinic.cloud.oss.world.create_bucket("far-away", "cn-shanghai")
    check = clinic.check("ledger bucket", CERTBIND_LEDGER_BUCKET="far-away")
    assert check.status is WRONG
    assert "cn-hangzhou" in check.remedy


def test_a_closed_public_endpoint_is_recognised_with_the_way_round_it(clinic: Clinic) -> None:
    clinic.cloud.oss.world.set_forbids_public_endpoint(True)
    check = clinic.check("ledger protection")
    assert check.status is WRONG
    assert "PublicEndpointForbidden" in check.found
    assert "CERTBIND_NETWORK=internal" in check.remedy


def test_an_object_that_a_run_left_behind_proves_the_same(clinic: Clinic) -> None:
    own_bucket(clinic).put_object("certbind/doctor/create-only-probe", b"left")
    assert clinic.check("ledger protection").status is OK
    assert list(oss2.ObjectIterator(own_bucket(clinic))) == []


def test_who_may_not_delete_sees_the_protection_all_the_same(clinic: Clinic) -> None:
    denied = FaultRule(
        FaultKind.ERROR, "oss", "DeleteObject", count=None, status=403, code="AccessDenied"
    )
    clinic.cloud.kernel.faults.add(denied)
    for _ in range(2):
        check = clinic.check("ledger protection")
        assert check.status is OK
        assert "it stays there" in check.found


def test_every_permission_of_the_functions_policies_is_on_a_line(clinic: Clinic) -> None:
    """Those that the platform uses itself are left out, and those that other checks make."""
    clinic.cloud.cdn.model.add_domain("www.shop.example", [])
    told = {f"{check.name} {check.found}" for check in clinic.examine().checks}
    elsewhere = {"oss:GetBucketInfo", "oss:PutObject", "log:PostLogStoreLogs"}
    for function in ("certificate_event", "recheck", "rollback", "watch"):
        policy = json.loads((ROOT / f"deploy/policies/{function}.json").read_text())
        for action in {a for s in policy["Statement"] for a in s["Action"]} - elsewhere:
            assert any(action.partition(":")[2] in line for line in told), action


# s.yaml


def _service_file(clinic: Clinic, **replace: str) -> None:
    text = (ROOT / "s.yaml").read_text(encoding="utf-8")
    for old, new in replace.items():
        assert old in text
        text = text.replace(old, new)
    (clinic.folder / "s.yaml").write_text(text, encoding="utf-8")


def test_without_a_service_file_the_trigger_is_not_probed(clinic: Clinic) -> None:
    assert clinic.check("trigger").status is NOT_PROBED


def test_another_queue_in_the_service_file_is_told(clinic: Clinic) -> None:
    _service_file(clinic)
    assert clinic.check("trigger").status is OK
    check = clinic.check("trigger", CERTBIND_LEDGER_PREFIX="x/", CERTBIND_DEAD_LETTER_QUEUE="y")
    assert check.status is WRONG
    assert "dead-letter queue certbind-events-dead, the settings say y" in check.found
    text = (clinic.folder / "s.yaml").read_text(encoding="utf-8")
    other = text.replace("QueueName: ${vars.queue}", "QueueName: other")
    (clinic.folder / "s.yaml").write_text(other, encoding="utf-8")
    assert "reads queue other" in clinic.check("trigger").found


def test_a_stream_that_stops_at_a_bad_message_is_told(clinic: Clinic) -> None:
    _service_file(clinic, **{"errorsTolerance: ALL": "errorsTolerance: NONE"})
    assert "stops the stream" in clinic.check("trigger").found


def test_a_service_file_that_is_no_yaml_is_told(clinic: Clinic) -> None:
    (clinic.folder / "s.yaml").write_text("resources: [", encoding="utf-8")
    assert clinic.check("trigger").status is WRONG


# the machine


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_skewed_clock_is_told(clinic: Clinic, minutes: int) -> None:
    check = clinic.check("clock", skew=timedelta(minutes=minutes))
    assert check.status is WRONG
    assert ("ahead of" if minutes > 0 else "behind") in check.found


def test_old_roots_are_told(clinic: Clinic) -> None:
    check = clinic.check("roots", skew=timedelta(days=400))
    assert check.status is WRONG
    assert "days old" in check.found


def test_roots_that_cannot_be_read_are_told(clinic: Clinic) -> None:
    check = clinic.check("roots", CA_BUNDLE=str(clinic.folder / "absent.pem"))
    assert check.status is WRONG
    assert "CA_BUNDLE" in check.found


def test_an_endpoint_that_does_not_answer_is_could_not_look(clinic: Clinic) -> None:
    diagnosis = clinic.examine(CAS_ENDPOINT=f"http://127.0.0.1:{free_port()}")
    assert worst(diagnosis, "clock").status is UNSEEN
    assert worst(diagnosis, f"CAS site {SITE}").status is UNSEEN
    assert worst(diagnosis, "may yundun-cert:ListCertificates").status is UNSEEN
    assert worst(diagnosis, "may cdn:DescribeUserDomains").status is OK
    assert diagnosis.count(WRONG) == 0


@pytest.mark.parametrize("kind", [DnsFaultKind.SERVFAIL, DnsFaultKind.NXDOMAIN])
def test_a_name_server_that_fails_is_told(clinic: Clinic, kind: DnsFaultKind) -> None:
    clinic.cloud.dns.set_fault("*", kind)
    diagnosis = clinic.examine()
    assert worst(diagnosis, "DNS").status is WRONG
    assert worst(diagnosis, "outbound 443").status is UNSEEN


def test_a_closed_port_is_told(clinic: Clinic) -> None:
    check = clinic.check("outbound 443", HTTPS_PORT=str(free_port()))
    assert check.status is WRONG
    assert "443" in check.remedy


def test_without_a_domain_there_is_nothing_to_visit(clinic: Clinic) -> None:
    world = clinic.cloud.oss.world
    world.bind("assets", "static.shop.example", None)
    own = oss2.Bucket(
        own_bucket(clinic).auth, clinic.environ["OSS_ENDPOINT"], "assets", region=SITE
    )
    own.delete_bucket_cname("static.shop.example")
    assert clinic.check("DNS").status is NOT_PROBED
    assert clinic.check("may oss:PutCname").status is NOT_PROBED


def test_the_package_that_prints_secrets_is_told(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "site" / "aliyun_mns-1.1.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aliyun-mns\nVersion: 1.1.5\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    check = clinic.check("packages")
    assert check.status is WRONG
    assert "aliyun-mns 1.1.5" in check.found


# the command


def run(clinic: Clinic, *arguments: str, **environ: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["doctor", *arguments],
        env={**clinic.environ, "COLUMNS": "160", **environ},
        catch_exceptions=False,
    )
    return result.exit_code, result.output


def test_the_command_is_readable_without_colour(clinic: Clinic) -> None:
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    code, told = run(clinic)
    assert code == 1
    assert "\x1b" not in told
    line, remedy = re.search(r"(WRONG .*dead letters.*)\n(.*→ .*)", told).groups()  # type: ignore[union-attr]
    assert "1 lie there" in line
    assert "dead-letters list" in remedy
    assert re.search(r"^ok +queue: ", told, re.MULTILINE)
    assert re.search(r"\d+ checks: \d+ ok, 1 wrong, 0 could not look, 3 not probed\.", told)


def test_the_command_ends_as_scripts_expect(clinic: Clinic) -> None:
    assert run(clinic)[0] == 0
    clinic.cloud.kernel.faults.add(FaultRule(FaultKind.UNAVAILABLE, "sts", count=None))
    assert run(clinic)[0] == 3
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    assert run(clinic)[0] == 1


def test_the_command_prints_json(clinic: Clinic) -> None:
    code, told = run(clinic, "--json")
    body = json.loads(told)
    assert code == 0
    assert body["counts"]["wrong"] == 0
    assert {"check", "status", "found", "remedy"} == set(body["checks"][0])


def test_what_setup_makes_is_well(cloud: LocalCloud, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["setup", "--yes"], env=cloud.env())
    assert made.exit_code == 0, made.output
    doctor = make_doctor(cloud.env(), 60, folder=tmp_path)
    diagnosis = doctor()
    bad = [c for c in diagnosis.checks if c.status in (WRONG, UNSEEN)]
    assert bad == [], table(diagnosis)
    for name in ("queue", "dead-letter queue", "ledger bucket", "ledger protection"):
        assert worst(diagnosis, name).status is OK
