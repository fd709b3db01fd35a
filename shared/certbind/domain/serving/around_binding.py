"""What stood of a target's settings when a certificate was bound there, and what is another after
it: a certificate's change is to change nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from certbind.domain.serving.functions import shown
from certbind.domain.serving.values import POLICY, SettingChange, SettingsSeen
from certbind.values import dataclass, replace

LOSS_IS_TOLD = timedelta(days=7)
"""Sweeps tell of it for so long: what somebody set since may be as he wants it."""

Stood = tuple[tuple[str, str], ...]
"""Texts by name, sorted. Of a policy, which may be long and may hold anything, a digest."""


def stood(seen: SettingsSeen) -> Stood:
    """As a state keeps it."""
    return tuple(sorted((name, _brief(name, text)) for name, text in seen.texts.items()))


def changed_since(before: Stood, seen: SettingsSeen) -> tuple[SettingChange, ...]:
    """What is not as it stood, by name."""
    old, new = dict(before), dict(stood(seen))
    names = sorted(old.keys() | new.keys())
    changes = (SettingChange(name, old.get(name), new.get(name)) for name in names)
    return tuple(one for one in changes if one.before != one.after)


def _brief(name: str, text: str) -> str:
    return text if name != POLICY else hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Lost:
    """Settings that stood before a binding of ours and not after it. ago: since that was seen."""

    changes: tuple[SettingChange, ...]
    ago: timedelta = timedelta()


def told(changes: Iterable[SettingChange]) -> str:
    """As a clause: `https_option: http2=on → not set; policy: another`."""
    return "; ".join(f"{one.name}: {_another(one)}" for one in changes)


def _another(change: SettingChange) -> str:
    if change.name != POLICY:
        return f"{shown(change.before)} → {shown(change.after)}"
    if change.after is None:
        return "taken away"
    return "set now" if change.before is None else "another"


def aged(lost: Lost | None, age: timedelta) -> Lost | None:
    """`age` later; None where it was told for long enough."""
    ago = age if lost is None else lost.ago + age
    return None if lost is None or ago >= LOSS_IS_TOLD else replace(lost, ago=ago)


def stood_to_json(stood: Stood | None) -> dict[str, Any]:
    """As a field of what is about one binding, where there is something to compare."""
    return {} if stood is None else {"stood": dict(stood)}


def stood_from_json(raw: Mapping[str, Any]) -> Stood | None:
    """None where it was not written, as earlier builds never did. ValueError, TypeError."""
    found = raw.get("stood")
    if found is None:
        return None
    return tuple(sorted((name, _text(text)) for name, text in found.items()))


def lost_to_json(lost: Lost | None) -> dict[str, Any]:
    """As a field of a domain's state, where something is lost."""
    if lost is None:
        return {}
    changes = [{"name": c.name, "before": c.before, "after": c.after} for c in lost.changes]
    return {"lost": {"changes": changes, "ago": int(lost.ago.total_seconds())}}


def lost_from_json(raw: Mapping[str, Any] | None) -> Lost | None:
    """ValueError, TypeError, KeyError, AttributeError for anything else."""
    if raw is None:
        return None
    ago = raw["ago"]
    if type(ago) is not int or ago < 0:
        raise ValueError("ago is no number of seconds")
    changes = (
        SettingChange(_text(one["name"]), _or_none(one["before"]), _or_none(one["after"]))
        for one in raw["changes"]
    )
    return Lost(tuple(changes), timedelta(seconds=ago))


def _or_none(found: object) -> str | None:
    return None if found is None else _text(found)


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError("a setting is no text")
    return found
