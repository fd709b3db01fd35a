"""What recheck keeps for people: made of what it saw, and no part of the sweep's own work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.usecases.account.sweep import SUBJECT, Sweep
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.overview.keep_report import File, KeepReport
from certbind.usecases.overview.kept import FILE, kept_in
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import AccountReport, DomainHealth, SeenBy
from certbind.views.kept_files import kept_files
from certbind.views.report_json import kept_json
from certbind.views.telling import told_runs, told_visitors
from tests.fakes.reports import FakeReports
from tests.unit.usecases.account import STATIC, WWW, Account, certificate, unbound
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import verified

DENIED = PermissionDeniedError("no", service="oss", action="PutObject", subject="report")


def sweep(account: Account, shelf: FakeReports, *, has_time: bool = True) -> SweepReport:
    audience = KeepReport(account.sources, shelf, kept_files, lambda: has_time)
    return Sweep(*account.connected, audience=audience)()


def test_a_sweep_leaves_the_report_and_the_page(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    shelf = FakeReports()
    assert sweep(account, shelf).page == "kept"
    assert set(shelf.kept) == {FILE, "index.html"}
    told = json.loads(shelf.kept[FILE])
    assert told["domains"][0]["visitors"]["by"] == "now"
    assert [one["kind"] for one in told["domains"][0]["events"]][-1] == "verified"
    assert told["runs"]["recheck"]["at"] == told["at"]


def test_status_tells_what_the_last_sweep_saw_with_its_time(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, chain = chain_of(certificate(9, days_left=-1, issued_days_ago=90))
    account.probe.serve(WWW.domain, chain)
    shelf, at = FakeReports(), account.clock.now()
    sweep(account, shelf)
    account.clock.advance(timedelta(hours=5))
    (row,) = ReadAccount(account.sources, account.rules, shelf)().domains
    assert row.health is DomainHealth.OUTAGE
    assert row.visitors is not None
    assert (row.visitors.by, row.visitors.at) == (SeenBy.SWEEP, at)


def test_a_page_that_cannot_be_kept_leaves_the_sweep_as_it_was(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    shelf = FakeReports()
    shelf.trouble.before("keep", DENIED)
    report = sweep(account, shelf)
    assert report.page == "permission_denied"
    assert report.is_clean
    assert isinstance(account.journal.newest(SUBJECT), Entry)


def test_a_fault_in_the_page_comes_after_the_sweep_is_on_record(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)

    def broken(_: AccountReport) -> Iterator[File]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Sweep(*account.connected, audience=KeepReport(account.sources, FakeReports(), broken))()
    assert isinstance(account.journal.newest(SUBJECT), Entry)


def test_only_a_journal_that_grew_is_read_for_its_events(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    shelf = FakeReports()
    sweep(account, shelf)
    read = account.journal.trouble.calls["sound"]
    before = kept_in(shelf.kept[FILE]).events
    sweep(account, shelf)
    assert account.journal.trouble.calls["sound"] == read
    assert kept_in(shelf.kept[FILE]).events == before


def test_without_time_what_was_known_is_kept(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    shelf = FakeReports()
    sweep(account, shelf)
    before = kept_in(shelf.kept[FILE]).events
    newer, _ = chain_of(certificate(3, days_left=300))
    account.inventory.add(newer)
    sweep(account, shelf)
    account.run_queue()
    sweep(account, shelf, has_time=False)
    assert kept_in(shelf.kept[FILE]).events == before
    sweep(account, shelf)
    assert kept_in(shelf.kept[FILE]).events != before


def test_a_domain_whose_look_raised_is_in_the_report(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    for bound in unbound(STATIC):
        account.targets.add(bound)
    account.probe.trouble.before("observe", DENIED)
    shelf = FakeReports()
    with pytest.raises(PermissionDeniedError):
        sweep(account, shelf)
    told = {one["domain"]: one["health"] for one in json.loads(shelf.kept[FILE])["domains"]}
    assert told[WWW.domain] == "unread"
    assert told[STATIC.domain] == "person"


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{", b"[]", b'{"version": 2}', b'{"version": 1, "at": "x", "domains": []}'],
)
def test_a_kept_report_that_cannot_be_read_is_none(data: bytes | None) -> None:
    assert kept_in(data).at is None


def test_what_is_kept_comes_back(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    report = ReadAccount(account.sources, account.rules)(look=True, events=True)
    kept = kept_in(json.dumps(kept_json(report)).encode())
    (row,) = report.domains
    assert kept.at == report.at
    assert kept.events[str(WWW)] == row.events
    assert row.visitors is not None
    assert kept.visitors[str(WWW)].text == row.visitors.text


def test_of_a_ledger_that_cannot_be_read_the_last_report_is_what_is_known(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    shelf, at = FakeReports(), account.clock.now()
    sweep(account, shelf)
    account.clock.advance(timedelta(hours=5))
    account.journal.trouble.before("head", DENIED)
    report = ReadAccount(account.sources, account.rules, shelf)()
    (row,) = report.domains
    assert row.health is DomainHealth.UNREAD
    assert row.visitors is not None
    assert row.visitors.at == at
    assert (report.runs.is_known, report.runs.swept) == (False, at)
    assert told_runs(report.runs) == (
        (
            "when recheck and watch ran is not known; the last report that could be read: "
            f"{at:%Y-%m-%d %H:%M}"
        ),
    )
    alone = ReadAccount(account.sources, account.rules)
    account.journal.trouble.before("head", DENIED)
    (row,) = alone().domains
    assert told_visitors(row) == "not read"
