"""The state of a domain in the form of certbind 0.1: read, and still written beside the newer one.

Read: a ledger of 0.1 goes on where it stood. Written: certbind 0.1 can go on with a ledger of this
version (docs/operations.md); it knows moments where this version keeps how long ago something was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, timezone
from typing import Any

from certbind.domain.lifecycle.binding_json import (
    id_from_json,
    id_to_json,
    known_from_json,
    known_to_json,
    of,
    target_from_json,
    target_to_json,
    time_from_json,
    time_to_json,
)
from certbind.domain.lifecycle.state import (
    Change,
    DomainState,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    Seen,
    SeenAs,
    Why,
)
from certbind.domain.model.target import UNBOUND

_CHINA = timezone(timedelta(hours=8))
_DEADLINE = timedelta(minutes=30)
PHASES = frozenset({"idle", "intent", "bound", "verified", "not_verified"})
_UNKNOWN_BEFORE = KnownBinding(UNBOUND)


def upgraded(raw: Mapping[str, Any], at: datetime) -> DomainState:
    """What a state of 0.1, written `at` this moment, says.

    Causes that were handled are forgotten: what was not done for a reason that has gone is to be
    done. Raises ValueError, KeyError, TypeError or AttributeError for anything else than a state.
    """
    phase, rest = _phase(raw, "phase"), _phase(raw, "rest_phase")
    by_hand = of(raw, "rolled_back", bool)
    at_rest = rest if phase == "intent" else phase
    bound_at = time_from_json(raw["bound_at"])
    held_to = time_from_json(raw["held_to"])
    sequence = of(raw, "bound_sequence", int)
    if not isinstance(raw["handled"], list):
        raise TypeError("handled is no list")
    purpose = Purpose.BACK if by_hand else Purpose.AUTOMATIC
    return DomainState(
        place=target_from_json(raw["target"]),
        standing=known_from_json(raw["current"]),
        way_back=known_from_json(raw["previous"]),
        ours=Ours(sequence, purpose) if sequence and at_rest != "idle" else None,
        change=_change(raw, at) if phase == "intent" else None,
        look=_look(raw, at, bound_at) if at_rest == "bound" else None,
        seen=_SEEN.get(at_rest),
        hold=Hold(_latest(held_to)) if held_to else None,
    )


_SEEN = {"verified": Seen(SeenAs.VERIFIED), "not_verified": Seen(SeenAs.PARTLY)}
"""Why it was not verified stands in the entry, not in its state: a sweep sees it anew."""


def _latest(end: datetime) -> datetime:
    """Of a list 0.1 kept the first moment of the last day in UTC+8; anywhere in it is meant."""
    is_a_day = end.astimezone(_CHINA).time() == time()
    return end + timedelta(days=1) if is_a_day else end


def _phase(raw: Mapping[str, Any], name: str) -> str:
    phase = of(raw, name, str)
    if phase not in PHASES:
        raise ValueError(f"{name} is {phase!r}")
    return phase


def _change(raw: Mapping[str, Any], at: datetime) -> Change:
    certificate = id_from_json(raw["intent_certificate"])
    if certificate is None:
        raise ValueError("an intent without a certificate")
    begun = time_from_json(raw["intent_at"])
    by_hand = "intent_by_hand" in raw and of(raw, "intent_by_hand", bool)
    return Change(
        certificate,
        known_from_json(raw["intent_before"]) or _UNKNOWN_BEFORE,
        Purpose.BACK if by_hand else Purpose.AUTOMATIC,
        answer_lost=begun is None,
        ago=_since(begun, at),
    )


def _look(raw: Mapping[str, Any], at: datetime, bound_at: datetime | None) -> Look:
    return Look(
        Why.BOUND,
        _since(bound_at, at),
        of(raw, "looks", int),
        of(raw, "good_rounds", int),
        0,
        _since(time_from_json(raw["good_since"]), at),
    )


def _since(moment: datetime | None, at: datetime) -> timedelta:
    """Never negative: a clock may have stepped back between the two."""
    return timedelta() if moment is None else max(at - moment, timedelta())


def v1_form(state: DomainState, at: datetime) -> dict[str, Any]:
    """The fields that certbind 0.1 reads."""
    change, look, standing = state.change, state.look, state.standing
    rest = _rest_phase(state)
    begun = None if change is None or change.answer_lost else at - change.ago
    bound_at = at - look.spent if look else None
    return {
        "phase": phase_of(state),
        "target": target_to_json(state.place),
        "current": known_to_json(standing),
        "previous": known_to_json(state.way_back),
        "bound_sequence": state.ours.entry if state.ours else 0,
        "bound_at": time_to_json(bound_at),
        "intent_cause": change.wish if change else "",
        "intent_certificate": id_to_json(change.certificate if change else None),
        "intent_at": time_to_json(begun),
        "intent_before": known_to_json(change.before if change else None),
        "intent_by_hand": change is not None and change.purpose in _ROLLBACKS,
        "rest_phase": rest if change is not None else "idle",
        "looks": look.tries if look else 0,
        "good_rounds": look.good if look else 0,
        "good_since": time_to_json(at - look.round_ago if look and look.good else None),
        "verify_deadline": time_to_json(bound_at + _DEADLINE if bound_at else None),
        "held_to": time_to_json(_held_to(state)),
        "rolled_back": state.ours is not None and state.ours.purpose in _ROLLBACKS,
        "handled": [],
    }


_ROLLBACKS = (Purpose.BACK, Purpose.RETURN)


def _held_to(state: DomainState) -> datetime | None:
    """0.1 knows no certificate that visitors were refused here: it holds the domain as it does
    after a rollback, until what ends later is there.
    """
    ends = [one.end for one in state.refused_here if one.end is not None]
    return max([*ends, *([state.hold.end] if state.hold else [])], default=None)


def phase_of(state: DomainState) -> str:
    """The one word that certbind 0.1 had for where a domain stands."""
    return "intent" if state.change is not None else _rest_phase(state)


def _rest_phase(state: DomainState) -> str:
    if state.look is not None and state.look.why is Why.BOUND and state.ours is not None:
        return "bound"
    if state.seen is not None and state.ours is not None:
        return "verified" if state.seen.verdict is SeenAs.VERIFIED else "not_verified"
    return "idle"
