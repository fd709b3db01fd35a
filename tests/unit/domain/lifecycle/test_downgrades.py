"""What follows the facts of a downgrade, and how it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.absorb import absorb
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import (
    Answered,
    Begun,
    DowngradeBegun,
    Fact,
    OtherHand,
    ReturnBegun,
    Returned,
    SettingsMoved,
    TurnedOff,
)
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import (
    Change,
    DomainState,
    Downgrade,
    Going,
    KnownBinding,
    Look,
    Purpose,
    Why,
    aged,
)
from certbind.domain.lifecycle.state_json import state_from_json, state_to_json
from certbind.domain.model.target import UNBOUND
from certbind.domain.serving.record import Kept
from certbind.errors import UnexpectedFactError
from tests.fakes.situations import SHOP, known
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

STANDS = cdn(SHOP, bound_by_id(1))
BEFORE = known(certificate(1, SHOP, days=40))
KEPT = (Kept("https_force", '{"enable": "on"}', None),)
BEGUN = DowngradeBegun(STANDS.target, BEFORE, KEPT, NOW + 30 * DAY)
BOUND = DomainState(
    place=STANDS.target,
    standing=BEFORE,
    look=Look(Why.BOUND),
    change=Change(cas_id(2), BEFORE, Purpose.AUTOMATIC),
    said="looking",
)


def after(state: DomainState, *facts: Fact) -> tuple[DomainState, EntryKind]:
    kind = EntryKind.KEPT
    for number, fact in enumerate(facts, 1):
        made = advance(state, fact, number, Times())
        assert made.follow is None, "nobody is sent a message"
        state, kind = made.state, made.kind
    return state, kind


def test_it_begins_with_what_stood_and_ends_what_was_open() -> None:
    state, kind = after(BOUND, BEGUN)
    assert kind is EntryKind.DOWNGRADE_INTENT
    assert (state.change, state.look, state.said) == (None, None, "")
    assert state.downgrade == Downgrade(Going.DOWN, BEFORE, KEPT, timedelta(), NOW + 30 * DAY)


def test_said_again_it_keeps_what_stood_at_first_and_what_browsers_heard_last() -> None:
    state, _ = after(BOUND, BEGUN, TurnedOff())
    state = aged(state, DAY)
    empty = KnownBinding(UNBOUND)
    again, _ = after(state, replace(BEGUN, before=empty, remembered_until=NOW + DAY))
    assert again.downgrade == Downgrade(Going.DOWN, BEFORE, KEPT, DAY, NOW + 30 * DAY)
    other = known(certificate(2, SHOP))
    later, _ = after(again, replace(BEGUN, before=other, remembered_until=None))
    assert later.downgrade is not None
    assert later.downgrade.before == other
    assert after(BOUND, replace(BEGUN, remembered_until=None))[0].downgrade is not None


def test_off_nothing_stands_and_nobody_is_to_blame() -> None:
    state, kind = after(BOUND, BEGUN, SettingsMoved(), TurnedOff())
    assert kind is EntryKind.DOWNGRADED
    assert state.standing == KnownBinding(UNBOUND)
    assert state.downgrade is not None
    assert state.downgrade.going is Going.OFF
    assert after(BOUND, BEGUN, SettingsMoved())[1] is EntryKind.SETTINGS_CHANGED


def test_the_way_back_is_begun_and_ended() -> None:
    state, kind = after(BOUND, BEGUN, TurnedOff(), ReturnBegun())
    assert (kind, state.downgrade and state.downgrade.going) == (
        EntryKind.RETURN_INTENT,
        Going.BACK,
    )
    state, kind = after(state, Returned())
    assert (kind, state.downgrade) == (EntryKind.RETURNED, None)


@pytest.mark.parametrize("fact", [SettingsMoved(), TurnedOff(), ReturnBegun(), Returned()])
def test_nothing_of_it_happens_to_a_domain_that_was_not_downgraded(fact: Fact) -> None:
    with pytest.raises(UnexpectedFactError, match="was not downgraded"):
        advance(BOUND, fact, 1, Times())


def test_it_is_kept_in_a_version_that_older_builds_leave_alone() -> None:
    state, _ = after(BOUND, BEGUN, TurnedOff())
    raw = state_to_json(state, NOW)
    assert raw["version"] == 3
    assert state_from_json(raw, NOW) == state
    back, _ = after(state, ReturnBegun(), Returned())
    assert state_to_json(back, NOW)["version"] == 2


@pytest.mark.parametrize(
    "spoilt",
    [{"before": None}, {"ago": -1}, {"ago": "1"}, {"going": "up"}, {"kept": {"version": 9}}],
)
def test_what_is_no_downgrade_is_refused(spoilt: dict[str, Any]) -> None:
    state, _ = after(BOUND, BEGUN)
    raw = state_to_json(state, NOW)
    raw["domain"]["downgrade"] |= spoilt
    with pytest.raises((ValueError, TypeError, KeyError)):
        state_from_json(raw, NOW)


@pytest.mark.parametrize(
    ("back_with", "then"),
    [
        (known(certificate(2, SHOP)), BEFORE),  # a better one, for what stood until then
        (BEFORE, known(certificate(0, SHOP))),  # itself, for what stood before that
    ],
)
def test_plain_http_is_none_of_the_certificates_that_stood_before(
    back_with: KnownBinding, then: KnownBinding
) -> None:
    """Who rolls back after the return does not want HTTP."""
    served = replace(BOUND, change=None, way_back=known(certificate(0, SHOP)))
    off, _ = after(served, BEGUN, TurnedOff(), ReturnBegun())
    number = back_with.binding.certificate_id
    assert number is not None
    begun = Begun(STANDS.target, number, KnownBinding(UNBOUND), Purpose.WISH)
    state = off
    for fact in (begun, Answered(back_with), Returned()):
        state = advance(state, fact, 1, Times()).state
    assert (state.standing, state.way_back) == (back_with, then)
    by_hand = advance(off, OtherHand(back_with), 1, Times()).state
    assert (by_hand.standing, by_hand.way_back) == (back_with, then)


def test_that_nothing_stands_there_may_be_told_late_after_the_return() -> None:
    off, _ = after(replace(BOUND, change=None), BEGUN, TurnedOff(), ReturnBegun())
    begun = Begun(STANDS.target, cas_id(2), KnownBinding(UNBOUND), Purpose.WISH)
    state = off
    for fact in (begun, Answered(known(certificate(2, SHOP))), Returned()):
        state = advance(state, fact, 1, Times()).state
    assert state.way_back == BEFORE
    assert absorb(state, STANDS.target, KnownBinding(UNBOUND)) is None
    assert isinstance(absorb(state, STANDS.target, BEFORE), OtherHand)
    assert state_from_json(json.loads(json.dumps(state_to_json(state, NOW))), NOW) == state


def test_where_nothing_stood_before_nothing_did_after_the_return() -> None:
    off, _ = after(replace(BOUND, change=None), BEGUN, TurnedOff(), ReturnBegun())
    begun = Begun(STANDS.target, cas_id(1), KnownBinding(UNBOUND), Purpose.WISH)
    state = off
    for fact in (begun, Answered(BEFORE)):
        state = advance(state, fact, 1, Times()).state
    assert state.way_back == KnownBinding(UNBOUND)
