"""The dead-letter queue in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.deployment.dead_letter import HeldMessage
from certbind.ports.clock import Clock
from tests.fakes.trouble import Trouble

VISIBILITY = timedelta(seconds=30)
BATCH = 16


class FakeDeadLetters:
    """Messages that hide for half a minute when they are taken."""

    def __init__(self, clock: Clock) -> None:
        self.trouble = Trouble()
        self._clock = clock
        self._messages: dict[str, tuple[bytes, datetime]] = {}
        self._hidden: dict[str, tuple[str, datetime]] = {}  # id: receipt, until
        self._receipts = 0

    def put(self, body: bytes) -> str:
        """As EventBridge or Function Compute does; the message's id."""
        name = f"{len(self._messages) + 1:032X}"
        self._messages[name] = (body, self._clock.now())
        return name

    def bodies(self) -> list[bytes]:
        """What lies there, hidden or not."""
        return [body for body, _ in self._messages.values()]

    def look(self) -> tuple[HeldMessage, ...] | None:
        """See DeadLetters."""
        with self.trouble.around("look"):
            visible = [name for name in self._messages if not self._is_hidden(name)]
            if len(visible) >= BATCH:
                return None
            return tuple(
                HeldMessage(name, self._messages[name][0], self._messages[name][1], "")
                for name in visible
            )

    def take(self) -> tuple[HeldMessage, ...]:
        """See DeadLetters."""
        with self.trouble.around("take"):
            now = self._clock.now()
            visible = [name for name in self._messages if not self._is_hidden(name)][:BATCH]
            return tuple(self._hide(name, now + VISIBILITY) for name in visible)

    def put_back(self, message: HeldMessage) -> None:
        """See DeadLetters; at once, where MNS needs a second."""
        with self.trouble.around("put_back"):
            if self._holds(message):
                del self._hidden[message.id]

    def delete(self, message: HeldMessage) -> bool:
        """See DeadLetters."""
        with self.trouble.around("delete"):
            if not self._holds(message):
                return False
            del self._messages[message.id], self._hidden[message.id]
            return True

    def _hide(self, name: str, until: datetime) -> HeldMessage:
        self._receipts += 1
        self._hidden[name] = (f"receipt-{self._receipts}", until)
        body, at = self._messages[name]
        return HeldMessage(name, body, at, self._hidden[name][0])

    def _is_hidden(self, name: str) -> bool:
        return name in self._hidden and self._hidden[name][1] > self._clock.now()

    def _holds(self, message: HeldMessage) -> bool:
        return self._is_hidden(message.id) and self._hidden[message.id][0] == message.receipt
