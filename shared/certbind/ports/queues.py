"""The queue that the functions are triggered by, and the one for what could not be handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from certbind.events import Event

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.deployment.dead_letter import HeldMessage


class EventQueue(Protocol):
    """The queue that the functions are triggered by."""

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """Deliver at least once, after `delay` (seconds, at most seven days)."""

    def send_all(self, events: Sequence[tuple[Event, timedelta]]) -> None:
        """Each with its delay, in their order, several a call. Where it raises, those before may
        be on their way.
        """


class DeadLetters(Protocol):
    """The queue for what could not be handled. A message that is taken is hidden from others for
    the queue's visibility time (seconds to hours), and comes back by itself.
    """

    def look(self) -> tuple[HeldMessage, ...] | None:
        """All that are visible now, hidden from nobody and without a receipt; None where there
        are more than one look shows.
        """

    def take(self) -> tuple[HeldMessage, ...]:
        """Some of the messages that are visible now, oldest first; () when none is."""

    def put_back(self, message: HeldMessage) -> None:
        """Show it again soon; nothing happens when it is shown already or gone."""

    def delete(self, message: HeldMessage) -> bool:
        """Remove it; False when it was shown again meanwhile, or is gone."""
