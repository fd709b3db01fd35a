"""The queue in memory; messages wait for the clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from certbind.events import Event, from_cloud_event, render
from certbind.ports.clock import Clock
from tests.fakes.trouble import Trouble

LONGEST_DELAY = timedelta(days=7)


class FakeQueue:
    """Keeps what was sent, as text, and gives out what is due."""

    def __init__(self, clock: Clock) -> None:
        self.trouble = Trouble()
        self.bodies: list[str] = []
        self._clock = clock
        self._waiting: list[tuple[datetime, str]] = []

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """See EventQueue; ValueError for a delay below zero or above seven days."""
        if not timedelta() <= delay <= LONGEST_DELAY:
            raise ValueError(f"a delay of {delay} is not within 0 and 7 days")
        with self.trouble.around("send"):
            body = render(event)
            self.bodies.append(body)
            self._waiting.append((self._clock.now() + delay, body))

    def send_all(self, events: Sequence[tuple[Event, timedelta]]) -> None:
        """See EventQueue."""
        for event, delay in events:
            self.send(event, delay)

    @property
    def sent(self) -> list[Event]:
        """Everything that was ever sent, in order."""
        return [_read(body) for body in self.bodies]

    def waiting(self) -> list[tuple[datetime, Event]]:
        """What was not taken yet, with the moment at which it is due, soonest first."""
        return [(due, _read(body)) for due, body in sorted(self._waiting, key=lambda w: w[0])]

    def take_due(self) -> list[Event]:
        """Take out what is due now, soonest first."""
        now = self._clock.now()
        due = sorted((w for w in self._waiting if w[0] <= now), key=lambda w: w[0])
        self._waiting = [w for w in self._waiting if w[0] > now]
        return [_read(body) for _, body in due]


def _read(body: str) -> Event:
    return from_cloud_event(json.loads(body))
