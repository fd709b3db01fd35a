"""The ledger in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from certbind.domain.lifecycle.journal import ChainBreak, Entry, decode, encode
from certbind.errors import LedgerConflictError, LedgerUnsafeError
from certbind.ports import Clock, Head
from tests.fakes.trouble import Trouble


class FakeJournal:
    """Keeps entries in their stored form; `unsafe` makes it a bucket with versioning,
    which is noticed before the first write.
    """

    def __init__(self, clock: Clock | None = None, *, unsafe: bool = False) -> None:
        """clock: the ledger's own; without one it tells no ages."""
        self._clock = clock
        self._written: dict[tuple[str, int], datetime] = {}
        self.trouble = Trouble()
        self.unsafe = unsafe
        self._stored: dict[str, dict[int, bytes]] = {}

    def newest(self, subject: str) -> Entry | None:
        """See Journal."""
        with self.trouble.around("newest"):
            found = self._newest_first(subject)
            return found[0] if found else None

    def head(self, subject: str) -> Head:
        """See Journal."""
        with self.trouble.around("head"):
            found = self._newest_first(subject)
            now = self._clock.now() if self._clock else None
            if not found:
                return Head(None, now=now)
            written = self._written.get((subject, found[0].sequence))
            age = now - written if now is not None and written is not None else None
            return Head(found[0], age, now)

    def append(self, entry: Entry) -> None:
        """See Journal."""
        with self.trouble.around("append"):
            if self.unsafe:
                raise LedgerUnsafeError("The ledger's bucket has versioning.", subject="ledger")
            data = encode(entry)
            numbers = self._stored.setdefault(entry.subject, {})
            if entry.sequence not in numbers and self._clock is not None:
                self._written[entry.subject, entry.sequence] = self._clock.now()
            if numbers.setdefault(entry.sequence, data) != data:
                raise LedgerConflictError(
                    f"Entry {entry.sequence} is there already.", subject=entry.subject
                )

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """See Journal."""
        with self.trouble.around("entries"):
            return tuple(self._newest_first(subject))

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """See Journal. Nothing here is unreadable."""
        return self.entries(subject)

    def subjects(self, prefix: str) -> Sequence[str]:
        """See Journal."""
        with self.trouble.around("subjects"):
            return sorted(s for s in self._stored if s.startswith(prefix))

    def hold(self, subject: str, number: int, data: bytes) -> None:
        """An entry that another build stored, to the byte; written when it says so."""
        self._stored.setdefault(subject, {})[number] = data
        self._written[subject, number] = decode(data).at

    def _newest_first(self, subject: str) -> list[Entry]:
        numbers = self._stored.get(subject, {})
        return [decode(numbers[number]) for number in sorted(numbers, reverse=True)]
