"""Crashes at every edge, doubles, two at once, lost answers: never one order too many."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from certbind.domain.renewal.order import OrderKind
from certbind.domain.renewal.state import CEILING, LinePhase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import CertbindError, ThrottledError
from certbind.events import Event, line_step
from tests.fakes.orders import LOST
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import CrashError, CrashPoint, Interleaved
from tests.unit.usecases.renew.renewing import OLD, Renewing

SLOW = ThrottledError("slow down", service="cas", action="ApplyCertificate")
KINDS = pytest.mark.parametrize("kind", [OrderKind.INSTANCE, OrderKind.PACKAGE])


def calm(account: Renewing) -> None:
    """No trouble any more, for whoever looks from outside."""
    account.meet(Trouble())


def attempt(account: Renewing, event: Event) -> None:
    """One delivery; what ends badly is delivered again by the platform."""
    try:
        account.handle(event)
    except (CrashError, CertbindError):
        account.meet(Trouble())
        account.clock.advance(timedelta(seconds=60))
        account.handle(event)


def to_the_end(account: Renewing) -> None:
    """The queue, with sweeps, until the CA has something to issue; then it issues."""
    for day in range(3):
        for _ in range(12):
            for event in account.queue.take_due():
                attempt(account, event)
            if account.submitted:
                break
            account.clock.advance(timedelta(hours=1))
        attempt(account, line_step(OLD.id, f"sweep-{day}"))
    calm(account)
    account.orders.issue_now(OLD)
    account.handle(line_step(OLD.id, "sweep-last"))
    account.work()


@KINDS
def test_a_crash_at_every_edge_orders_once(anchors: TrustAnchors, kind: OrderKind) -> None:
    edges = 0
    for at in range(1, 60):
        account = Renewing(anchors, kind=kind)
        account.warn()
        point = CrashPoint(at)
        account.meet(point)
        for _ in range(4):  # the messages up to the application
            for event in account.queue.take_due():
                attempt(account, event)
            account.clock.advance(timedelta(seconds=30))
        edges = max(edges, point.passed)
        to_the_end(account)
        assert account.submitted == 1, at
        assert account.line().phase is LinePhase.DONE, at
        if point.passed < at:
            break
    assert edges > 20


@KINDS
def test_a_second_invocation_at_every_edge_orders_once(
    anchors: TrustAnchors, kind: OrderKind
) -> None:
    """The same message delivered to two instances, whose clocks show the same moment."""
    for at in range(1, 40):
        account = Renewing(anchors, kind=kind)
        account.warn()
        (event,) = account.queue.take_due()
        other = Interleaved(at, lambda account=account, event=event: account.handle(event))  # type: ignore[misc]
        account.meet(other)
        account.handle(event)
        account.meet(Trouble())
        account.work(until=account.validating, steps=20)
        assert account.submitted <= 1, at
        assert len(account.orders.placed) <= 2, at
        if other.passed < at:
            break


REACH_IT = (6, 10, 47, 52, 74, 100)
"""Histories that would pass it, were there none."""


def orders_within_a_day(moments: list[datetime]) -> int:
    """The most within any 24 hours."""
    return max(
        (sum(at <= other < at + timedelta(hours=24) for other in moments) for at in moments),
        default=0,
    )


@KINDS
@pytest.mark.parametrize("seed", [0, 1, *REACH_IT])
def test_no_history_of_faults_passes_the_ceiling(
    anchors: TrustAnchors, kind: OrderKind, seed: int
) -> None:
    """Six weeks of crashes, doubles, lost answers, refusals by the CA, withdrawals, damaged
    entries and steps of the clock: never a fourth call that may order within 24 hours.
    """
    chance = random.Random(seed)  # noqa: S311 - the same seed is the same history
    account = Renewing(anchors, kind=kind)
    account.orders.quota = 1000
    account.orders.update_submits = chance.random() < 0.5
    moments: list[datetime] = []
    place = account.orders.place

    def counted(*given: object) -> int:
        moments.append(account.clock.now())
        return place(*given)  # type: ignore[arg-type]

    account.orders.place = counted  # type: ignore[method-assign, assignment]
    account.warn()
    acts: tuple[tuple[int, Callable[[], object]], ...] = (
        (4, lambda: account.meet(CrashPoint(chance.randrange(1, 25)))),
        (4, lambda: account.orders.trouble.before("place", LOST)),
        (4, lambda: account.orders.trouble.after("place", LOST)),
        (4, lambda: account.orders.trouble.before("place", SLOW)),
        (4, lambda: account.orders.trouble.before("orders_read", LOST)),
        (3, lambda: account.orders.refuse(OLD, "no")),
        (3, lambda: damage(account)),
        (3, lambda: account.orders.issue_now(OLD, days=4)),  # soon due again
        (8, lambda: None),
    )
    weights = [weight for weight, _ in acts]
    for step in range(150):
        chance.choices(acts, weights)[0][1]()
        events = account.queue.take_due()
        if chance.random() < 0.3:
            newest = next(iter(account.orders.lines.values())).one
            events.append(line_step(newest.id, f"sweep-{step}"))
        if chance.random() < 0.4:
            events += events
        for event in events[:8]:
            try:
                account.handle(event)
            except (CrashError, CertbindError):
                account.queue.send(event, timedelta(minutes=1))
                account.meet(Trouble())
        account.clock.advance(timedelta(seconds=chance.choice((0, 1, 31, 600, 7200, 40_000))))
    assert orders_within_a_day(moments) <= CEILING
    assert len(account.queue.waiting()) < 60


def damage(account: Renewing) -> None:
    calm(account)
    subjects = account.journal.subjects("line/")
    newest = account.journal.newest(subjects[0]) if subjects else None
    if newest is not None:
        account.journal.put(subjects[0], newest.sequence, b"{")
