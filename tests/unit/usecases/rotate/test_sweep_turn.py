"""A sweep ends in time and says whom it did not reach; nobody is left out for ever."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from certbind import bootstrap
from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import LedgerUnreadableError
from certbind.ports.ledger import Head
from certbind.usecases.account import sweep as sweep_module
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from certbind.usecases.account.turns.sweep_turn import Due, due
from certbind.usecases.protect.notices import TellAfterSweep
from certbind.usecases.protect.told_sweep import NothingDue, SweepAndTell, ToldSweep
from certbind.usecases.rotate.reads import memories
from tests.unit.usecases.account import WWW, Account, CrashError, unbound

T = TypeVar("T")

EVERY = timedelta(hours=6)
NAMES = [f"d{number:02}.example.com" for number in range(20)]
TIME = 600.0
RESERVED = 60.0


@pytest.fixture(autouse=True)
def one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is known who is reached."""

    def in_turn(work: Callable[[BoundTarget], T], targets: Iterable[BoundTarget]) -> tuple[T, ...]:
        return tuple(map(work, targets))

    monkeypatch.setattr(sweep_module, "in_parallel", in_turn)


@pytest.fixture
def account(anchors: TrustAnchors) -> Account:
    """Twenty domains without a certificate, and none that fits."""
    return account_of(NAMES, anchors)


def account_of(names: Iterable[str], anchors: TrustAnchors) -> Account:
    return Account(*unbound(*(replace(WWW, domain=Domain(one)) for one in names)), anchors=anchors)


def sweep_for(account: Account, looks: int) -> SweepReport:
    """With time to begin so many looks."""
    left = chain_of_seconds(looks)
    return Sweep(*account.connected, lambda: next(left))()


def chain_of_seconds(looks: int) -> Iterator[float]:
    yield TIME
    for _ in range(looks):
        yield RESERVED + 1
    while True:
        yield RESERVED


def reached(report: SweepReport) -> set[str]:
    return {one.domain for one in report.domains if one.is_reached}


def test_a_sweep_whose_time_is_up_reports_whom_it_did_not_reach(account: Account) -> None:
    report = sweep_for(account, 7)
    assert len(reached(report)) == 7
    assert [one.domain for one in report.domains] == NAMES
    assert report.counts == {"no_https": 7, "not_reached": 13}
    assert not report.is_clean
    (unread,) = report.unread
    assert unread.startswith("recheck: 13 of 20 domains were not reached in the time of one sweep")
    written = account.journal.newest("recheck/report")
    assert isinstance(written, Entry)
    assert written.record.details["counts"]["not_reached"] == 13
    assert len(written.record.details["findings"]) == 20


def test_the_next_sweep_goes_on_where_the_last_one_stopped(account: Account) -> None:
    seen = []
    for _ in range(6):
        seen.append(reached(sweep_for(account, 7)))
        account.clock.advance(EVERY)
    for first in range(4):
        assert set().union(*seen[first : first + 3]) == set(NAMES)
    assert not seen[0] & seen[1]


@pytest.mark.parametrize(("looks", "sweeps"), [(20, 1), (19, 2), (10, 2), (7, 3), (1, 20)])
def test_the_timer_goes_on_until_all_were_reached_once_and_no_longer(
    account: Account, looks: int, sweeps: int
) -> None:
    for begun in range(2):  # the first one at the first domain, the second wherever it stopped
        seen = [reached(told_sweep(account, looks)().report)]
        while isinstance(told := told_sweep(account, looks).if_due(), ToldSweep):
            seen.append(reached(told.report))
        assert set().union(*seen) == set(NAMES), begun
        assert len(seen) == sweeps, begun
        assert told.to_json() == {"outcome": "nothing_due"}
        account.clock.advance(EVERY)


def test_a_round_whose_first_domain_is_gone_ends_with_the_one_behind_it(account: Account) -> None:
    told_sweep(account, 7)()
    newest = account.journal.newest("recheck/report")
    assert isinstance(newest, Entry)
    gone = newest.record.state["since"]
    fewer = account_of([name for name in NAMES if name != gone], account.rules.anchors)
    fewer.journal, fewer.clock = account.journal, account.clock
    for _ in range(2):
        assert isinstance(told_sweep(fewer, 7).if_due(), ToldSweep)
    assert isinstance(told_sweep(fewer, 7).if_due(), NothingDue)


def test_the_timer_sweeps_every_six_hours_where_everybody_is_reached(account: Account) -> None:
    """A tick comes each half hour. What is from the future shows nothing."""
    ticks: list[int] = []
    begun = account.clock.now()
    for tick in range(30):
        account.clock.advance(begun + tick * timedelta(minutes=30) - account.clock.now())
        if isinstance(told_sweep(account, 20, takes=timedelta(seconds=1)).if_due(), ToldSweep):
            ticks.append(tick)
    assert ticks == [0, 12, 24]
    newest = account.journal.newest("recheck/report")
    assert isinstance(newest, Entry)
    assert due(newest, newest.at) is None
    assert due(newest, newest.at - timedelta(seconds=1)) == Due(), "the clock was ahead"


def test_where_the_report_cannot_be_read_a_sweep_is_due(account: Account) -> None:
    sweep_for(account, 20)
    error = LedgerUnreadableError("Entry 3 is no entry.", subject="recheck/report")
    account.journal.trouble.before("newest", error)
    assert isinstance(told_sweep(account, 20).if_due(), ToldSweep)


def told_sweep(account: Account, looks: int, *, takes: timedelta = timedelta()) -> SweepAndTell:
    """takes: as long as each domain."""
    left = chain_of_seconds(looks)

    def seconds_left() -> float:
        account.clock.advance(takes)
        return next(left)

    teller = TellAfterSweep(account.journal, account.clock, (), "en", lambda: TIME)
    return SweepAndTell(Sweep(*account.connected, seconds_left), lambda: teller)


def test_a_mark_whose_domain_is_gone_leads_to_the_one_behind_it(account: Account) -> None:
    sweep_for(account, 7)
    newest = account.journal.newest("recheck/report")
    assert isinstance(newest, Entry)
    gone = newest.record.state["next"]
    rest = [name for name in NAMES if name != gone]
    fewer = account_of(rest, account.rules.anchors)
    fewer.journal, fewer.clock = account.journal, account.clock
    behind = NAMES[(NAMES.index(gone) + 1) % len(NAMES)]
    assert reached(sweep_for(fewer, 1)) == {behind}


def test_sweeps_that_are_killed_each_time_do_not_leave_the_same_ones_out(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at the third look of each; nothing but the time tells that no report was written."""
    monkeypatch.setattr(memories, "FEWER_ARE_READ", 1000)  # so that each look reads one
    met: set[str] = set()
    head = account.journal.head

    def remembered(subject: str, expects: int = 0) -> Head:
        met.add(subject.removeprefix("domain/"))
        return head(subject, expects)

    account.journal.head = remembered  # type: ignore[method-assign]
    for _ in range(120):
        for _ in range(2):
            account.journal.trouble.act_before("head", lambda: None)
        account.journal.trouble.before("head", CrashError())
        with pytest.raises(CrashError):
            sweep_for(account, 20)
        account.clock.advance(EVERY)
    assert met == set(NAMES)


def test_a_report_that_cannot_be_read_leaves_nobody_out_either(account: Account) -> None:
    newest = account.journal.newest

    def newest_or_not(subject: str) -> Entry | ChainBreak | None:
        if subject == "recheck/report":
            raise LedgerUnreadableError("Entry 3 is no entry.", subject=subject)
        return newest(subject)

    account.journal.newest = newest_or_not  # type: ignore[method-assign]
    met: set[str] = set()
    for _ in range(60):
        met |= reached(sweep_for(account, 5))
        account.clock.advance(EVERY)
    assert met == set(NAMES)


def test_who_was_not_reached_is_no_news_and_forgets_none(account: Account) -> None:
    """The part that was not seen is news once; what was told of a domain is not told again."""
    sweep_for(account, 20)
    account.clock.advance(EVERY)
    assert sweep_for(account, 7).new == ("recheck",)
    for _ in range(4):
        account.clock.advance(EVERY)
        assert sweep_for(account, 7).new == ()
    account.clock.advance(EVERY)
    assert sweep_for(account, 20).new == ()


def test_a_short_run_looks_at_somebody_too(account: Account) -> None:
    left = iter([40.0, *[11.0] * 3, *[10.0] * 20])
    assert len(reached(Sweep(*account.connected, lambda: next(left))())) == 3


def test_nothing_is_begun_where_the_lists_took_all_the_time(account: Account) -> None:
    report = sweep_for(account, 0)
    assert reached(report) == set()
    assert {f for one in report.domains for f, _ in one.findings} == {SweepFinding.NOT_REACHED}


def test_a_person_is_told_everything_and_a_function_ends_in_time() -> None:
    environ = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "key",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
        "CERTBIND_REGION": "cn-hangzhou",
        "CERTBIND_ACCOUNT_ID": "1234567890123456",
    }
    assert bootstrap.recheck_without_end(environ, 100).seconds_left() == math.inf
    assert 0 < bootstrap.recheck(environ, 100).sweep.seconds_left() <= 100
