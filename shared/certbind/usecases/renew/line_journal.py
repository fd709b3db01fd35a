"""The journal of one line of certificates, as a position that moves forward: its one writer.

The ceiling of orders is counted from its entries: each call that may order has an entry of its own
before it is made, and an entry is created by one writer or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, Record, seal
from certbind.domain.lifecycle.state_json import NewerStateError
from certbind.domain.renewal.advance import advance
from certbind.domain.renewal.facts import LineFact
from certbind.domain.renewal.order import Renewable
from certbind.domain.renewal.pace import LineAdvanced
from certbind.domain.renewal.state import LineState, after_damage, aged, unknown_past
from certbind.domain.renewal.state_json import line_from_json, line_to_json
from certbind.errors import LedgerNewerError, LedgerUnreadableError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.values import dataclass, field, replace


def subject_of(key: str) -> str:
    """The subject under which a line's entries are kept."""
    return f"line/{key}"


@dataclass(frozen=True, slots=True)
class LineNote:
    """What an entry says besides its state. message_id: of the message that it came of, to its
    end; "" where more follows.
    """

    cause: str
    message: str
    reason: str = ""
    message_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinePosition:
    """The newest entry of a line (None: there is none) and the state that it leads to now.

    follow: what the newest entry promised: after this time a message must bring the line back.
    age: the newest entry's, by the ledger's clock.
    """

    key: str
    newest: Entry | ChainBreak | None
    state: LineState
    follow: timedelta | None = None
    age: timedelta = timedelta()

    @property
    def sequence(self) -> int:
        """The newest entry's number, 0 for none."""
        return self.newest.sequence if self.newest else 0

    @property
    def message_id(self) -> str:
        """Of the message that the newest entry came of, to its end; "" for none."""
        found = self.newest.record.details if isinstance(self.newest, Entry) else {}
        return str(found.get("message_id", ""))


@dataclass(frozen=True, slots=True)
class LineJournal:
    """Reads and moves positions; every write may raise LedgerConflictError."""

    journal: Journal
    clock: Clock

    def read(self, key: str) -> LinePosition:
        """Where the line stands, aged to this moment.

        Only the ledger's own clock ages it. Where that is not told nothing gets older: a machine
        whose clock jumps must not order sooner for it.
        """
        head = self.journal.head(subject_of(key))
        found = head.entry
        if found is None:
            return LinePosition(key, None, LineState())
        age = max(head.age or timedelta(), timedelta())
        if isinstance(found, Entry):
            with suppress(LedgerUnreadableError):
                state = aged(_state_of(found), age)
                return LinePosition(key, found, state, _follow_in(found, age), age)
            found = ChainBreak(found.sequence, "it holds no state of a line", found.hash)
        return LinePosition(key, found, aged(self._rebuilt(key, found.sequence), age), age=age)

    def find(self, one: Renewable) -> LinePosition:
        """The position of a certificate's line, where nobody has asked CAS what yields it."""
        if one.key_by_instance:
            position = self.read(one.key_by_instance)
            if position.newest is not None:
                return position
        return self.read(one.key_by_names)

    def advance(self, position: LinePosition, fact: LineFact, note: LineNote) -> LinePosition:
        """Put a fact on record and move to the state that it leads to."""
        moved = advance(position.state, fact)
        record = self._record(moved, note)
        entry = seal(subject_of(position.key), position.newest, self.clock.now(), record)
        self.journal.append(entry)
        return replace(
            position, newest=entry, state=moved.state, follow=moved.follow, age=timedelta()
        )

    def _record(self, moved: LineAdvanced, note: LineNote) -> Record:
        seconds = None if moved.follow is None else int(moved.follow.total_seconds())
        details = {
            **note.details,
            "follow": seconds,
            **({"message_id": note.message_id} if note.message_id else {}),
        }
        state = line_to_json(moved.state)
        return Record(moved.kind, note.cause, note.reason, note.message, details, state)

    def _rebuilt(self, key: str, newest: int) -> LineState:
        """Each entry since the newest sound one may have been an order, and what was ordered
        before is taken from that one; without any nothing is ordered for a day. All of it is as
        old as the newest entry, however damaged that is: else what is waited for comes never.
        """
        for entry in self.journal.sound(subject_of(key)):
            with suppress(LedgerUnreadableError):
                return after_damage(_state_of(entry), newest - entry.sequence)
        return unknown_past()


def _follow_in(entry: Entry, age: timedelta) -> timedelta | None:
    """What is left of the time that the entry promised a message after; below zero: overdue."""
    seconds = entry.record.details.get("follow")
    return timedelta(seconds=seconds) - age if type(seconds) is int else None


def _state_of(entry: Entry) -> LineState:
    try:
        return line_from_json(entry.record.state)
    except NewerStateError as error:
        raise LedgerNewerError(
            f"Entry {entry.sequence}: {error}.", subject=entry.subject
        ) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LedgerUnreadableError(
            f"Entry {entry.sequence} holds no state of a line: {type(error).__name__} {error}.",
            subject=entry.subject,
        ) from None
