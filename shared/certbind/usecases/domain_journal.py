"""The journal of one domain, as a position that moves forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.domain.state import DomainState
from certbind.domain.state_json import state_from_json, state_to_json
from certbind.errors import LedgerUnreadableError
from certbind.ports import Clock, Journal


def subject_of(domain: Domain) -> str:
    """The subject under which a domain's entries are kept."""
    return f"domain/{domain}"


def state_of(entry: Entry) -> DomainState:
    """The state that an entry carries; LedgerUnreadableError when it is none of this version."""
    try:
        return state_from_json(entry.record.state)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LedgerUnreadableError(
            f"Entry {entry.sequence} holds no state of a domain: {type(error).__name__} {error}.",
            subject=entry.subject,
        ) from None


@dataclass(frozen=True, slots=True)
class Position:
    """The newest entry of a domain (None: there is none) and the state that it leads to."""

    domain: Domain
    entry: Entry | None
    state: DomainState

    @property
    def next_sequence(self) -> int:
        """The number that the next entry will have."""
        return self.entry.sequence + 1 if self.entry else 1


@dataclass(frozen=True, slots=True)
class DomainJournal:
    """Reads and moves positions; every write may raise LedgerConflictError."""

    journal: Journal
    clock: Clock

    def read(self, domain: Domain) -> Position:
        """Where the domain stands."""
        entry = self.journal.newest(subject_of(domain))
        state = state_of(entry) if entry else DomainState()
        return Position(domain, entry, state)

    def write(
        self,
        position: Position,
        kind: EntryKind,
        state: DomainState,
        *,
        event_id: str,
        message: str,
        reason: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Position:
        """Append one entry and move to it."""
        record = Record(kind, event_id, reason, message, details or {}, state_to_json(state))
        entry = seal(subject_of(position.domain), position.entry, self.clock.now(), record)
        self.journal.append(entry)
        return Position(position.domain, entry, state)
