"""What `doctor` says of what the functions met, as the ledger tells it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from certbind.config import Settings
from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.ports.ledger import Head
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.operate.doctor_sweep import judge_absence, judge_report
from certbind.wiring.invocation import Wiring
from tests.doctor.clinic import NOT_PROBED, OK, WRONG, Clinic

NAME = "last sweep"
FRESH = timedelta(hours=1)
NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def failed(n: int, word: str) -> DomainReport:
    detail = f"binding 7-cn-hangzhou ended with {word}; it is tried again in 2 h"
    found = ((SweepFinding.BIND_FAILED, detail),)
    return DomainReport(f"CDN {n}.example", Domain(f"{n}.example"), found, word=word)


def write(clinic: Clinic, subject: str, details: dict[str, Any]) -> None:
    journal = Wiring(Settings.from_env(clinic.environ), 60).journal()
    record = Record(EntryKind.SNAPSHOT, "recheck", details=details)
    journal.append(seal(subject, None, datetime.now(timezone.utc), record))


def watched(ago: timedelta) -> Head:
    entry: Entry = seal("watch/certificates", None, NOW, Record(EntryKind.SNAPSHOT, "watch"))
    return Head(entry, ago, NOW)


def test_a_bind_that_the_functions_role_may_not_make_is_told(clinic: Clinic) -> None:
    """The caller is the account's owner, who may do all."""
    report = SweepReport((failed(1, "permission_denied"),))
    write(clinic, "recheck/report", report.to_json())
    diagnosis = clinic.examine()
    (check,) = [one for one in diagnosis.checks if one.name == NAME]
    assert check.status is WRONG
    assert check.found.startswith(
        "permission_denied: CDN 1.example could not be bound (binding 7-"
    )
    assert "docs/runbook.md#permission_denied" in check.remedy
    assert [one.name for one in diagnosis.checks if one.status is WRONG] == [NAME]


def test_a_sweep_of_today_that_found_no_such_thing_is_well(clinic: Clinic) -> None:
    expiring = ((SweepFinding.EXPIRING, "soon"),)
    write(
        clinic,
        "recheck/report",
        SweepReport((DomainReport("CDN a", Domain("a.example"), expiring),)).to_json(),
    )
    check = clinic.check(NAME)
    assert (check.status, check.found) == (OK, "1 domains, no bind failed, 0 h ago")


def test_before_the_first_sweep_nothing_is_wrong(clinic: Clinic) -> None:
    assert clinic.check(NAME).status is NOT_PROBED
    write(clinic, "watch/certificates", {})
    assert clinic.check(NAME).status is NOT_PROBED


def test_a_watch_that_ran_long_ago_without_any_sweep_is_wrong() -> None:
    (young,) = judge_absence(watched(timedelta(hours=13)))
    (check,) = judge_absence(watched(timedelta(hours=14)))
    assert (young.status, check.status) == (NOT_PROBED, WRONG)
    assert "recheck has never reported" in check.found
    assert "certbind recheck" in check.remedy


@pytest.mark.parametrize(("age", "status"), [(13, OK), (13.1, WRONG)])
def test_a_report_older_than_two_ticks_is_wrong(age: float, status: object) -> None:
    (check,) = judge_report(SweepReport(()).to_json(), timedelta(hours=age))
    assert check.status is status
    assert "13 h ago" in check.found


def test_an_old_report_hides_nothing_that_it_tells() -> None:
    details = SweepReport((failed(1, "arrears"),)).to_json()
    assert [one.status for one in judge_report(details, timedelta(hours=20))] == [WRONG, WRONG]


def test_failed_binds_are_told_by_word_with_at_most_three_names() -> None:
    domains = (*(failed(n, "arrears") for n in range(5)), failed(7, "permission_denied"))
    owing, denied = judge_report(SweepReport(domains).to_json(), FRESH)
    assert owing.found.startswith(
        "arrears: CDN 0.example, CDN 1.example, CDN 2.example and 2 more could not be bound ("
    )
    assert denied.found.startswith("permission_denied: CDN 7.example could not be bound (")


def test_what_could_not_be_read_is_named() -> None:
    unread = ((SweepFinding.UNREAD, "may not be read"),)
    domain = DomainReport("CDN a.example", Domain("a.example"), unread)
    report = SweepReport((domain,), ("OSS bucket locked: AccessDenied.",))
    (check,) = judge_report(report.to_json(), FRESH)
    assert check.status is WRONG
    assert check.found == (
        "recheck could not read OSS bucket locked: AccessDenied; CDN a.example: may not be read"
    )


def test_a_report_of_the_version_before_has_no_words_and_is_read() -> None:
    details = SweepReport((failed(1, "arrears"),)).to_json()
    for domain in details["findings"]:
        del domain["word"]
    (check,) = judge_report(details, None)
    assert check.found.startswith("bind_failed: CDN 1.example could not be bound (")
    assert "docs/runbook.md#bind_failed" in check.remedy
