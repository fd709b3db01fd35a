"""What a sweep found that the one before did not know: an alarm is for changes, not for levels."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import ExpiryStage
from certbind.domain.model.target import Absent
from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.account.sweep_news import before_in, carried, news, to_state
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.operate.metrics import measure
from tests.fakes.certificates import NOW
from tests.unit.usecases.account import WWW, Account, certificate, unbound, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sound_account, sweep

Found = SweepFinding


def domain(name: str, *found: SweepFinding, detail: str = "x") -> DomainReport:
    return DomainReport(f"CDN {name}", Domain(name), tuple((one, detail) for one in found))


def report(*domains: DomainReport, unread: tuple[str, ...] = ()) -> SweepReport:
    return SweepReport(domains, unread)


def news_of(*sweeps: SweepReport) -> list[tuple[str, ...]]:
    """Of each sweep, as the entries in between hand it on."""
    newest: Entry | None = None
    told = []
    for one in sweeps:
        before = before_in(newest)
        told.append(news(one, before))
        record = Record(EntryKind.SNAPSHOT, "recheck", state=to_state(carried(one, before)))
        newest = seal("recheck/report", newest, NOW, record)
    return told


def expiring(stage: str) -> SweepReport:
    return report(domain("a.example", Found.EXPIRING, detail=f"ends 2026-12-01 ({stage}); none"))


def test_a_domain_that_stays_without_https_is_news_once(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    first, second = sweep(account), sweep(account)
    assert findings(first) == findings(second) == {Found.NO_HTTPS}
    assert (first.new, second.new) == ((str(WWW),), ())
    assert second.to_json()["findings"] == first.to_json()["findings"]
    newest = account.journal.newest("recheck/report")
    assert isinstance(newest, Entry)
    assert newest.record.details == second.to_json()
    assert newest.record.details["news"] == 0


def test_each_stage_before_an_end_is_news_once(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, days_left=25, issued_days_ago=65))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    told = []
    for days in (0, 1, 11, 1, 11, 0):  # left: 25, 24, 13, 12, 1, 1
        account.clock.advance(timedelta(days=days))
        swept = sweep(account)
        assert Found.EXPIRING in findings(swept)
        told.append(len(swept.new))
    assert told == [1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("stage", list(ExpiryStage))
def test_a_stage_that_goes_back_is_no_news(stage: ExpiryStage) -> None:
    first, second = news_of(expiring(stage.value), expiring("approaching"))
    assert (first, second) == (("CDN a.example",), ())


def test_what_became_well_is_no_news_and_its_return_is() -> None:
    bad, well = report(domain("a.example", Found.NOT_SOUND)), report(domain("a.example", Found.OK))
    assert news_of(bad, well, well, bad) == [("CDN a.example",), (), (), ("CDN a.example",)]


def test_one_more_finding_of_a_domain_is_news_and_one_less_is_none() -> None:
    one = report(domain("a.example", Found.REFUSED))
    both = report(domain("a.example", Found.REFUSED, Found.NOT_SOUND))
    assert news_of(one, both, one) == [("CDN a.example",), ("CDN a.example",), ()]


def test_another_cause_of_a_failed_bind_is_news() -> None:
    denied, owing = (
        report(replace(domain("a.example", Found.BIND_FAILED), word=word))
        for word in ("permission_denied", "arrears")
    )
    assert news_of(denied, denied, owing) == [("CDN a.example",), (), ("CDN a.example",)]


def test_nothing_is_lost_behind_the_two_hundred_that_are_named() -> None:
    many = [domain(f"{n:03}.example", Found.NO_HTTPS) for n in range(250)]
    worse = [*many[:-1], domain("249.example", Found.NO_HTTPS, Found.NOT_SOUND)]
    first, second, third = news_of(report(*many), report(*many), report(*worse))
    assert (len(first), second, third) == (250, (), ("CDN 249.example",))
    body = SweepReport(tuple(many), new=first).to_json()
    assert (body["news"], len(body["new"]), len(body["findings"])) == (250, 200, 200)


def test_parts_that_cannot_be_read_and_names_that_are_not_there_are_news_once() -> None:
    absent = Absent("bucket assetz", "CERTBIND_BUCKETS", "no such bucket")
    lacking = SweepReport((), ("bucket locked: request 1",), (absent,))
    again = SweepReport((), ("bucket locked: request 2",), (absent,))
    both = ("bucket assetz (CERTBIND_BUCKETS)", "bucket locked")
    assert news_of(lacking, again) == [both, ()]


def test_what_comes_back_into_sight_as_it_was_is_no_news() -> None:
    known = report(domain("a.example", Found.NO_HTTPS), domain("b.example", Found.HELD))
    unread = report(domain("a.example", Found.UNREAD), unread=("bucket b: slow",))
    assert news_of(known, unread, known)[1:] == [("CDN a.example", "bucket b"), ()]


def test_what_visitors_get_is_news_again_after_it_was_not_known() -> None:
    broken = report(domain("a.example", Found.NOT_SOUND))
    unread = report(domain("a.example", Found.UNREAD))
    assert news_of(broken, unread, broken)[2] == ("CDN a.example",)


def test_a_part_that_is_read_again_is_news_when_it_is_lost_anew() -> None:
    both, one = ("bucket a: x", "bucket b: x"), ("bucket b: x",)
    assert news_of(*(report(unread=parts) for parts in (both, one, both)))[2] == ("bucket a",)


def test_the_metrics_line_has_the_news_beside_what_is_unwell(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    numbers = [measure([sweep(account).to_json()], (), 1) for _ in range(2)]
    assert [(one["unwell"], one["news"]) for one in numbers] == [(1, 1), (1, 0)]


def test_without_the_report_before_everything_is_news(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    sweep(account)
    account.targets.hide("locked")
    assert sweep(account).new == ("locked",)
    newest = account.journal.newest("recheck/report")
    assert newest is not None
    account.journal.put("recheck/report", newest.sequence, b"{")
    assert sweep(account).new == ("locked",)
    assert sweep(account).new == ()


@pytest.mark.parametrize("unwell", [[], 7, {"locked": None}], ids=str)
def test_a_report_that_holds_no_marks_is_as_none(anchors: TrustAnchors, unwell: object) -> None:
    account = sound_account(anchors)
    record = Record(EntryKind.SNAPSHOT, "recheck", state={"unwell": unwell})
    account.journal.append(seal("recheck/report", None, account.clock.now(), record))
    account.targets.hide("locked")
    assert sweep(account).new == ("locked",)
