"""What a step puts on record, and the message that this promises."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.facts import Fact
from certbind.domain.lifecycle.pause import until_wish
from certbind.events import Step, step
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate.act import Cause, of_message
from certbind.usecases.rotate.domain_journal import DomainJournal, Note, Position
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Following:
    """Of one message."""

    journal: DomainJournal
    queue: EventQueue
    message: Step

    @property
    def cause(self) -> Cause:
        """What the step is made for."""
        message = self.message
        return Cause(message.cause, message.id, message.cause if message.by_hand else "")

    def advance(self, position: Position, fact: Fact, note: Note) -> Position:
        """On record, with the message's id: come again, it is known."""
        return self.journal.advance(position, fact, of_message(note, self.cause))

    def follow(self, position: Position) -> None:
        """Queue what the entry promised, if it did; a wish comes back after each pause."""
        delay = self.owed(position, position.follow)
        if delay is not None:
            self.send(position, delay)

    def owed(self, position: Position, promised: timedelta | None) -> timedelta | None:
        """After this time a message must bring the domain back; None: none has to."""
        if promised is None and self.has_open_wish(position):
            return until_wish(position.state)
        return promised

    def send(self, position: Position, delay: timedelta) -> None:
        """The domain's next step; a person's wish that is not carried out yet goes with it."""
        message = self.message
        is_open = self.has_open_wish(position)
        following = step(
            message.target,
            message.cause,
            position.sequence,
            candidate=message.candidate if is_open else None,
            by_hand=is_open,
        )
        self.queue.send(following, delay)

    def once_more(self, delay: timedelta | None) -> None:
        """The message itself, which came too early."""
        if delay is not None:
            self.queue.send(self.message, delay)

    def has_open_wish(self, position: Position) -> bool:
        """Whether the message brings what a person asked for, and nobody has answered it yet."""
        message = self.message
        return message.by_hand and not position.state.has_carried(message.cause)
