"""The record of a target's settings: what stood before certbind changed them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.serving.record import (
    Kept,
    kept_from_json,
    kept_to_json,
    undone_from_json,
)
from certbind.domain.serving.values import SettingChange
from certbind.errors import LedgerUnreadableError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class SettingsRecord:
    """Where the record of one place stands: its newest entry, what is kept, and what a person
    took back.
    """

    subject: str
    newest: Entry | ChainBreak | None
    kept: tuple[Kept, ...]
    undone: frozenset[str] = frozenset()

    def with_kept(self, kept: tuple[Kept, ...]) -> SettingsRecord:
        """As the next entry says it."""
        return replace(self, kept=kept)

    def with_undone(self, undone: frozenset[str]) -> SettingsRecord:
        """As the next entry says it."""
        return replace(self, undone=undone)


@dataclass(frozen=True, slots=True)
class SettingsJournal:
    """Its one reader and writer; every write may raise LedgerConflictError."""

    journal: Journal
    clock: Clock

    def read(self, place: str) -> SettingsRecord:
        """LedgerUnreadableError: what stood before is not known, and nothing may be changed."""
        subject = f"settings/{place}"
        newest = self.journal.newest(subject)
        if isinstance(newest, ChainBreak):
            told = f"Entry {newest.sequence} cannot be read: {newest.problem}."
            raise LedgerUnreadableError(told, subject=subject)
        try:
            state = newest.record.state if newest else {}
            kept, undone = kept_from_json(state), undone_from_json(state)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            told = f"The newest entry holds no settings: {type(error).__name__}."
            raise LedgerUnreadableError(told, subject=subject) from None
        return SettingsRecord(subject, newest, kept, undone)

    def write(
        self,
        record: SettingsRecord,
        kind: EntryKind,
        told: str,
        cause: str,
        *,
        reason: str = "",
        changes: Iterable[SettingChange] = (),
    ) -> SettingsRecord:
        """An entry more."""
        details: dict[str, Any] = {
            "changes": [{"name": c.name, "before": c.before, "after": c.after} for c in changes]
        }
        entry = seal(
            record.subject,
            record.newest,
            self.clock.now(),
            Record(kind, cause, reason, told, details, kept_to_json(record.kept, record.undone)),
        )
        self.journal.append(entry)
        return replace(record, newest=entry)
