"""The state of a domain as an entry carries it.

Reading is strict: what another version or another hand wrote is an error here, never a state that
fails later, in the midst of a sweep. Beside it stands the form of the version before, so that one
can go back (state_v1.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
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
from certbind.domain.lifecycle.downgrading.state_json import downgrade_from_json, downgrade_to_json
from certbind.domain.lifecycle.state import (
    Awaited,
    Carried,
    Change,
    Damaged,
    DomainState,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.lifecycle.state_v1 import upgraded, v1_form
from certbind.domain.serving.around_binding import (
    lost_from_json,
    lost_to_json,
    stood_from_json,
    stood_to_json,
)

VERSION = 2
DOWNGRADED_VERSION = 3
"""While a person wants plain HTTP: builds before it know nothing of that, and leave it alone."""


class NewerStateError(ValueError):
    """A newer certbind wrote the state: nothing may be written after it."""


def state_to_json(state: DomainState, at: datetime) -> dict[str, Any]:
    """The state as an entry written `at` this moment carries it."""
    return {
        **v1_form(state, at),
        "version": VERSION if state.downgrade is None else DOWNGRADED_VERSION,
        "domain": {
            "place": target_to_json(state.place),
            "standing": known_to_json(state.standing),
            "way_back": known_to_json(state.way_back),
            "ours": state.ours and _ours_to_json(state.ours),
            "change": state.change and _change_to_json(state.change),
            "look": state.look and _look_to_json(state.look),
            "seen": state.seen and _seen_to_json(state.seen),
            "hold": state.hold and {"end": time_to_json(state.hold.end)},
            "trouble": state.trouble and _trouble_to_json(state.trouble),
            "wishes": [{"id": one.id, "ago": _seconds(one.ago)} for one in state.wishes],
            "said": state.said,
            "damaged": state.damaged
            and {"entry": state.damaged.entry, "ago": _seconds(state.damaged.ago)},
            "refused_here": [_refused_to_json(one) for one in state.refused_here],
            **({"downgrade": downgrade_to_json(state.downgrade)} if state.downgrade else {}),
            "awaits": state.awaits and _awaits_to_json(state.awaits),
            **lost_to_json(state.lost),
            **({"came_back": True} if state.came_back else {}),
        },
    }


def state_from_json(raw: Mapping[str, Any], at: datetime) -> DomainState:
    """The state from an entry written `at` this moment; an empty mapping: never seen.

    NewerStateError for a later version; ValueError, KeyError, TypeError or AttributeError for
    anything else than a state.
    """
    if not raw:
        return DomainState()
    version = raw.get("version", 1)
    if type(version) is int and version == 1:
        return upgraded(raw, at)
    if type(version) is not int or version not in (VERSION, DOWNGRADED_VERSION):
        raise NewerStateError(f"its state is of version {version!r}, this certbind writes 2 or 3")
    body = raw["domain"]
    return DomainState(
        place=target_from_json(body["place"]),
        standing=known_from_json(body["standing"]),
        way_back=known_from_json(body["way_back"]),
        ours=_ours(body["ours"]),
        change=_change(body["change"]),
        look=_look(body["look"]),
        seen=_seen(body["seen"]),
        hold=_hold(body["hold"]),
        trouble=_trouble(body["trouble"]),
        wishes=tuple(Carried(of(one, "id", str), _span(one, "ago")) for one in body["wishes"]),
        said=of(body, "said", str),
        damaged=_damaged(body.get("damaged")),
        refused_here=tuple(_refused(one) for one in body.get("refused_here", ())),
        downgrade=downgrade_from_json(body.get("downgrade")),
        awaits=_awaits(body.get("awaits")),
        lost=lost_from_json(body.get("lost")),
        came_back=_flag(body, "came_back"),
    )


def _ours_to_json(ours: Ours) -> dict[str, Any]:
    return {
        "entry": ours.entry,
        "purpose": ours.purpose.value,
        "is_canary": ours.is_canary,
        "was_good": ours.was_good,
        "is_job": ours.is_job,
        **({"replaced": known_to_json(ours.replaced)} if ours.replaced else {}),
        **stood_to_json(ours.stood),
    }


def _ours(raw: Mapping[str, Any] | None) -> Ours | None:
    if raw is None:
        return None
    purpose = Purpose(raw["purpose"])
    return Ours(
        of(raw, "entry", int),
        purpose,
        _flag(raw, "is_canary"),
        _flag(raw, "was_good"),
        _flag(raw, "is_job"),
        stood_from_json(raw),
        known_from_json(raw.get("replaced")),
    )


def _change_to_json(change: Change) -> dict[str, Any]:
    return {
        "certificate": id_to_json(change.certificate),
        "before": known_to_json(change.before),
        "purpose": change.purpose.value,
        "wish": change.wish,
        "answer_lost": change.answer_lost,
        "ago": _seconds(change.ago),
        "is_canary": change.is_canary,
        "was_good": change.was_good,
        **stood_to_json(change.stood),
    }


def _change(raw: Mapping[str, Any] | None) -> Change | None:
    if raw is None:
        return None
    certificate = id_from_json(raw["certificate"])
    before: KnownBinding | None = known_from_json(raw["before"])
    if certificate is None or before is None:
        raise ValueError("a change without a certificate, or without what stood before it")
    return Change(
        certificate,
        before,
        Purpose(raw["purpose"]),
        of(raw, "wish", str),
        of(raw, "answer_lost", bool),
        _span(raw, "ago"),
        _flag(raw, "is_canary"),
        _flag(raw, "was_good"),
        stood_from_json(raw),
    )


def _look_to_json(look: Look) -> dict[str, Any]:
    return {
        "why": look.why.value,
        "spent": _seconds(look.spent),
        "tries": look.tries,
        "good": look.good,
        "bad": look.bad,
        "round_ago": _seconds(look.round_ago),
        "last_ago": _seconds(look.last_ago),
        "blames": look.blames,
        "was_off": look.was_off,
    }


def _look(raw: Mapping[str, Any] | None) -> Look | None:
    if raw is None:
        return None
    return Look(
        Why(raw["why"]),
        _span(raw, "spent"),
        of(raw, "tries", int),
        of(raw, "good", int),
        of(raw, "bad", int),
        _span(raw, "round_ago"),
        _span(raw, "last_ago"),
        _flag(raw, "blames"),
        _flag(raw, "was_off"),
    )


def _seen_to_json(seen: Seen) -> dict[str, Any]:
    return {
        "verdict": seen.verdict.value,
        "reason": seen.reason,
        "text": seen.text,
        "ago": _seconds(seen.ago),
        "blames": seen.blames,
    }


def _seen(raw: Mapping[str, Any] | None) -> Seen | None:
    if raw is None:
        return None
    verdict = SeenAs(raw["verdict"])
    told = of(raw, "reason", str), of(raw, "text", str)
    return Seen(verdict, *told, _span(raw, "ago"), _flag(raw, "blames"))


def _hold(raw: Mapping[str, Any] | None) -> Hold | None:
    if raw is None:
        return None
    end = time_from_json(raw["end"])
    if end is None:
        raise ValueError("a hold without an end")
    return Hold(end)


def _trouble_to_json(trouble: Trouble) -> dict[str, Any]:
    return {
        "word": trouble.word,
        "certificate": id_to_json(trouble.certificate),
        "retryable": trouble.retryable,
        "times": trouble.times,
        "ago": _seconds(trouble.ago),
        "others": trouble.others,
    }


def _trouble(raw: Mapping[str, Any] | None) -> Trouble | None:
    """Earlier builds did not count others."""
    if raw is None:
        return None
    return Trouble(
        of(raw, "word", str),
        id_from_json(raw["certificate"]),
        of(raw, "retryable", bool),
        of(raw, "times", int),
        _span(raw, "ago"),
        of(raw, "others", int) if "others" in raw else 0,
    )


def _damaged(raw: Mapping[str, Any] | None) -> Damaged | None:
    """The first builds of version 2 did not write it."""
    return None if raw is None else Damaged(of(raw, "entry", int), _span(raw, "ago"))


def _refused_to_json(refused: RefusedHere) -> dict[str, Any]:
    return {
        "certificate": id_to_json(refused.certificate),
        "fault": refused.fault,
        "end": time_to_json(refused.end),
    }


def _refused(raw: Mapping[str, Any]) -> RefusedHere:
    certificate = id_from_json(raw["certificate"])
    if certificate is None:
        raise ValueError("no certificate was refused here")
    return RefusedHere(certificate, of(raw, "fault", str), time_from_json(raw["end"]))


def _awaits_to_json(awaits: Awaited) -> dict[str, Any]:
    return {
        "job": awaits.job,
        "certificates": [id_to_json(one) for one in awaits.certificates],
        "ago": _seconds(awaits.ago),
    }


def _awaits(raw: Mapping[str, Any] | None) -> Awaited | None:
    """Earlier builds of version 2 did not write it."""
    if raw is None:
        return None
    brings = tuple(map(id_from_json, raw["certificates"]))
    certificates = tuple(one for one in brings if one is not None)
    if len(certificates) != len(brings):
        raise ValueError("a job that brings no certificate")
    return Awaited(of(raw, "job", str), certificates, _span(raw, "ago"))


def _flag(raw: Mapping[str, Any], name: str) -> bool:
    """False where an earlier build of version 2 wrote the state, which did not know it."""
    return of(raw, name, bool) if name in raw else False


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _span(raw: Mapping[str, Any], name: str) -> timedelta:
    seconds = of(raw, name, int)
    if seconds < 0:
        raise ValueError(f"{name} is negative")
    return timedelta(seconds=seconds)
