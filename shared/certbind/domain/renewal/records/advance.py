"""The transitions of a line whose records are written into the account's own DNS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.renewal.facts import (
    RecordBegun,
    RecordLost,
    RecordRefused,
    RecordRemoved,
    RecordTaken,
    RecordWritten,
)
from certbind.domain.renewal.pace import (
    LOOK_AGAIN,
    LineAdvanced,
    one_more,
    pause_after,
    until_next_look,
)
from certbind.domain.renewal.state import UNDER_WAY, LineState, WrittenRecord
from certbind.values import replace

SHOWS_AFTER = timedelta(seconds=60)
"""After a lost answer, until Alidns is asked what became of it."""


def _begun(state: LineState, fact: RecordBegun) -> LineAdvanced:
    begun = replace(fact.record, answer_lost=False, ago=timedelta())
    return LineAdvanced(_with(state, fact.record, begun), EntryKind.RECORD_INTENT)


def _written(state: LineState, fact: RecordWritten) -> LineAdvanced:
    done = replace(fact.record, id=fact.id, answer_lost=False, ago=timedelta(), trouble=None)
    return LineAdvanced(_with(state, fact.record, done), EntryKind.RECORD_WRITTEN, LOOK_AGAIN)


def _lost(state: LineState, fact: RecordLost) -> LineAdvanced:
    lost = replace(fact.record, answer_lost=True, ago=timedelta())
    return LineAdvanced(_with(state, fact.record, lost), EntryKind.DEFERRED, SHOWS_AFTER)


def _refused(state: LineState, fact: RecordRefused) -> LineAdvanced:
    """The order goes on and is looked at as before, or when the pause is over; else a message
    alone comes back, for a sweep has no reason to.
    """
    trouble = one_more(fact.record.trouble, fact.code, retryable=fact.retryable)
    refused = replace(fact.record, answer_lost=False, ago=timedelta(), trouble=trouble)
    moved = _with(state, fact.record, refused)
    follow = pause_after(trouble)
    if state.phase in UNDER_WAY:
        follow = min(follow, until_next_look(moved))
    return LineAdvanced(moved, EntryKind.DEFERRED, follow)


def _taken(state: LineState, fact: RecordTaken) -> LineAdvanced:
    """It is not written a second time: two that write and delete would never end."""
    taken = replace(fact.record, is_gone=True)
    return LineAdvanced(_with(state, fact.record, taken), EntryKind.RECORD_REMOVED, LOOK_AGAIN)


def _removed(state: LineState, fact: RecordRemoved) -> LineAdvanced:
    moved = _with(state, fact.record, None)
    is_over = not moved.written and state.phase not in UNDER_WAY
    return LineAdvanced(moved, EntryKind.RECORD_REMOVED, None if is_over else LOOK_AGAIN)


def _with(state: LineState, before: WrittenRecord, after: WrittenRecord | None) -> LineState:
    others = tuple(one for one in state.written if not one.same_as(before))
    return replace(state, written=others if after is None else (*others, after))


RECORD_TABLE: Mapping[type, Callable[[LineState, Any], LineAdvanced]] = {
    RecordBegun: _begun,
    RecordWritten: _written,
    RecordLost: _lost,
    RecordRefused: _refused,
    RecordTaken: _taken,
    RecordRemoved: _removed,
}
