"""A timer that fails makes one dead letter, not one a tick: the next tick does its work, and a
queue full of such letters hides the messages that nobody else repeats.

That it fails stands in the ledger. Where that is what fails nothing can be remembered: then the
call answers, and the log and its alarms alone tell (docs/operations.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.errors import CertbindError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.values import dataclass

ONE_LETTER_IN = timedelta(days=1)
"""A timer that fails, works and fails again tells it no more often."""


@dataclass(frozen=True, slots=True)
class TimerFailures:
    """What is remembered of one timer's calls."""

    journal: Journal
    clock: Clock
    timer: str

    def is_news(self, error: CertbindError) -> bool:
        """Whether this failure is to be told by a letter; it is on record then."""
        newest, now = self.journal.newest(self._subject), self.clock.now()
        if _fails(newest) or now - _told_at(newest, now) < ONE_LETTER_IN:
            return False
        state = {"fails": True, "told": now.isoformat()}
        told = f"{self.timer} failed: {error}"
        self._append(newest, Record(EntryKind.SNAPSHOT, self.timer, error.code, told, state=state))
        return True

    def worked(self) -> None:
        """A call was finished: the next failure is news again."""
        newest = self.journal.newest(self._subject)
        if not _fails(newest):
            return
        state = {"fails": False, "told": _told_at(newest, self.clock.now()).isoformat()}
        told = f"{self.timer} works again."
        self._append(newest, Record(EntryKind.SNAPSHOT, self.timer, "", told, state=state))

    @property
    def _subject(self) -> str:
        return f"timer/{self.timer}"

    def _append(self, newest: Entry | ChainBreak | None, record: Record) -> None:
        self.journal.append(seal(self._subject, newest, self.clock.now(), record))


def _fails(newest: Entry | ChainBreak | None) -> bool:
    return isinstance(newest, Entry) and newest.record.state.get("fails") is True


def _told_at(newest: Entry | ChainBreak | None, now: datetime) -> datetime:
    """Long ago where nothing is known, or a clock was ahead."""
    never = now - ONE_LETTER_IN
    try:
        told = newest.record.state["told"] if isinstance(newest, Entry) else ""
        at = datetime.fromisoformat(told)
    except (KeyError, TypeError, ValueError):
        return never
    return at if at.tzinfo is not None and at <= now else never
