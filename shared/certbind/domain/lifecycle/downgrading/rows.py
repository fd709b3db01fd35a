"""The transitions of a downgrade to plain HTTP and of the way back: rows of the one table.

Each is recorded before its write, and its writes are found by what stands; so after a crash
anywhere the same order said again goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from certbind.domain.lifecycle.facts import (
    DowngradeBegun,
    Fact,
    ReturnBegun,
    Returned,
    SettingsMoved,
    TurnedOff,
)
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import DomainState, Downgrade, Going, KnownBinding
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.target import UNBOUND
from certbind.errors import UnexpectedFactError
from certbind.values import replace


def _begun(state: DomainState, fact: DowngradeBegun, _: int, __: Times) -> Advanced:
    """What stood is what stood at first; browsers remember what they were told last."""
    old = state.downgrade
    before = fact.before if old is None or not fact.before.binding.is_empty else old.before
    told = [one for one in (fact.remembered_until, old and old.remembered_until) if one]
    down = Downgrade(Going.DOWN, before, fact.kept, remembered_until=max(told, default=None))
    if old is not None:
        down = replace(down, ago=old.ago)
    begun = replace(state, place=fact.target, change=None, look=None, said="", downgrade=down)
    return Advanced(begun, EntryKind.DOWNGRADE_INTENT)


def _moved(state: DomainState, fact: SettingsMoved, _: int, __: Times) -> Advanced:
    _downgrade_of(state, fact)
    return Advanced(state, EntryKind.SETTINGS_CHANGED)


def _turned_off(state: DomainState, fact: TurnedOff, _: int, __: Times) -> Advanced:
    """No hand is to be blamed for it, and what was looked at there is no more."""
    off = replace(
        state,
        standing=KnownBinding(UNBOUND),
        ours=None,
        look=None,
        seen=None,
        trouble=None,
        said="",
        downgrade=replace(_downgrade_of(state, fact), going=Going.OFF),
    )
    return Advanced(off, EntryKind.DOWNGRADED)


def _return_begun(state: DomainState, fact: ReturnBegun, _: int, __: Times) -> Advanced:
    down = replace(_downgrade_of(state, fact), going=Going.BACK)
    return Advanced(replace(state, said="", downgrade=down), EntryKind.RETURN_INTENT)


def _returned(state: DomainState, fact: Returned, _: int, __: Times) -> Advanced:
    _downgrade_of(state, fact)
    return Advanced(replace(state, said="", downgrade=None), EntryKind.RETURNED)


def _downgrade_of(state: DomainState, fact: Fact) -> Downgrade:
    if state.downgrade is None:
        raise UnexpectedFactError(
            f"{type(fact).__name__} cannot happen to a domain that was not downgraded.",
            subject=str(state.place or ""),
        )
    return state.downgrade


DOWNGRADES: Mapping[type, Callable[[DomainState, Any, int, Times], Advanced]] = {
    DowngradeBegun: _begun,
    SettingsMoved: _moved,
    TurnedOff: _turned_off,
    ReturnBegun: _return_begun,
    Returned: _returned,
}
