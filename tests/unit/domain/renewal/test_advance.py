"""The table of a line's transitions, whole: each state meets each fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.advance import advance
from certbind.domain.renewal.facts import (
    CallAnswered,
    CallBegun,
    CallLost,
    CallRefused,
    CaRefused,
    LineFact,
    LineSentAgain,
    LineTold,
    LineUnread,
    NewIssued,
    NotTaken,
    RecordBegun,
    RecordLost,
    RecordRefused,
    RecordRemoved,
    RecordTaken,
    RecordWritten,
    SeenAtWork,
)
from certbind.domain.renewal.order import OrderCall, OrderStage, Renewable
from certbind.domain.renewal.pace import LOOK_AGAIN, SELDOMEST_LOOK, pause_after, until_next_look
from certbind.domain.renewal.state import (
    CEILING,
    BegunCall,
    LinePhase,
    LineState,
    LineTrouble,
    WrittenRecord,
    after_damage,
    aged,
    unknown_past,
)
from certbind.domain.renewal.state_json import line_from_json, line_to_json
from certbind.errors import UnexpectedFactError
from tests.fakes.clock import NOON

NEW = CertificateId(2, "cn-hangzhou")
ONE = Renewable(
    CertificateId(1, "cn-hangzhou"),
    ("www.shop.example",),
    NOON - timedelta(days=70),
    NOON + timedelta(days=20),
    "cas-ivauto-1",
)
HOUR = timedelta(hours=1)
BEGUN = BegunCall(OrderCall.APPLY, ago=timedelta(seconds=40))
TROUBLE = LineTrouble("throttled", retryable=True, times=2, ago=HOUR)
MINE = WrittenRecord("shop.example", "_dnsauth.www", "TXT", "v", trouble=TROUBLE)
FACTS: tuple[LineFact, ...] = (
    CallBegun(OrderCall.APPLY),
    CallAnswered(7),
    CallLost("unavailable"),
    CallRefused("permission_denied", retryable=False),
    NotTaken(),
    SeenAtWork(OrderStage.VALIDATING, 7, "validation_missing", "a record"),
    SeenAtWork(OrderStage.CHECKING, 7, "renewing", "under way"),
    NewIssued(NEW),
    CaRefused("no"),
    LineTold("cannot_renew", "refunded", is_refusal=True),
    LineUnread("throttled", retryable=True),
    RecordBegun(MINE),
    RecordWritten(MINE, "7"),
    RecordLost(MINE),
    RecordRefused(MINE, "throttled", retryable=True),
    RecordTaken(MINE),
    RecordRemoved(MINE),
)
OF_A_CALL = (CallAnswered, CallLost, CallRefused, NotTaken)


def states() -> list[LineState]:
    """Each phase, with and without a call, trouble and orders."""
    found = []
    for phase, trouble, orders in product(LinePhase, (None, TROUBLE), range(CEILING + 1)):
        found.append(
            LineState(
                ONE,
                phase,
                HOUR,
                BEGUN if phase is LinePhase.BEGUN else None,
                is_updated=phase is LinePhase.UPDATED,
                orders=(HOUR,) * orders,
                trouble=trouble,
                said="renewing",
            )
        )
    return found


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_every_state_meets_every_fact(fact: LineFact) -> None:
    """Total: an end, or an error that names both; what was ordered is never forgotten."""
    for state in states():
        is_expected = (state.begun is not None) == isinstance(fact, OF_A_CALL)
        if isinstance(fact, CallBegun):
            is_expected = state.begun is None and len(state.orders) < CEILING
        elif not isinstance(fact, OF_A_CALL):
            is_expected = True
        if not is_expected:
            with pytest.raises(UnexpectedFactError, match=state.phase.value):
                advance(state, fact)
            continue
        moved = advance(state, fact)
        assert len(moved.state.orders) >= len(state.orders)
        assert moved.state.certificate == ONE
        assert moved.follow is None or timedelta() <= moved.follow <= SELDOMEST_LOOK
        assert line_from_json(line_to_json(moved.state)) == moved.state


EXPECTED = {
    CallBegun: (LinePhase.BEGUN, EntryKind.ORDER_INTENT, None),
    NewIssued: (LinePhase.DONE, EntryKind.ORDER_ISSUED, None),
    CaRefused: (LinePhase.REFUSED, EntryKind.ORDER_FAILED, None),
}


@pytest.mark.parametrize("fact", [f for f in FACTS if type(f) in EXPECTED], ids=str)
def test_where_a_resting_line_goes(fact: LineFact) -> None:
    moved = advance(LineState(ONE), fact)
    assert (moved.state.phase, moved.kind, moved.follow) == EXPECTED[type(fact)]


@pytest.mark.parametrize(
    ("call", "phase"),
    [
        (OrderCall.UPDATE, LinePhase.UPDATED),
        (OrderCall.APPLY, LinePhase.ORDERED),
        (OrderCall.CREATE, LinePhase.ORDERED),
        (OrderCall.RENEW, LinePhase.ORDERED),
    ],
)
def test_a_call_that_cas_took_is_looked_at_in_half_a_minute(
    call: OrderCall, phase: LinePhase
) -> None:
    begun = advance(LineState(ONE), CallBegun(call)).state
    moved = advance(begun, CallAnswered(7))
    assert (moved.state.phase, moved.kind) == (phase, EntryKind.ORDER_PLACED)
    assert (moved.follow, moved.state.order, moved.state.begun) == (LOOK_AGAIN, 7, None)
    assert moved.state.is_updated is (call is OrderCall.UPDATE)


def test_a_lost_answer_stays_open_until_it_is_read_back() -> None:
    begun = advance(LineState(ONE), CallBegun(OrderCall.CREATE)).state
    lost = advance(begun, CallLost("unavailable"))
    assert lost.state.begun == BegunCall(OrderCall.CREATE, answer_lost=True)
    assert (lost.kind, lost.follow) == (EntryKind.DEFERRED, LOOK_AGAIN)
    found = advance(lost.state, FACTS[5])
    assert (found.kind, found.state.phase) == (EntryKind.ORDER_PLACED, LinePhase.VALIDATING)
    gone = advance(lost.state, NotTaken())
    assert (gone.state.phase, gone.state.trouble) == (LinePhase.FAILED, lost.state.trouble)


def test_a_look_does_not_make_an_application_younger() -> None:
    old = replace(LineState(ONE), phase=LinePhase.VALIDATING, since=HOUR)
    assert advance(old, FACTS[6]).state.since == HOUR
    fresh = advance(LineState(ONE), FACTS[6]).state
    assert fresh.since == timedelta()


@pytest.mark.parametrize(
    ("since", "seconds"),
    [(0, 30), (60, 30), (600, 300), (36_000, 18_000), (86_400, 21_600)],
)
def test_the_longer_it_takes_the_seldomer_it_is_looked_at(since: int, seconds: int) -> None:
    state = LineState(ONE, since=timedelta(seconds=since))
    assert until_next_look(state) == timedelta(seconds=seconds)


def test_what_never_ends_costs_four_looks_a_day() -> None:
    since, looks = timedelta(), 0
    while since < timedelta(days=30):
        since, looks = since + until_next_look(LineState(ONE, since=since)), looks + 1
    assert looks <= 30 * 4 + 20


@pytest.mark.parametrize(
    ("retryable", "hours"),
    [(True, [0.25, 0.5, 1, 2, 4, 8, 8]), (False, [1, 2, 4, 8, 16, 24, 24])],
)
def test_pauses_grow_by_class(retryable: bool, hours: list[float]) -> None:
    pauses = [pause_after(LineTrouble("x", retryable, times)) for times in range(1, 8)]
    assert pauses == [timedelta(hours=hour) for hour in hours]


def test_troubles_of_one_class_count_and_of_another_begin_anew() -> None:
    state = LineState(ONE)
    for times in (1, 2, 3):
        state = advance(state, LineUnread("throttled", retryable=True)).state
        assert state.trouble is not None
        assert state.trouble.times == times
    other = advance(state, LineUnread("permission_denied", retryable=False)).state
    assert other.trouble is not None
    assert other.trouble.times == 1


def test_a_message_that_came_twice_changes_nothing_but_that_it_is_on_record() -> None:
    state = replace(LineState(ONE), phase=LinePhase.ORDERED, orders=(HOUR,), said="renewing")
    moved = advance(state, LineSentAgain(HOUR))
    assert (moved.state, moved.kind, moved.follow) == (state, EntryKind.KEPT, HOUR)


def test_an_order_counts_for_a_day_after_the_latest_moment_its_call_can_come() -> None:
    state = advance(LineState(ONE), CallBegun(OrderCall.UPDATE)).state
    a_day, longest_run = timedelta(hours=24), timedelta(seconds=600)
    assert len(aged(state, a_day).orders) == 1
    assert len(aged(state, a_day + longest_run - timedelta(seconds=1)).orders) == 1
    assert aged(state, a_day + longest_run).orders == ()


def test_another_certificate_begins_anew_but_for_what_was_ordered() -> None:
    state = replace(LineState(ONE), phase=LinePhase.REFUSED, orders=(HOUR,), said="x")
    other = replace(ONE, id=NEW)
    assert state.about(ONE) is state
    assert state.about(other) == LineState(other, orders=(HOUR,))
    begun = replace(state, phase=LinePhase.BEGUN, begun=BEGUN)
    carried = begun.about(other)
    assert (carried.phase, carried.begun, carried.certificate) == (LinePhase.BEGUN, BEGUN, other)


def test_a_certificate_that_the_line_has_left_behind_is_told_as_renewed() -> None:
    later = replace(ONE, id=NEW, not_after=ONE.not_after + HOUR)
    state = LineState(later, LinePhase.REFUSED, orders=(HOUR,))
    assert state.told_of(ONE) == LineState(ONE, LinePhase.DONE, issued=NEW, orders=(HOUR,))
    assert state.told_of(later) is state
    assert LineState().told_of(ONE) == LineState(ONE)
    assert LineState(ONE).told_of(later) == LineState(later)
    assert [LineState(held).has_left(ONE) for held in (None, ONE, later)] == [False, False, True]
    assert not LineState(ONE).has_left(later)


def test_damage_counts_against_ordering() -> None:
    assert len(after_damage(LineState(ONE), 1).orders) == 1
    assert len(after_damage(LineState(ONE, orders=(HOUR,)), 9).orders) == 1 + CEILING
    assert len(unknown_past().orders) == CEILING


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 1},
        {"version": 1, "line": {}},
        {"version": "1", "line": {}},
        {"version": 2, "line": line_to_json(LineState(ONE))["line"]},
        {"version": 1, "line": {**line_to_json(LineState(ONE))["line"], "orders": [-1]}},
        {"version": 1, "line": {**line_to_json(LineState(ONE))["line"], "orders": "3"}},
        {"version": 1, "line": {**line_to_json(LineState(ONE))["line"], "phase": "happy"}},
        {"version": 1, "line": {**line_to_json(LineState(ONE))["line"], "since": True}},
    ],
)
def test_what_is_no_state_is_an_error_and_no_state(broken: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        line_from_json(broken)
