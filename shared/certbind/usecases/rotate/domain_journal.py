"""The journal of one domain, as a position that moves forward: the one writer of states."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import Fact, SetAside
from certbind.domain.lifecycle.journal import ChainBreak, Entry, Record, seal
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import DomainState, aged
from certbind.domain.lifecycle.state_json import NewerStateError, state_from_json, state_to_json
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.identity import Domain
from certbind.errors import LedgerNewerError, LedgerUnreadableError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Head, Journal
from certbind.values import dataclass, field, replace

RACES_PER_RUN = 4
"""How often one invocation reads and decides anew, after another writer was first, before it
leaves the domain to a later one.
"""

_LONG_AGO = timedelta(days=1)


def subject_of(domain: Domain) -> str:
    """The subject under which a domain's entries are kept."""
    return f"domain/{domain}"


def domains_of(journal: Journal) -> tuple[Domain, ...]:
    """Every domain that the ledger has entries of."""
    return tuple(Domain(one.partition("/")[2]) for one in journal.subjects("domain/"))


def state_of(entry: Entry) -> DomainState:
    """The state that an entry carries, as it was when it was written.

    LedgerNewerError for a later version's; LedgerUnreadableError for anything else.
    """
    try:
        return state_from_json(entry.record.state, entry.at)
    except NewerStateError as error:
        raise LedgerNewerError(
            f"Entry {entry.sequence}: {error}.", subject=entry.subject
        ) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LedgerUnreadableError(
            f"Entry {entry.sequence} holds no state of a domain: {type(error).__name__} {error}.",
            subject=entry.subject,
        ) from None


def age_of(head: Head, now: datetime) -> timedelta:
    """How long ago the newest entry was written, by the ledger's own clock where that is known.

    By this machine's, a moment in the future says nothing but that some clock was wrong: then
    what waited has waited long enough.
    """
    if not isinstance(head.entry, Entry):
        return timedelta()
    return age_by(head.entry.at, head.age, now)


def age_by(at: datetime, told: timedelta | None, now: datetime) -> timedelta:
    """The same, of an entry written `at` this machine's time. told: by the ledger's clock."""
    if told is not None:
        return max(told, timedelta())
    age = now - at
    return age if age >= timedelta() else _LONG_AGO


@dataclass(frozen=True, slots=True)
class Note:
    """What an entry says besides its state. event_id: of the message or order behind it."""

    event_id: str
    message: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """The newest entry of a domain (None: there is none) and the state that it leads to now.

    follow: after this time a message must bring the domain back; None: none is owed.
    skew: this machine's clock less the ledger's. age: the newest entry's.
    broken: what lies damaged in the newest entry's place (`entry` is None then); the state is that
    of the sound entry number `known_from`, 0 where none was found. is_newest: see Head.
    """

    domain: Domain
    entry: Entry | None
    state: DomainState
    follow: timedelta | None = None
    skew: timedelta = timedelta()
    broken: ChainBreak | None = None
    known_from: int = 0
    age: timedelta = timedelta()
    is_newest: bool = True

    @property
    def newest(self) -> Entry | ChainBreak | None:
        """What the next entry is sealed after."""
        return self.broken or self.entry

    @property
    def sequence(self) -> int:
        """The newest entry's number, 0 for none."""
        return self.newest.sequence if self.newest else 0

    @property
    def next_sequence(self) -> int:
        """The number that the next entry will have."""
        return self.sequence + 1


@dataclass(frozen=True, slots=True)
class DomainJournal:
    """Reads and moves positions; every write may raise LedgerConflictError."""

    journal: Journal
    clock: Clock
    times: Times

    def read(self, domain: Domain, expects: int = 0) -> Position:
        """Where the domain stands, aged to this moment. expects: see Journal.head."""
        head = self.journal.head(subject_of(domain), expects)
        now = self.clock.now()
        skew = now - head.now if head.now is not None else timedelta()
        found = head.entry
        if found is None:
            return Position(domain, None, DomainState(), skew=skew)
        try:
            if isinstance(found, Entry):
                age = age_of(head, now)
                state = aged(state_of(found), age)
                known = Position(domain, found, state, skew=skew, age=age)
                return replace(known, is_newest=head.is_newest)
        except LedgerUnreadableError as error:
            found = ChainBreak(found.sequence, error.message, found.hash)
        if not head.is_newest:
            return self.read(domain)  # what it broke may be mended since
        return self._rebuilt(domain, found, now, skew)

    def set_aside(self, position: Position, cause: str) -> Position:
        """Put on record that the newest entry is damaged, where it is; nothing is deleted."""
        if position.broken is None:
            return position
        fact = SetAside(position.broken.sequence)
        note = Note(cause, _told_of(position, position.broken), "ledger_unreadable")
        return self._write(position, fact, note)

    def preview(self, position: Position, fact: Fact) -> Advanced:
        """What recording a fact would lead to."""
        return advance(position.state, fact, position.next_sequence, self.times)

    def advance(self, position: Position, fact: Fact, note: Note) -> Position:
        """Put a fact on record and move to the state that it leads to. After a damaged entry that
        is said first.
        """
        return self._write(self.set_aside(position, note.event_id), fact, note)

    def _rebuilt(
        self, domain: Domain, broken: ChainBreak, now: datetime, skew: timedelta
    ) -> Position:
        """What the cloud cannot tell (a hold, wishes, the way back) from the newest sound entry,
        where one is; what stands, the decision reads of the cloud and brings the record up to it.
        """
        state, known_from = DomainState(), 0
        for entry in self.journal.sound(subject_of(domain)):
            with suppress(LedgerUnreadableError):
                state = aged(state_of(entry), age_of(Head(entry), now))
                known_from = entry.sequence
                break
        fact = SetAside(broken.sequence)
        state = advance(state, fact, broken.sequence + 1, self.times).state
        return Position(domain, None, state, skew=skew, broken=broken, known_from=known_from)

    def _write(self, position: Position, fact: Fact, note: Note) -> Position:
        moved = self.preview(position, fact)
        now = self.clock.now()
        state = state_to_json(moved.state, now)
        record = Record(moved.kind, note.event_id, note.reason, note.message, note.details, state)
        entry = seal(subject_of(position.domain), position.newest, now, record)
        self.journal.append(entry)
        return Position(position.domain, entry, moved.state, moved.follow, position.skew)


def _told_of(position: Position, broken: ChainBreak) -> str:
    """What is lost, and from where it goes on."""
    told = (
        f"{position.domain}: entry {broken.sequence} is damaged ({broken.problem}) and set aside "
        "where it is. What stands at the target now counts. "
    )
    if not position.known_from:
        return (
            f"{told}No sound entry is left: what a person took off, wishes and the way back are "
            "lost."
        )
    hold = position.state.hold
    held = f"held until what ends after {hold.end:%Y-%m-%d} is there" if hold else "not held"
    return (
        f"{told}Holds, wishes and the way back are those of entry {position.known_from}, where "
        f"the domain was {held}; what changed in them since is lost."
    )
