"""States that another hand changed, value by value: each is refused when it is read.

Forms are those that state_to_json and v1_form write; what is spoilt is spoilt by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.state import (
    Awaited,
    Carried,
    Change,
    Damaged,
    DomainState,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.lifecycle.state_json import NewerStateError, state_from_json, state_to_json
from certbind.domain.lifecycle.state_v1 import phase_of, v1_form
from certbind.domain.serving.around_binding import Lost
from certbind.domain.serving.values import SettingChange
from tests.fakes.situations import held_until, known, record
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

OLD = certificate(1, "shop.example.com")
CHANGE = Change(cas_id(2), known(OLD), Purpose.AUTOMATIC, ago=timedelta(minutes=1))
STATE = record(
    cdn("shop.example.com", bound_by_id(1)),
    OLD,
    change=CHANGE,
    look=Look(Why.BOUND, last_ago=timedelta(minutes=2)),
    hold=held_until(NOW + 9 * DAY),
)
Spoil = Callable[[dict[str, Any]], object]


def written(state: DomainState) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(json.dumps(state_to_json(state, NOW)))
    return raw


def older(state: DomainState) -> dict[str, Any]:
    """As certbind 0.1 wrote it."""
    raw: dict[str, Any] = json.loads(json.dumps(v1_form(state, NOW)))
    return raw


def test_the_state_that_is_spoilt_here_is_a_sound_one() -> None:
    assert state_from_json(written(STATE), NOW) == STATE
    assert state_from_json(older(STATE), NOW).change == CHANGE


MINUTE = timedelta(minutes=1)
WHOLE = replace(
    STATE,
    way_back=known(certificate(3, "shop.example.com")),
    ours=Ours(7, Purpose.WISH, stood=(("gzip", "{}"),), replaced=known(OLD)),
    lost=Lost((SettingChange("HSTS", "{}", None),), MINUTE),
    seen=Seen(SeenAs.PARTLY, "old", "192.0.2.1 serves the old one", MINUTE),
    trouble=Trouble("throttled", cas_id(2), True, times=3, ago=MINUTE, others=2),
    wishes=(Carried("hand-1", MINUTE),),
    said="held",
    damaged=Damaged(5, MINUTE),
    refused_here=(RefusedHere(cas_id(4), "weak_key", NOW + 90 * DAY),),
)


@pytest.mark.parametrize("state", [DomainState(), WHOLE], ids=["nothing", "everything"])
def test_a_state_comes_back_from_its_entry_whatever_it_holds(state: DomainState) -> None:
    assert state_from_json(written(state), NOW) == state


def test_an_entry_of_before_counts_no_others() -> None:
    raw = written(WHOLE)
    del raw["domain"]["trouble"]["others"]
    trouble = state_from_json(raw, NOW).trouble
    assert trouble is not None
    assert (trouble.times, trouble.others) == (3, 0)


@pytest.mark.parametrize(
    ("changes", "phase"),
    [
        ({}, "intent"),
        ({"change": None}, "bound"),
        ({"change": None, "look": None}, "not_verified"),
        ({"change": None, "look": None, "seen": Seen(SeenAs.VERIFIED)}, "verified"),
        ({"change": None, "look": None, "seen": None}, "idle"),
        ({"change": None, "look": Look(Why.SUSPECT), "seen": None}, "idle"),
    ],
)
def test_the_version_before_reads_where_a_domain_stands_in_one_word(
    changes: dict[str, Any], phase: str
) -> None:
    """And what it then writes is read again as that."""
    state = replace(WHOLE, **changes)
    assert (phase_of(state), older(state)["phase"]) == (phase, phase)
    assert phase_of(state_from_json(older(state), NOW)) == phase


@pytest.mark.parametrize("version", [0, 4, "2", True, None])
def test_a_state_of_another_version_is_left_to_the_one_that_wrote_it(version: object) -> None:
    with pytest.raises(NewerStateError, match="this certbind writes 2"):
        state_from_json({**written(WHOLE), "version": version}, NOW)


def test_a_domain_without_an_entry_was_never_seen() -> None:
    assert state_from_json({}, NOW) == DomainState()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda d: d["change"].update(certificate=None), "a change without a certificate"),
        (lambda d: d["change"].update(before=None), "without what stood before it"),
        (lambda d: d["hold"].update(end=None), "a hold without an end"),
        (lambda d: d["hold"].update(end="2026-12-03T12:00:00"), "has no time zone"),
        (lambda d: d["change"].update(ago=-1), "ago is negative"),
        (lambda d: d["look"].update(spent=-60), "spent is negative"),
        (lambda d: d["look"].update(tries=True), "tries is no int"),
        (lambda d: d["look"].update(why="curious"), "'curious' is not a valid Why"),
    ],
)
def test_a_state_that_was_changed_by_hand_is_refused_with_what_is_wrong(
    spoil: Spoil, problem: str
) -> None:
    raw = written(STATE)
    spoil(raw["domain"])
    with pytest.raises(ValueError, match=problem):
        state_from_json(raw, NOW)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda d: d.update(phase="asleep"), "phase is 'asleep'"),
        (lambda d: d.update(rest_phase="asleep"), "rest_phase is 'asleep'"),
        (lambda d: d.update(intent_certificate=None), "an intent without a certificate"),
        (lambda d: d.update(held_to="2026-12-03T12:00:00"), "has no time zone"),
        (lambda d: d.update(handled={}), "handled is no list"),
    ],
)
def test_a_state_of_the_version_before_is_read_as_strictly(spoil: Spoil, problem: str) -> None:
    raw = older(STATE)
    spoil(raw)
    with pytest.raises((ValueError, TypeError), match=problem):
        state_from_json(raw, NOW)


@pytest.mark.parametrize(
    "spoilt",
    [{"certificate": None}, {"certificate": "x"}, {"fault": 1}, {"end": "2027-01-01T00:00:00"}],
)
def test_what_was_refused_here_is_read_as_strictly(spoilt: dict[str, Any]) -> None:
    raw = written(WHOLE)
    raw["domain"]["refused_here"][0].update(spoilt)
    with pytest.raises((ValueError, TypeError, AttributeError)):
        state_from_json(raw, NOW)


def test_0_1_holds_the_domain_until_something_ends_later_than_what_was_refused_here() -> None:
    """It knows no such certificate, and would bind it again at its next sweep."""
    held = state_from_json(older(WHOLE), NOW).hold
    assert held is not None
    assert held.end == NOW + 90 * DAY
    assert older(replace(WHOLE, refused_here=()))["held_to"] == older(STATE)["held_to"]


AWAITS = replace(STATE, awaits=Awaited("88001-cn-hangzhou", (cas_id(2),), timedelta(minutes=9)))


def test_a_job_that_is_waited_for_survives_its_entry_and_may_be_missing() -> None:
    assert state_from_json(written(AWAITS), NOW) == AWAITS
    raw = written(AWAITS)
    del raw["domain"]["awaits"]
    assert state_from_json(raw, NOW) == STATE


@pytest.mark.parametrize(
    "wrong", [{"certificates": [None]}, {"certificates": 7}, {"job": 7}, {"ago": -1}]
)
def test_a_job_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    raw = written(AWAITS)
    raw["domain"]["awaits"] |= wrong
    with pytest.raises((ValueError, TypeError, AttributeError)):
        state_from_json(raw, NOW)
