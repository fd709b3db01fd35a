"""Laws of a domain's state: its table of transitions is total, and an entry keeps it whole."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certbind.domain.lifecycle.absorb import absorb
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import Fact, Looked, LookResult, OtherHand
from certbind.domain.lifecycle.pause import Times, pause_after, pause_between_looks
from certbind.domain.lifecycle.state import (
    DomainState,
    Look,
    Seen,
    SeenAs,
    Stage,
    Trouble,
    Why,
    aged,
)
from certbind.domain.lifecycle.state_json import NewerStateError, state_from_json, state_to_json
from certbind.domain.lifecycle.state_v1 import phase_of, v1_form
from certbind.domain.model.target import Target
from certbind.errors import UnexpectedFactError
from tests.property.states import FACTS, KNOWN, LOOKS, SEEN, SPANS, STATES, TARGETS, TROUBLES

AT = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
TIMES = Times()
ALWAYS = {
    "Refused",
    "OtherHand",
    "JobBound",
    "PlaceMoved",
    "Looked",
    "Told",
    "SetAside",
    "SentAgain",
    "DowngradeBegun",
}
ONLY_WITH_A_CHANGE = {"Answered", "AnswerLost", "NotMade"}
ONLY_WITHOUT_A_CHANGE = {"Begun", "TakenOff"}
ONLY_WHILE_DOWNGRADED = {"SettingsMoved", "TurnedOff", "ReturnBegun", "Returned"}


def through_json(state: DomainState) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(state_to_json(state, AT)))
    return written


def test_every_fact_that_there_is_has_its_law() -> None:
    assert set(FACTS) == set(get_args(Fact))
    in_time = ONLY_WITH_A_CHANGE | ONLY_WHILE_DOWNGRADED | ONLY_WITHOUT_A_CHANGE
    assert {kind.__name__ for kind in FACTS} == ALWAYS | in_time


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
@given(STATES, st.data())
def test_every_fact_advances_every_state_or_is_named_as_unexpected(
    kind: type, state: DomainState, data: st.DataObject
) -> None:
    """No third way: and what comes out can be put on record."""
    fact = data.draw(FACTS[kind])
    if kind.__name__ in ONLY_WHILE_DOWNGRADED:
        expected, told = state.downgrade is not None, "not downgraded"
    else:
        is_at_rest = kind.__name__ in ONLY_WITHOUT_A_CHANGE
        expected = kind.__name__ in ALWAYS or is_at_rest is (state.change is None)
        told = state.stage.value
    if not expected:
        with pytest.raises(UnexpectedFactError, match=told):
            advance(state, fact, 8, TIMES)
        return
    moved = advance(state, fact, 8, TIMES)
    assert state_from_json(through_json(moved.state), AT) == moved.state
    assert moved.follow is None or timedelta() <= moved.follow <= timedelta(days=7)


@given(STATES)
def test_a_state_survives_its_entry(state: DomainState) -> None:
    assert state_from_json(through_json(state), AT) == state


@given(STATES)
def test_a_state_of_an_earlier_build_of_this_version_is_read(state: DomainState) -> None:
    """It knew neither what goes first and back, nor what was refused here, nor CAS's jobs; a
    downgrade is of a later version.
    """
    state = replace(state, downgrade=None)
    raw = through_json(state)
    body = raw["domain"]
    for part in ("refused_here", "awaits"):
        del body[part]
    (body["ours"] or {}).pop("is_job", None)
    for part in ("ours", "change", "look", "seen"):
        for name in ("is_canary", "was_good", "blames"):
            (body[part] or {}).pop(name, None)
    plain: dict[str, Any] = {"is_canary": False, "was_good": False}
    earlier = replace(
        state,
        refused_here=(),
        awaits=None,
        ours=state.ours and replace(state.ours, is_job=False, **plain),
        change=state.change and replace(state.change, **plain),
        look=state.look and replace(state.look, blames=False),
        seen=state.seen and replace(state.seen, blames=False),
    )
    assert state_from_json(raw, AT) == earlier


@given(STATES)
def test_the_version_before_can_go_on_and_what_it_wrote_is_read(state: DomainState) -> None:
    """By the form that 0.1 reads, what counts most is the same: where the domain's certificate
    belongs, what stands there, the way back, the hold, and what it is in the midst of.
    """
    old = json.loads(json.dumps(v1_form(state, AT)))
    again = state_from_json(old, AT)
    assert (again.place, again.standing, again.way_back) == (
        state.place,
        state.standing,
        state.way_back,
    )
    assert (again.change is None) == (state.change is None)
    if state.change is not None and again.change is not None:
        assert again.change.certificate == state.change.certificate
        assert again.change.before == state.change.before
        assert again.change.answer_lost is state.change.answer_lost
    assert phase_of(again) == phase_of(state)
    ends = [one.end for one in state.refused_here if one.end is not None]
    held_to = max([*ends, *([state.hold.end] if state.hold else [])], default=None)
    assert (again.hold is None) == (held_to is None)
    if held_to is not None and again.hold is not None:
        assert timedelta() <= again.hold.end - held_to <= timedelta(days=1)
    assert v1_form(again, AT)["phase"] == old["phase"]


@given(STATES, SEEN)
def test_what_was_seen_keeps_its_class_in_the_form_of_the_version_before(
    state: DomainState, seen: Seen
) -> None:
    state = replace(state, look=None, seen=seen)
    again = state_from_json(json.loads(json.dumps(v1_form(state, AT))), AT)
    assume(again.look is None)
    assume(again.seen is not None)
    assert state.seen is not None
    assert again.seen is not None
    was_verified = state.seen.verdict is SeenAs.VERIFIED
    assert (again.seen.verdict is SeenAs.VERIFIED) is was_verified


WRONG: list[object] = [None, True, -1, 1.5, "", "x", "2026-11-25T00:00:00", [1], {}, {"a": 1}]


@given(STATES, st.data())
def test_a_state_with_one_value_spoilt_is_none_or_sound(
    state: DomainState, data: st.DataObject
) -> None:
    """Nothing that would fail later, in the midst of a sweep, is read as a state."""
    raw = through_json(state)
    place = raw["domain"]
    inner = [one for one in place.values() if isinstance(one, dict)]
    place = data.draw(st.sampled_from([place, *inner]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(st.sampled_from(WRONG))
    try:
        read = state_from_json(raw, AT)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    assert state_from_json(through_json(read), AT) == read
    assert aged(read, timedelta(seconds=1)).stage is read.stage


@pytest.mark.parametrize("version", [0, 4, "2", True, None, 2.0])
def test_a_state_of_another_version_is_never_taken_for_this_one(version: object) -> None:
    raw = {**through_json(DomainState()), "version": version}
    with pytest.raises(NewerStateError):
        state_from_json(raw, AT)


@given(STATES, SPANS, SPANS)
def test_what_runs_grows_by_real_time_whatever_else_is_written(
    state: DomainState, one: timedelta, other: timedelta
) -> None:
    """An entry in between loses no time of what waits."""
    whole = aged(state, one + other)
    between = state_from_json(json.loads(json.dumps(state_to_json(aged(state, one), AT))), AT)
    assert aged(between, other) == whole
    assert aged(state, timedelta()).change == state.change


@given(STATES, SPANS)
def test_only_what_runs_ages(state: DomainState, age: timedelta) -> None:
    older = aged(state, age)
    for before, after in (
        (state.change, older.change),
        (state.look, older.look),
        (state.seen, older.seen),
        (state.trouble, older.trouble),
    ):
        assert (before is None) == (after is None)
    if state.look is not None and older.look is not None:
        for name in ("spent", "round_ago", "last_ago"):
            assert getattr(older.look, name) == getattr(state.look, name) + age
    still = ("place", "standing", "way_back", "ours", "hold", "said", "refused_here")
    assert all(getattr(older, name) == getattr(state, name) for name in still)


@given(STATES, TARGETS, KNOWN)
def test_what_stands_is_absorbed_once(state: DomainState, target: Target, stands: Any) -> None:
    """Absorbing it again brings nothing; and a state that absorbed it is in no change."""
    fact = absorb(state, target, stands)
    if fact is None:
        assert state.change is None
        return
    moved = advance(state, fact, 8, TIMES).state
    assert moved.stage is not Stage.CHANGING
    again = absorb(moved, target, stands)
    if again is not None:  # a change that was not made leaves what else the record lacks
        assert isinstance(again, OtherHand)
        moved = advance(moved, again, 9, TIMES).state
        assert absorb(moved, target, stands) is None


@given(TROUBLES, st.text())
def test_a_pause_ends_within_its_bound(trouble: Trouble, seed: str) -> None:
    """Four hours for what passes by itself, a day for the rest; up to a quarter more."""
    pause = pause_after(trouble, seed)
    least = timedelta(seconds=30) if trouble.retryable else timedelta(minutes=15)
    most = timedelta(hours=4) if trouble.retryable else timedelta(hours=24)
    assert least <= pause <= most * 1.25
    once_more = replace(trouble, times=trouble.times + 1)
    assert pause_after(once_more, seed) >= pause


@given(LOOKS)
def test_between_two_looks_never_more_than_a_quarter_of_an_hour_passes(look: Any) -> None:
    assert timedelta(seconds=1) <= pause_between_looks(look, TIMES) <= timedelta(minutes=15)


@given(st.lists(st.sampled_from(LookResult), min_size=1, max_size=200), st.sampled_from(Why))
def test_looks_come_to_an_end(results: list[LookResult], why: Why) -> None:
    """However looks turn out, they end in a word after the deadline at the latest, and never in
    `verified` before two good ones, 30 s apart.
    """
    good, state = _looked(results, why)
    if state.look is None and state.seen is not None:
        assert (state.seen.verdict is SeenAs.VERIFIED) <= (good >= 2)


@pytest.mark.parametrize("why", Why)
@pytest.mark.parametrize("turns", list(itertools.product(LookResult, LookResult)))
def test_looks_that_take_turns_come_to_an_end(turns: tuple[LookResult, ...], why: Why) -> None:
    _, state = _looked([*turns] * 100, why)
    assert state.look is None


def _looked(results: list[LookResult], why: Why) -> tuple[int, DomainState]:
    """How many good looks in a row were the last, and the state; each look comes when promised."""
    state, spent, good = DomainState(look=Look(why)), timedelta(), 0
    for number, result in enumerate(results):
        moved = advance(state, Looked(result, "reason", "text"), number, TIMES)
        good = good + 1 if result is LookResult.GOOD else 0
        state = moved.state
        if state.look is None:
            break
        assert moved.follow is not None
        spent += moved.follow
        assert spent <= TIMES.verify_within + timedelta(minutes=15) + 2 * TIMES.confirm_after
        state = aged(state, moved.follow)
    return good, state
