"""The ledger in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice

from certbind.domain.lifecycle.journal import (
    ChainBreak,
    Entry,
    NewerEntryError,
    encode,
    read_at,
)
from certbind.errors import (
    LedgerConflictError,
    LedgerNewerError,
    LedgerUnreadableError,
    LedgerUnsafeError,
)
from certbind.ports.clock import Clock
from certbind.ports.ledger import Head, Heads, Topmost
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

    def newest(self, subject: str) -> Entry | ChainBreak | None:
        """See Journal."""
        with self.trouble.around("newest"):
            return next(self._newest_first(subject), None)

    def head(self, subject: str, expects: int = 0) -> Head:
        """See Journal."""
        with self.trouble.around("head"):
            is_there = expects in self._stored.get(subject, {})
            found: Entry | ChainBreak | None
            if is_there:
                found = self._read(subject, expects)
            else:
                found = next(self._newest_first(subject), None)
            now = self._clock.now() if self._clock else None
            if found is None:
                return Head(None, now=now)
            written = self._written.get((subject, found.sequence))
            age = now - written if now is not None and written is not None else None
            return Head(found, age, now, is_newest=not is_there)

    def heads(self, subjects: Collection[str]) -> Heads:
        """See Journal."""
        with self.trouble.around("heads"):
            now = self._clock.now() if self._clock else None
            found: dict[str, Topmost] = {}
            for subject in subjects:
                number = max(self._stored.get(subject, {}), default=0)
                if number:
                    written = self._written.get((subject, number))
                    age = now - written if now is not None and written is not None else None
                    digest = hashlib.md5(self._stored[subject][number]).hexdigest().upper()  # noqa: S324
                    found[subject] = Topmost(number, digest, age)
            return Heads(found, now)

    def sound(self, subject: str) -> tuple[Entry, ...]:
        """See Journal."""
        with self.trouble.around("sound"):
            few = islice(self._newest_first(subject), 16)
            return tuple(one for one in few if isinstance(one, Entry))

    def append(self, entry: Entry) -> None:
        """See Journal."""
        with self.trouble.around("append"):
            if self.unsafe:
                raise LedgerUnsafeError("The ledger's bucket has versioning.", subject="ledger")
            if entry.sequence > 9_999_999_998:
                raise LedgerUnreadableError("No number is left.", subject=entry.subject)
            data = encode(entry)
            numbers = self._stored.setdefault(entry.subject, {})
            if entry.sequence in numbers:
                raise LedgerConflictError(
                    f"Entry {entry.sequence} is there already.", subject=entry.subject
                )
            numbers[entry.sequence] = data
            if self._clock is not None:
                self._written[entry.subject, entry.sequence] = self._clock.now()

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """See Journal."""
        with self.trouble.around("entries"):
            found = tuple(self._newest_first(subject))
            for one in found:
                if isinstance(one, ChainBreak):
                    told = f"Entry {one.sequence} cannot be read: {one.problem}."
                    raise LedgerUnreadableError(told, subject=subject)
            return tuple(one for one in found if isinstance(one, Entry))

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """See Journal."""
        with self.trouble.around("history"):
            numbers = sorted(self._stored.get(subject, {}), reverse=True)
            return tuple(self._read_or_break(subject, number) for number in numbers)

    def subjects(self, prefix: str) -> Sequence[str]:
        """See Journal."""
        with self.trouble.around("subjects"):
            return sorted(s for s in self._stored if s.startswith(prefix))

    def hold(self, subject: str, number: int, data: bytes) -> None:
        """An entry that another build stored, to the byte; written when it says so."""
        self.put(subject, number, data)
        found = self._read(subject, number)
        if isinstance(found, Entry):
            self._written[subject, number] = found.at

    def put(self, subject: str, sequence: int, data: bytes) -> None:
        """These bytes in the place of an entry, whatever they are."""
        self._stored.setdefault(subject, {})[sequence] = data

    def stored(self, subject: str, sequence: int) -> bytes:
        """An entry as it is stored."""
        return self._stored[subject][sequence]

    def _newest_first(self, subject: str) -> Iterator[Entry | ChainBreak]:
        for number in sorted(self._stored.get(subject, {}), reverse=True):
            yield self._read(subject, number)

    def _read(self, subject: str, number: int) -> Entry | ChainBreak:
        try:
            return read_at(self._stored[subject][number], subject, number)
        except NewerEntryError as error:
            raise LedgerNewerError(f"Entry {number} is {error}.", subject=subject) from None

    def _read_or_break(self, subject: str, number: int) -> Entry | ChainBreak:
        try:
            return self._read(subject, number)
        except LedgerNewerError as error:
            return ChainBreak(number, error.message)
