"""The ledger, and the files beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a subject (None: there is none), or what lies damaged in its place.

    age: how old it is by the ledger's own clock; now: that clock. None where it was not told.
    is_newest: False where it was read by its number: others may have written since, and creating
    the next one tells.
    """

    entry: Entry | ChainBreak | None
    age: timedelta | None = None
    now: datetime | None = None
    is_newest: bool = True


@dataclass(frozen=True, slots=True)
class Topmost:
    """Where the newest entry of a subject lies. digest: of its bytes, as the ledger's place lists
    it, "" where it tells none; age: by its clock.
    """

    number: int
    digest: str = ""
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """By subject; one that has no entry is not there. now: the ledger's own clock."""

    newest: Mapping[str, Topmost]
    now: datetime | None = None


class Journal(Protocol):
    """The ledger. LedgerUnsafeError when the bucket cannot protect entries; LedgerNewerError for
    an entry that a newer certbind wrote. Each entry is held to its hash when it is read: what is
    damaged is a break and never an entry, and the next one is sealed after it.
    """

    def newest(self, subject: str) -> Entry | ChainBreak | None:
        """The last entry of a subject."""

    def head(self, subject: str, expects: int = 0) -> Head:
        """As `newest`, with its age. expects: the number that the newest one had when somebody
        looked (0: nobody did); where that entry is there, it alone is read.
        """

    def heads(self, subjects: Collection[str]) -> Heads:
        """Where the newest entries of these subjects lie, and nothing of what they say: as few
        calls as there are pages of a thousand entries, and never more than there are subjects.
        """

    def append(self, entry: Entry) -> None:
        """Create an entry; LedgerConflictError when its number is taken, if by one that says the
        same; LedgerUnreadableError when the numbers are used up. An answer that was lost on the
        way is no conflict with oneself.
        """

    def sound(self, subject: str) -> tuple[Entry, ...]:
        """The sound ones among the newest few, newest first: what is left to go on from."""

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """All of them, newest first; LedgerUnreadableError when one cannot be read."""

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """As `entries`, but a break stands in place of each object that is no entry."""

    def subjects(self, prefix: str) -> Sequence[str]:
        """All subjects that start with `prefix`, sorted."""


class KeptReports(Protocol):
    """Files beside the ledger, written over when they are kept anew: what a sweep leaves for
    people to look at, and what saves calls. Nothing that a decision rests on is only there.
    """

    def read(self, name: str) -> bytes | None:
        """As it was kept last; None where none was."""

    def keep(self, name: str, content_type: str, data: bytes) -> None:
        """Under a plain file name, in the place of what was there."""
