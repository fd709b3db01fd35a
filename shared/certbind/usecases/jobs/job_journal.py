"""The record of a deployment job that a person had prepared or started."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.domain.jobs.values import JobId
from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.values import dataclass

PREFIX = "job/"
Names = Mapping[str, tuple[Domain, ...]]
"""Place → the names that visitors ask for there."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """newest: None where nothing is on record. names: of each place, which CAS does not tell of a
    job that is over.
    """

    subject: str
    newest: Entry | ChainBreak | None
    names: Names

    @property
    def kind(self) -> EntryKind | None:
        """Of the newest entry."""
        return self.newest.record.kind if isinstance(self.newest, Entry) else None


@dataclass(frozen=True, slots=True)
class JobJournal:
    """Its one reader and writer; every write may raise LedgerConflictError."""

    journal: Journal
    clock: Clock

    def read(self, job: JobId) -> JobRecord:
        """What is damaged is written on after: nothing that is decided rests on the names."""
        subject = f"{PREFIX}{job}"
        newest = self.journal.newest(subject)
        kept = newest.record.state if isinstance(newest, Entry) else {}
        return JobRecord(subject, newest, names_of(kept))

    def write(
        self,
        record: JobRecord,
        kind: EntryKind,
        told: str,
        cause: str,
        *,
        reason: str = "",
        details: Mapping[str, Any] | None = None,
        names: Names | None = None,
    ) -> JobRecord:
        """An entry more."""
        kept = record.names if names is None else names
        state = {"names": {place: list(some) for place, some in kept.items()}}
        content = Record(kind, cause, reason, told, details or {}, state)
        entry = seal(record.subject, record.newest, self.clock.now(), content)
        self.journal.append(entry)
        return JobRecord(record.subject, entry, kept)


def names_of(state: Mapping[str, Any]) -> Names:
    """Of each place; none where the state is no job's."""
    kept = state.get("names")
    if not isinstance(kept, dict):
        return {}
    return {str(place): tuple(map(Domain, some)) for place, some in kept.items()}
