"""The message that a binding promised, where no message of the queue brought it about."""

from __future__ import annotations

from certbind.domain.model.target import Target
from certbind.errors import CloudError
from certbind.events import step
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate.domain_journal import Position


def queue_look(
    queue: EventQueue, position: Position, target: Target, cause: str
) -> CloudError | None:
    """Queue the first look; the error where that failed: what is bound is bound, and the next
    sweep finds that nobody looked.
    """
    if position.follow is None:
        return None
    try:
        queue.send(step(target, cause, position.sequence), position.follow)
    except CloudError as error:
        return error
    return None
