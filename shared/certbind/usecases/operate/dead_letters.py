"""Dead letters: what lies in the dead-letter queue, what it is about, and back with it.

Who puts what there: EventBridge the message that the function could not finish (the whole
CloudEvent or its body, EventBridge "Retry policies and dead-letter queues"), Function Compute a
destination record of an asynchronous call ("Result callback"), a person anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import Enum
from typing import Any

from certbind.domain.deployment.dead_letter import HeldMessage
from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.envelopes import Delivery, parse
from certbind.errors import CertbindError, CloudError, LedgerConflictError, OversizedError
from certbind.events import CertificateEvent, Event, Step, type_of
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.ports.queues import DeadLetters, EventQueue
from certbind.usecases.operate.failed_call import FailedCall, read_failed_call
from certbind.values import dataclass

MOST = 1000
"""Letters that are read at once; a person wants the first of them, and the rest later."""

SHORTEST_ID = 6
"""Characters of a message id that name it, where no other begins alike."""


class NoSuchLetterError(CertbindError):
    """No message of the dead-letter queue has this id, or several begin with it."""

    code = "no_such_letter"
    default_hint = "`certbind dead-letters list` shows the ids; one that was just taken is hidden."


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter. `failed`: what its destination record tells, None for other shapes."""

    message: HeldMessage
    deliveries: tuple[Delivery, ...]
    failed: FailedCall | None

    @property
    def events(self) -> tuple[Event, ...]:
        """What can be put back."""
        return tuple(one.event for one in self.deliveries if one.event is not None)

    @property
    def is_timer_tick(self) -> bool:
        """Whether a timer's call failed: the next tick does the work again."""
        return self.failed is not None and self.failed.is_timer_tick

    def to_json(self) -> dict[str, Any]:
        """For `--json`. Of what cannot be read only the size is told: it may be a secret."""
        return {
            "id": self.message.id,
            "at": self.message.at.isoformat(),
            "bytes": len(self.message.body),
            "events": [event_json(event) for event in self.events],
            "unreadable": [str(one.error) for one in self.deliveries if one.error is not None],
            "timer_tick": self.is_timer_tick,
            "failed": self.failed.to_json() if self.failed else None,
        }


class Replay(Enum):
    """What became of one letter; stable."""

    REPLAYED = "replayed"  # its events are in the queue again, the letter is gone
    ALREADY_REPLAYED = "already_replayed"  # the ledger has it: only the letter was removed
    NOT_NEEDED = "not_needed"  # a timer's tick: the next one does it; the letter is gone
    UNREADABLE_EVENT = "unreadable_event"  # no event in it: left where it is
    OVERSIZED = "oversized_payload"  # part of it was never read: left where it is


@dataclass(frozen=True, slots=True)
class Replayed:
    """The end of one letter. is_gone: False where it was shown again while it was worked on."""

    letter: Letter
    result: Replay
    is_gone: bool


@dataclass(frozen=True, slots=True)
class ReadDeadLetters:
    """Looks at the letters; where there are many, takes them and puts them back."""

    letters: DeadLetters

    def __call__(self) -> tuple[Letter, ...]:
        """At most MOST, oldest first, timers' calls last: the next tick does what they left. Many
        are hidden from others for a second or so.
        """
        held = self.letters.look()
        if held is None:
            with _taken(self.letters) as taken:
                held = tuple(taken)
        found = (read_letter(message) for message in held)
        return tuple(sorted(found, key=_order))


@dataclass(frozen=True, slots=True)
class ReplayDeadLetters:
    """Puts events back into the queue under the ids that they had.

    In this order: send, record, delete. Wherever it ends in between, saying it again completes
    it: an event that is sent twice is handled once, and a letter that is on record is not sent
    again.
    """

    letters: DeadLetters
    queue: EventQueue
    journal: Journal
    clock: Clock

    def __call__(self, name: str | None, *, asked_by: str) -> tuple[Replayed, ...]:
        """The letter with this id, or (None) all that are there now; NoSuchLetterError.

        asked_by: stands in the record, as the id of who asked.
        """
        done: list[Replayed] = []
        with _taken(self.letters) as held:
            chosen = tuple(held) if name is None else (_named(held, name),)
            for message in chosen:
                one = self._replay(read_letter(message), asked_by)
                done.append(one)
                if one.is_gone:
                    held.remove(message)
        return tuple(done)

    def _replay(self, letter: Letter, asked_by: str) -> Replayed:
        if any(isinstance(one.error, OversizedError) for one in letter.deliveries):
            return Replayed(letter, Replay.OVERSIZED, is_gone=False)
        if not letter.events and not letter.is_timer_tick:
            return Replayed(letter, Replay.UNREADABLE_EVENT, is_gone=False)
        newest = self.journal.newest(_subject(letter))
        if isinstance(newest, Entry):
            result = Replay.ALREADY_REPLAYED
        else:
            for event in letter.events:
                self.queue.send(event)
            self._record(letter, newest, asked_by)
            result = Replay.REPLAYED if letter.events else Replay.NOT_NEEDED
        return Replayed(letter, result, self.letters.delete(letter.message))

    def _record(self, letter: Letter, damaged: ChainBreak | None, asked_by: str) -> None:
        events = ", ".join(event.id for event in letter.events)
        message = (
            f"Put back into the queue: {events}."
            if events
            else f"A timer's tick of {_function(letter)}: removed, the next tick does its work."
        )
        record = Record(
            EntryKind.REPLAYED,
            asked_by,
            letter.failed.kind if letter.failed else "",
            message,
            _record_details(letter),
        )
        # On a conflict another person replayed it at this moment: it is on record.
        with suppress(LedgerConflictError):
            self.journal.append(seal(_subject(letter), damaged, self.clock.now(), record))


def _order(letter: Letter) -> tuple[bool, datetime, str]:
    return letter.is_timer_tick, letter.message.at, letter.message.id


def read_letter(message: HeldMessage) -> Letter:
    """A message, understood as far as it goes; never raises."""
    failed = read_failed_call(message.body)
    return Letter(message, parse(message.body), failed)


def about(event: Event) -> str:
    """The domain or certificate that an event is about."""
    if isinstance(event, Step):
        return str(event.target)
    if isinstance(event, CertificateEvent):
        return f"certificate {event.certificate}"
    return "the certificates of CAS"


def event_json(event: Event) -> dict[str, str]:
    """An event in short."""
    return {"id": event.id, "type": type_of(event).value, "about": about(event)}


@contextmanager
def _taken(letters: DeadLetters) -> Iterator[list[HeldMessage]]:
    """All that can be taken. What is in the list at the end is put back, whatever happened: also
    where the taking itself failed half-way. One that cannot be put back shows again by itself.
    """
    held: list[HeldMessage] = []
    try:
        for message in _take_all(letters):
            held.append(message)  # noqa: PERF402 - what was taken must be known when it fails
        yield held
    finally:
        for message in held:
            with suppress(CloudError):
                letters.put_back(message)


def _take_all(letters: DeadLetters) -> Iterator[HeldMessage]:
    """Until no new one comes: a queue that shows some again meanwhile must not keep us here."""
    seen: dict[str, HeldMessage] = {}
    while len(seen) < MOST:
        fresh = {m.id: m for m in letters.take() if m.id not in seen}
        if not fresh:
            return
        seen |= fresh
        yield from fresh.values()


def _named(held: Iterable[HeldMessage], name: str) -> HeldMessage:
    return find_letter({message.id: message for message in held}, name)


def find_letter(by_id: Mapping[str, HeldMessage], name: str) -> HeldMessage:
    """The message with this id, or the only one whose id begins so; NoSuchLetterError."""
    found = [m for i, m in by_id.items() if i == name] or [
        m for i, m in by_id.items() if len(name) >= SHORTEST_ID and i.startswith(name)
    ]
    if len(found) != 1:
        fault = f"{len(found)} letters begin with" if found else "no letter has"
        raise NoSuchLetterError(f"Among {len(by_id)}, {fault} the id {name}.", subject=name)
    return found[0]


def _record_details(letter: Letter) -> dict[str, Any]:
    """Without the exception's sentence, which may hold anything."""
    failed = letter.failed.to_json() if letter.failed else {}
    return {
        "letter": letter.message.id,
        "put_there": letter.message.at.isoformat(),
        "events": [event_json(event) for event in letter.events],
        "failed": {name: value for name, value in failed.items() if name != "message"},
    }


def _subject(letter: Letter) -> str:
    """With the moment: MessageIds are opaque, and nobody promises that none comes again."""
    return f"replays/{letter.message.id}-{letter.message.at:%Y%m%dT%H%M%S}"


def _function(letter: Letter) -> str:
    return (letter.failed.function if letter.failed else "") or "a function"
