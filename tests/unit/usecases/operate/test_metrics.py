"""The numbers of an invocation."""

from __future__ import annotations

from certbind.errors import (
    CertbindError,
    PermissionDeniedError,
    ThrottledError,
    UnexpectedFactError,
)
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.operate.metrics import WELL, measure
from certbind.usecases.rotate.outcome import Outcome, Result

THROTTLED = ThrottledError("slow", service="cdn", action="DescribeUserDomains")
DENIED = PermissionDeniedError("no", service="oss", action="PutCname")


def test_every_outcome_has_its_number_also_when_it_is_none() -> None:
    numbers = measure((), (), 7)
    assert {result.value for result in Result} <= numbers.keys()
    assert numbers["metric"] == "invocation"
    assert numbers["milliseconds"] == 7
    assert [
        n for name, n in numbers.items() if name not in ("metric", "milliseconds", "codes")
    ] == ([0] * (len(numbers) - 3))
    assert measure([Outcome(Result.BOUND, "x", "y").to_json()], [DENIED], 1).keys() == (
        numbers.keys()
    )


def test_messages_are_counted_by_how_they_ended() -> None:
    answers = [
        Outcome(result, "www.shop.example", "…").to_json()
        for result in (Result.BOUND, Result.BOUND, Result.VERIFIED, Result.PENDING)
    ]
    errors = (THROTTLED, DENIED, CertbindError("ours"))
    numbers = measure(answers, [*errors, UnexpectedFactError("ours")], 1)
    assert [numbers[name] for name in ("messages", "bound", "verified", "pending")] == [8, 2, 1, 1]
    assert numbers["errors"] == 4
    assert numbers["errors_retryable"] == 1
    assert numbers["errors_internal"] == 2
    assert numbers["codes"] == "internal_error,permission_denied,throttled,unexpected_fact"


def test_a_recheck_tells_how_many_are_unwell() -> None:
    report = SweepReport(
        (
            DomainReport("CDN a", "a", ((SweepFinding.OK, ""),)),
            DomainReport("CDN b", "b", ((SweepFinding.SKIPPED, "x"),)),
            DomainReport("CDN c", "c", ((SweepFinding.EXPIRING, "x"),)),
        ),
        ("OSS bucket d",),
    )
    numbers = measure([report.to_json()], (), 1)
    assert [numbers[name] for name in ("rechecked", "unwell", "unread")] == [3, 1, 1]


def test_the_findings_that_are_no_trouble_are_those_of_a_clean_recheck() -> None:
    assert {"ok", "skipped"} == WELL
    for finding in SweepFinding:
        report = SweepReport((DomainReport("CDN a", "a", ((finding, ""),)),))
        assert report.is_clean == (finding.value in WELL)


def test_a_watch_tells_what_it_published() -> None:
    answer = {"outcome": "watched", "certificates": 12, "events": [{"id": "x"}]}
    numbers = measure([answer], (), 1)
    assert (numbers["certificates"], numbers["published"]) == (12, 1)


def test_a_rollback_is_counted_by_its_domains() -> None:
    domains = [Outcome(Result.BOUND, d, "…").to_json() for d in ("a", "b")]
    assert measure([{"outcome": "rolled_back", "domains": domains}], (), 1)["bound"] == 2
