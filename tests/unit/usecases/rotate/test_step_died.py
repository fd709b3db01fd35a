"""Whoever binds ends each time without a word: it comes to rest, and a person is told."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta

import pytest

from certbind.domain.trust.chain import TrustAnchors
from certbind.events import Event
from certbind.usecases.account.sweep_report import SweepFinding
from tests.unit.usecases.account import WWW, Account
from tests.unit.usecases.renewal import COMMAND, NEW, account_with_old
from tests.unit.usecases.sweeps import sweep

REDELIVERED = timedelta(seconds=15)
SWEEPS = timedelta(hours=6)


def play(account: Account, days: int) -> int:
    """So many days of messages and sweeps; what raises is delivered again. How many messages."""
    clock = account.clock
    end, next_sweep = clock.now() + timedelta(days=days), clock.now() + SWEEPS
    again: list[tuple[datetime, int, Event]] = [(clock.now(), 0, COMMAND)]
    handled = 0
    while clock.now() < end:
        waits = [due for due, _ in account.queue.waiting()]
        moment = min([next_sweep, *waits, *(due for due, *_ in again)])
        clock.advance(max(moment - clock.now(), timedelta()))
        if next_sweep <= clock.now():
            sweep(account)
            next_sweep += SWEEPS
        due = account.queue.take_due()
        while again and again[0][0] <= clock.now():
            due.append(heapq.heappop(again)[2])
        for message in due:
            handled += 1
            try:
                account.handle(message)
            except KeyError:
                heapq.heappush(again, (clock.now() + REDELIVERED, handled, message))
    return handled


def test_a_write_at_which_every_process_dies_is_tried_once_a_day_and_told(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", KeyError("an SDK's own"), times=1000)
    tried_in: list[int] = []
    handled = 0
    for _ in range(2):
        before = account.targets.trouble.calls["bind"]
        handled = play(account, 7)
        tried_in.append(account.targets.trouble.calls["bind"] - before)
    assert tried_in[0] < 16, "five within half an hour, then ever more seldom"
    assert tried_in[-1] <= 8
    assert handled < 40
    assert len(account.entries(WWW.domain)) < 100
    (domain,) = sweep(account).domains
    told = [detail for kind, detail in domain.findings if kind is SweepFinding.BIND_FAILED]
    assert told
    assert "not_made" in told[0]
    trouble = account.state(WWW.domain).trouble
    assert trouble is not None
    assert (trouble.word, trouble.retryable) == ("not_made", False)


def test_a_single_crash_costs_no_more_than_the_lease(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", KeyError("once"))
    with pytest.raises(KeyError):
        account.handle(COMMAND)
    account.clock.advance(account.rules.times.lease)
    account.handle(COMMAND)
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.state(WWW.domain).trouble is None
