"""The queues of MNS as EventBridge and the destinations of functions use them."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import datetime, timedelta, timezone

from localcloud.clock import Clock
from localcloud.gateway import ServiceError
from localcloud.runner.platform import QueueMessage
from localcloud.services.mns.messages import Message
from localcloud.services.mns.model import Draft, MnsModel

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NOT_FOUND = 404


class QueueAccess:
    """Implements runner.platform.Queues. `lose` makes messages vanish on their way."""

    def __init__(self, model: MnsModel, clock: Clock) -> None:
        self._model = model
        self._clock = clock
        self._losing: Counter[str] = Counter()

    def receive(self, queue: str) -> QueueMessage | None:
        """As the protocol says; messages that are to be lost are passed over."""
        with self._clock.condition:
            while True:
                taken = self._take(queue)
                if taken is None or not self._losing[queue]:
                    return None if taken is None else _message(taken)
                self._losing[queue] -= 1
                self.delete(queue, taken.handle)

    def next_visible(self, queue: str) -> datetime | None:
        """As the protocol says."""
        try:
            return self._model.next_visible(queue)
        except ServiceError:
            return None

    def delete(self, queue: str, receipt: str) -> None:
        """As the protocol says."""
        with contextlib.suppress(ServiceError):
            self._model.delete(queue, receipt)

    def send(self, queue: str, body: str) -> None:
        """As the protocol says."""
        try:
            self._model.send(queue, Draft(body))
        except ServiceError as error:
            if error.status == _NOT_FOUND:
                raise KeyError(queue) from error
            raise ValueError(error.message) from error

    def lose(self, queue: str, count: int) -> int:
        """Lose what is visible now, and of what triggers take later the rest of `count`; how many
        were lost at once.
        """
        with self._clock.condition:
            lost = 0
            while lost < count and (taken := self._take(queue)) is not None:
                self.delete(queue, taken.handle)
                lost += 1
            self._losing[queue] += count - lost
            return lost

    def _take(self, queue: str) -> Message | None:
        try:
            found = self._model.receive(queue)
        except ServiceError:
            return None
        return found[0] if found else None


def _message(taken: Message) -> QueueMessage:
    sent = _EPOCH + timedelta(milliseconds=taken.enqueued)
    return QueueMessage(taken.message_id, taken.body, taken.handle, sent)
