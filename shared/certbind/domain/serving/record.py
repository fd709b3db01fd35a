"""What stood before certbind changed settings, and the way back to exactly that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.serving.bucket_policy import UnreadablePolicyError, without_denial
from certbind.domain.serving.values import POLICY, SettingChange, SettingsSeen
from certbind.values import dataclass

VERSION = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One setting: what stood before the first change of certbind's, what it wrote last. It is
    recorded before the write, so what stands is the one, the other, or another hand's.
    """

    name: str
    before: str | None
    wrote: str | None


def remember(kept: tuple[Kept, ...], changes: Iterable[SettingChange]) -> tuple[Kept, ...]:
    """With what is about to be changed. Where another hand was since, its text is what stood."""
    known = {one.name: one for one in kept}
    for change in changes:
        old = known.get(change.name)
        is_ours = old is not None and old.wrote == change.before
        before = old.before if old is not None and is_ours else change.before
        known[change.name] = Kept(change.name, before, change.after)
    return tuple(one for one in known.values() if one.before != one.wrote)


@dataclass(frozen=True, slots=True)
class Undone:
    """changes: back to what stood. left: what another hand has changed since, and why it stays."""

    changes: tuple[SettingChange, ...]
    left: tuple[Finding, ...] = ()


def undone(kept: tuple[Kept, ...], seen: SettingsSeen, bucket: str) -> Undone:
    """To exactly what stood before, where what certbind wrote stands still."""
    changes, left = [], []
    for one in kept:
        stands = seen.texts.get(one.name)
        if stands == one.before:
            continue
        if stands == one.wrote:
            changes.append(SettingChange(one.name, stands, one.before))
            continue
        change = _without_ours(one, stands, bucket)
        if change is not None:
            changes.append(change)
        told = f"another hand has changed {one.name} since"
        told += ", and only the denial of plain HTTP is taken out" if change else "; it stays so"
        left.append(Finding(Reason.SETTINGS_CHANGED, told))
    return Undone(tuple(changes), tuple(left))


def _without_ours(one: Kept, stands: str | None, bucket: str) -> SettingChange | None:
    """Of a policy that others have added to, ours alone goes."""
    if one.name != POLICY or stands is None:
        return None
    try:
        left = without_denial(stands, bucket)
    except UnreadablePolicyError:
        return None
    return None if left == stands else SettingChange(POLICY, stands, left)


def kept_to_json(kept: Iterable[Kept], undone: frozenset[str] = frozenset()) -> dict[str, Any]:
    """As an entry of the ledger carries it. undone: the names that a person took back."""
    settings = {one.name: {"before": one.before, "wrote": one.wrote} for one in kept}
    return {"version": VERSION, "settings": settings, "undone": sorted(undone)}


def kept_from_json(state: Mapping[str, Any]) -> tuple[Kept, ...]:
    """ValueError, TypeError, KeyError, AttributeError for anything else."""
    if state and state["version"] != VERSION:
        raise ValueError(f"settings of version {state['version']}")
    return tuple(_kept(state.get("settings", {})))


def undone_from_json(state: Mapping[str, Any]) -> frozenset[str]:
    """What a person took back; earlier builds did not write it. TypeError."""
    names = state.get("undone", [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise TypeError("undone is no list of names")
    return frozenset(names)


def _kept(settings: Mapping[str, Any]) -> Iterator[Kept]:
    for name, one in settings.items():
        for text in (one["before"], one["wrote"]):
            if text is not None and not isinstance(text, str):
                raise TypeError(f"{name} is no text")
        yield Kept(name, one["before"], one["wrote"])
