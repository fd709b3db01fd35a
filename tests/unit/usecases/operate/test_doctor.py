"""What `doctor` makes of what it found, without anything to find."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

import pytest

from certbind.config import Settings
from certbind.domain.deployment.surroundings import BucketFacts, TriggerFacts
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    ScanFailure,
    TargetScan,
)
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation, Resolution
from certbind.errors import ConfigError, LedgerUnsafeError, ThrottledError
from certbind.usecases.operate.doctor import Check, Doctor, Examination, Status, ok, wrong
from certbind.usecases.operate.doctor_account import judge_bound_sites, judge_endpoints, judge_scan
from certbind.usecases.operate.doctor_machine import (
    judge_clock,
    judge_root_calendar,
    judge_roots,
    judge_visits,
)
from certbind.usecases.operate.doctor_stores import judge_bucket, judge_triggers, judge_waiting
from tests.fakes.clock import NOON
from tests.unit.usecases.account import STATIC

ACCOUNT = "1234567890123456"


def settings(**environ: str) -> Settings:
    return Settings.from_env(
        {
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "k",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s",
            "CERTBIND_REGION": "cn-hangzhou",
            "CERTBIND_ACCOUNT_ID": ACCOUNT,
            "CERTBIND_LEDGER_BUCKET": "shop-ledger",
            **environ,
        }
    )


def raising(error: Exception) -> Examination:
    def look() -> NoReturn:
        raise error

    return Examination("one", look)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ThrottledError("slow", service="oss", action="ListBuckets"), Status.COULD_NOT_LOOK),
        (LedgerUnsafeError("versioned"), Status.WRONG),
        (KeyError("a fault of ours"), Status.COULD_NOT_LOOK),
        (RuntimeError("secret-value"), Status.COULD_NOT_LOOK),
    ],
)
def test_a_trouble_of_one_check_is_told_and_stops_no_other(
    error: Exception, status: Status
) -> None:
    seen: list[Check] = []
    diagnosis = Doctor((raising(error), Examination("two", lambda: [ok("two", "fine")])))(
        seen.append
    )
    assert [check.status for check in diagnosis.checks] == [status, Status.OK]
    assert diagnosis.checks[0].remedy
    assert tuple(seen) == diagnosis.checks
    assert "secret-value" not in repr(diagnosis)


def test_every_fault_of_the_settings_is_a_line() -> None:
    error = ConfigError({"A": "is not set", "B": "is wrong"})
    diagnosis = Doctor((raising(error),))()
    assert [check.found for check in diagnosis.checks] == ["A is not set", "B is wrong"]


def test_counts_and_json_say_the_same() -> None:
    looks = [ok("a", "1"), wrong("b", "2", "do")]
    body = Doctor((Examination("x", lambda: looks),))().to_json()
    assert body["counts"] == {"ok": 1, "wrong": 1, "could_not_look": 0, "not_probed": 0}
    assert body["checks"][1] == {"check": "b", "status": "wrong", "found": "2", "remedy": "do"}


def test_the_names_that_follow_from_the_settings_fit() -> None:
    for network in ("public", "internal"):
        (check,) = judge_endpoints(settings(CERTBIND_NETWORK=network, CERTBIND_SITE="both"))
        assert check.status is Status.OK


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"OSS_ENDPOINT": "https://oss-cn-beijing.aliyuncs.com"}, "OSS_ENDPOINT is of cn-beijing"),
        (
            {"OSS_ENDPOINT": "https://oss-cn-hangzhou-internal.aliyuncs.com"},
            "OSS_ENDPOINT is the internal one",
        ),
        (
            {
                "OSS_ENDPOINT": "https://oss-cn-hangzhou.aliyuncs.com",
                "CERTBIND_NETWORK": "internal",
            },
            "OSS_ENDPOINT is the public one",
        ),
        (
            {"MNS_ENDPOINT": f"https://{ACCOUNT}.mns.cn-beijing.aliyuncs.com"},
            "MNS_ENDPOINT is of cn-beijing",
        ),
        (
            {"MNS_ENDPOINT": "https://9999999999999999.mns.cn-hangzhou.aliyuncs.com"},
            "MNS_ENDPOINT is of account 9999999999999999",
        ),
        (
            {"CAS_ENDPOINT": "https://cas.ap-southeast-1.aliyuncs.com"},
            "CAS_ENDPOINT is of another site",
        ),
        (
            {
                "CAS_INTERNATIONAL_ENDPOINT": "https://cas.aliyuncs.com",
                "CERTBIND_SITE": "international",
            },
            "CAS_INTERNATIONAL_ENDPOINT is of another site",
        ),
    ],
)
def test_an_endpoint_of_elsewhere_is_told(environ: dict[str, str], found: str) -> None:
    (check,) = judge_endpoints(settings(**environ))
    assert check.status is Status.WRONG
    assert check.found.startswith(found)


def test_an_address_that_is_none_of_the_services_tells_nothing() -> None:
    (check,) = judge_endpoints(settings(OSS_ENDPOINT="http://127.0.0.1:9000"))
    assert check.status is Status.OK


@pytest.mark.parametrize(("site", "status"), [("china", Status.WRONG), ("both", Status.OK)])
def test_a_binding_of_a_site_that_is_not_read_is_told(site: str, status: Status) -> None:
    binding = Binding(BindingSource.CAS, CertificateId(7, "ap-southeast-1"))
    check = judge_bound_sites(
        TargetScan((BoundTarget(STATIC, binding),)), settings(CERTBIND_SITE=site)
    )
    assert check.status is status


def test_no_site_is_called_read_where_a_part_could_not_be_listed() -> None:
    denied = ScanFailure("CDN", "permission_denied", "y")
    check = judge_bound_sites(TargetScan((), (denied,)), settings(CERTBIND_SITE="china"))
    assert check.status is Status.NOT_PROBED


def test_what_cannot_be_listed_for_now_is_no_fault_and_a_missing_permission_is() -> None:
    failures = (
        ScanFailure("OSS bucket a", "throttled", "x", retryable=True),
        ScanFailure("OSS bucket b", "conflict", "x", retryable=True),
        ScanFailure("CDN", "permission_denied", "y"),
    )
    statuses = [check.status for check in judge_scan(TargetScan((), failures))]
    assert statuses == [Status.COULD_NOT_LOOK, Status.COULD_NOT_LOOK, Status.WRONG]


@pytest.mark.parametrize("versioning", ["Enabled", "Suspended"])
def test_a_bucket_that_ever_had_versioning_is_told(versioning: str) -> None:
    facts = BucketFacts("b", "cn-hangzhou", "private", versioning)
    assert [check.status for check in judge_bucket(facts, settings())] == [Status.WRONG]


def test_all_faults_of_a_bucket_are_told() -> None:
    facts = BucketFacts("b", "cn-beijing", "public-read", "Enabled")
    assert len(judge_bucket(facts, settings())) == 3


def test_a_full_count_of_dead_letters_says_or_more() -> None:
    assert judge_waiting(15, 16).found.startswith("15 lie")
    assert judge_waiting(16, 16).found.startswith("16 or more")


def test_a_trigger_of_another_region_or_without_dead_letters_is_told() -> None:
    trigger = TriggerFacts("f", "certbind-events", "cn-beijing", "", "ALL")
    found = [check.found for check in judge_triggers([trigger], settings())]
    assert len(found) == 2
    assert "cn-beijing" in found[0]
    assert "(none)" in found[1]
    assert judge_triggers([], settings())[0].status is Status.WRONG


@pytest.mark.parametrize(("seconds", "status"), [(60, Status.OK), (61, Status.WRONG)])
def test_a_minute_is_the_most_that_a_clock_may_be_off(seconds: int, status: Status) -> None:
    for sign in (1, -1):
        assert judge_clock(NOON, NOON + sign * timedelta(seconds=seconds)).status is status


@pytest.mark.parametrize(
    ("version", "status"),
    [
        ("2026.10.18", Status.OK),
        ("2026.05.29", Status.OK),
        ("2026.5.27", Status.WRONG),
        ("2027.1.1", Status.OK),
        ("unknown", Status.WRONG),
        ("", Status.WRONG),
    ],
)
def test_roots_may_be_half_a_year_old(version: str, status: Status) -> None:
    assert judge_roots(version, NOON).status is status


def test_a_root_that_cannot_be_read_is_told() -> None:
    check = judge_roots("2026.10.18", NOON, 2)
    assert (check.status, "2 root(s)" in check.found) == (Status.WRONG, True)


@pytest.mark.parametrize(
    ("days", "status"), [(0, Status.OK), (180, Status.OK), (181, Status.WRONG)]
)
def test_the_calendar_of_stores_may_be_half_a_year_old(days: int, status: Status) -> None:
    check = judge_root_calendar(NOON.date() - timedelta(days=days), NOON)
    assert (check.status, f"{days} days old" in check.found) == (status, True)


def visit(resolution: Resolution, *attempts: Attempt) -> Observation:
    seen = tuple(AddressObservation(f"192.0.2.{n}", a) for n, a in enumerate(attempts))
    return Observation("www.shop.example", NOON, resolution, seen)


@pytest.mark.parametrize(
    ("observations", "dns", "port"),
    [
        ([visit(Resolution.RESOLVED, Attempt.COMPLETED)], Status.OK, Status.OK),
        ([visit(Resolution.RESOLVED, Attempt.SNI_UNKNOWN)], Status.OK, Status.OK),
        (
            [visit(Resolution.RESOLVED, Attempt.REFUSED, Attempt.COMPLETED)],
            Status.OK,
            Status.OK,
        ),
        ([visit(Resolution.RESOLVED, Attempt.CONNECT_TIMEOUT)], Status.OK, Status.WRONG),
        (
            [visit(Resolution.NXDOMAIN), visit(Resolution.RESOLVED, Attempt.COMPLETED)],
            Status.OK,
            Status.OK,
        ),
        ([visit(Resolution.NXDOMAIN)], Status.WRONG, Status.COULD_NOT_LOOK),
        ([visit(Resolution.TEMPORARY)], Status.WRONG, Status.COULD_NOT_LOOK),
    ],
)
def test_one_domain_that_answers_shows_that_the_network_is_open(
    observations: list[Observation], dns: Status, port: Status
) -> None:
    assert [check.status for check in judge_visits(observations)] == [dns, port]
