"""What the ledger knows of many domains: one listing of their newest entries, and what a sweep
left beside it of those that are still the newest.

An entry is recognised by its number and by the digest that OSS lists with it; whatever the sweep
did not leave, or what changed since, is read. So a file that is lost or damaged costs calls only.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.binding_json import binding_from_json, binding_to_json
from certbind.domain.lifecycle.journal import Entry
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import DomainState, aged
from certbind.domain.lifecycle.state_json import state_from_json
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import Binding, Target
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.situation import Memory
from certbind.errors import CertbindError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Heads, Journal, KeptReports, Topmost
from certbind.usecases.rotate.domain_journal import DomainJournal, age_by, subject_of
from certbind.values import dataclass, field

FILE = "memories.json.z"
VERSION = 2
FEWER_ARE_READ = 8
"""So few domains are read one by one: a listing shows a thousand keys."""

_NOT_READABLE = (AttributeError, KeyError, TypeError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class KeptMemory:
    """The state of an entry, as JSON: taken apart it is eight times as large, and a sweep holds
    those of all domains. message: what it says to people.
    """

    number: int
    digest: str
    at: datetime
    state: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """By a sweep. bindings: by target, of those that a list tells inexactly."""

    memories: Mapping[str, KeptMemory] = field(default_factory=dict)
    bindings: Mapping[str, Binding] = field(default_factory=dict)


class Memories:
    """Of the domains of one event, sweep or report; many threads may ask."""

    def __init__(
        self, journal: Journal, clock: Clock, times: Times, heads: Heads, left: Left
    ) -> None:
        self._journal = DomainJournal(journal, clock, times)
        self._clock = clock
        self._heads = heads
        self._left = left
        self._found: dict[str, KeptMemory] = {}
        self._bindings: dict[Target, Binding] = {}

    def of(self, domain: Domain) -> Read[Memory]:
        """What the newest entry says."""
        top = self._heads.newest.get(subject_of(domain))
        if top is None:
            return Known(Memory(DomainState(), 0, self._skew))
        kept = self._left.memories.get(domain)
        if kept is not None and (kept.number, kept.digest) == (top.number, top.digest):
            with suppress(*_NOT_READABLE, CertbindError):
                found = self._as_left(kept, top)
                self._found[domain] = kept
                return found
        return self._read(domain, top)

    def entry(self, domain: Domain) -> KeptMemory | None:
        """What stands in the newest entry, once it was asked for; None where there is none."""
        return self._found.get(domain)

    def binding(self, target: Target) -> Binding | None:
        """As the last sweep read it exactly."""
        return self._left.bindings.get(str(target))

    def saw(self, target: Target, binding: Binding) -> None:
        """It was read exactly."""
        self._bindings[target] = binding

    def to_json(self) -> bytes:
        """What this sweep leaves: all that it was told."""
        told = {
            "version": VERSION,
            "memories": {
                domain: [one.number, one.digest, one.at.isoformat(), one.state, one.message]
                for domain, one in self._found.items()
            },
            "bindings": {
                str(target): binding_to_json(one) for target, one in self._bindings.items()
            },
        }
        return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 1)

    @property
    def _skew(self) -> timedelta:
        now = self._heads.now
        return self._clock.now() - now if now is not None else timedelta()

    def _as_left(self, kept: KeptMemory, top: Topmost) -> Known[Memory]:
        age = age_by(kept.at, top.age, self._clock.now())
        state = aged(state_from_json(json.loads(kept.state), kept.at), age)
        return Known(Memory(state, kept.number, self._skew))

    def _read(self, domain: Domain, top: Topmost) -> Read[Memory]:
        try:
            position = self._journal.read(domain, top.number)
        except CertbindError as error:
            return Unread(error.code, str(error), error.retryable)
        entry = position.entry
        if isinstance(entry, Entry) and entry.sequence == top.number:
            record = entry.record
            state = json.dumps(record.state, separators=(",", ":"))
            self._found[domain] = KeptMemory(
                entry.sequence, top.digest, entry.at, state, record.message
            )
        is_broken = position.broken is not None
        return Known(Memory(position.state, position.sequence, position.skew, is_broken))


def read_memories(
    journal: Journal,
    clock: Clock,
    times: Times,
    shelf: KeptReports | None,
    domains: Collection[Domain],
) -> Memories | None:
    """None where so few are asked for that they are read one by one, or nothing can be listed:
    then each says so itself.
    """
    if len(domains) < FEWER_ARE_READ:
        return None
    try:
        heads = journal.heads([subject_of(one) for one in domains])
    except CertbindError:
        return None
    return Memories(journal, clock, times, heads, left_on(shelf))


def left_on(shelf: KeptReports | None) -> Left:
    """Nothing where nothing was left, or it cannot be read: then the ledger itself is."""
    if shelf is None:
        return Left()
    try:
        data = shelf.read(FILE)
        return Left() if data is None else _left(json.loads(zlib.decompress(data)))
    except (CertbindError, *_NOT_READABLE):
        return Left()


def _left(told: Mapping[str, Any]) -> Left:
    if told["version"] != VERSION:
        return Left()
    memories = {
        str(domain): KeptMemory(
            int(number), str(digest), datetime.fromisoformat(at), str(state), str(message)
        )
        for domain, (number, digest, at, state, message) in told["memories"].items()
    }
    bindings = {str(target): binding_from_json(one) for target, one in told["bindings"].items()}
    return Left(memories, bindings)
