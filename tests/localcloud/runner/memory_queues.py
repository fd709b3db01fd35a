"""Queues in memory, as the runner needs them: delay in the world's time, nothing else."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.runner.platform import QueueMessage


class MemoryQueues:
    """The clock's condition guards the state, so sending wakes whoever waits."""

    def __init__(self, clock: Clock, *names: str) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self.messages: dict[str, list[tuple[datetime, QueueMessage]]] = {n: [] for n in names}

    def put(self, queue: str, body: str, delay: float = 0) -> str:
        with self._clock.condition:
            now = self._clock.now()
            number = f"{next(self._numbers):032X}"
            message = QueueMessage(number, body, f"receipt-{number}", now)
            self.messages[queue].append((now + timedelta(seconds=delay), message))
            self._clock.condition.notify_all()
            return number

    def bodies(self, queue: str) -> list[str]:
        with self._clock.condition:
            return [message.body for _, message in self.messages[queue]]

    def receive(self, queue: str) -> QueueMessage | None:
        with self._clock.condition:
            for due, message in self.messages.get(queue, []):
                if due <= self._clock.now():
                    return message
            return None

    def next_visible(self, queue: str) -> datetime | None:
        with self._clock.condition:
            return min((due for due, _ in self.messages.get(queue, [])), default=None)

    def delete(self, queue: str, receipt: str) -> None:
        with self._clock.condition:
            kept = [item for item in self.messages[queue] if item[1].receipt != receipt]
            self.messages[queue] = kept

    def send(self, queue: str, body: str) -> None:
        if len(body) > 65_536:
            raise ValueError("the message exceeds 64 KB")
        self.put(queue, body)
