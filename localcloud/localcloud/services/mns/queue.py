"""One queue: which message is visible, who holds which (SMQ's API pages).

Not safe over threads by itself: the model calls it under its lock. `now`: milliseconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from localcloud.services.mns.errors import message_not_exist, receipt_handle_error
from localcloud.services.mns.messages import Message, looks_like_handle, new_handle

Keep = Callable[[Message], None]
Forget = Callable[[Message], None]


class Queue:
    """Standard queue: at least once, lower priority number first, else in order of sending."""

    def __init__(self, attributes: dict[str, Any], keep: Keep, forget: Forget) -> None:
        """`keep` and `forget` write a message's change to the store."""
        self.attributes = attributes
        self._keep = keep
        self._forget = forget
        self._messages: dict[str, Message] = {}
        self._by_handle: dict[str, str] = {}
        self._ready: list[tuple[int, int, str]] = []  # priority, sequence, key
        self._ready_keys: set[str] = set()
        self._waiting: list[tuple[int, str]] = []  # visible, key
        self._duplicates = 0

    def load(self, messages: Iterable[Message]) -> None:
        """Take up messages that the store has kept."""
        for message in messages:
            self._messages[message.key] = message
            if message.handle:
                self._by_handle[message.handle] = message.key
            heapq.heappush(self._waiting, (message.visible, message.key))

    def put(self, message: Message, now: int) -> None:
        """Add a message; a delayed one gets a handle, with which it can be deleted."""
        self._messages[message.key] = message
        if message.visible > now:
            self._hand_out(message)
        heapq.heappush(self._waiting, (message.visible, message.key))
        self._keep(message)

    def take(self, count: int, now: int, new_key: Callable[[], str]) -> list[Message]:
        """Up to `count` visible messages become inactive for the visibility timeout."""
        taken: list[Message] = []
        for message in self._pop_ready(count, now):
            if self._duplicates > 0:
                self._duplicates -= 1
                self._deliver_again(message, new_key(), now)
            message.dequeued += 1
            message.first_dequeued = message.first_dequeued or now
            self._hide(message, now + 1000 * int(self.attributes["VisibilityTimeout"]))
            taken.append(message)
        return taken

    def peek(self, count: int, now: int) -> list[Message]:
        """Up to `count` visible messages, untouched."""
        self._promote(now)
        living = (m for m in self._visible() if not self._is_over(m, now))
        return heapq.nsmallest(count, living, key=lambda m: (m.priority, m.sequence))

    def delete(self, handle: str, now: int) -> None:
        """ServiceError: ReceiptHandleError for a malformed handle, MessageNotExist for one that
        was replaced, ran out, or is another queue's.
        """
        message = self._held(handle, now)
        self._drop(message)

    def change_visibility(self, handle: str, seconds: int, now: int) -> Message:
        """Count the timeout anew from now; a new handle replaces the old one. As `delete`."""
        message = self._held(handle, now)
        self._hide(message, now + 1000 * seconds)
        return message

    def next_visible(self, now: int) -> int | None:
        """When the next message becomes visible; None when none waits. `now` when one is."""
        self._promote(now)
        if any(key in self._messages for _, _, key in self._ready):
            return now
        return self._waiting[0][0] if self._waiting else None

    def counters(self, now: int) -> dict[str, int]:
        """Active, inactive and delayed messages."""
        living = [m for m in self._messages.values() if not self._is_over(m, now)]
        hidden = [m for m in living if m.visible > now]
        inactive = sum(1 for m in hidden if m.dequeued)
        return {
            "ActiveMessages": len(living) - len(hidden),
            "InactiveMessages": inactive,
            "DelayMessages": len(hidden) - inactive,
        }

    def duplicate_next(self, count: int) -> None:
        """Each of the next `count` messages received is delivered once more, to whoever asks
        next, with the same MessageId and a handle of its own.
        """
        self._duplicates = count

    def reorder(self, now: int) -> None:
        """Turn the order of the visible messages round."""
        self._promote(now)
        waiting = sorted(self._visible(), key=lambda m: m.sequence)
        sequences = [m.sequence for m in reversed(waiting)]
        for message, sequence in zip(waiting, sequences, strict=True):
            message.sequence = sequence
            self._keep(message)
        self._ready = [(m.priority, m.sequence, m.key) for m in waiting]
        heapq.heapify(self._ready)

    def clear(self) -> None:
        """Forget every message: the queue is deleted."""
        for message in list(self._messages.values()):
            self._drop(message)

    def _visible(self) -> list[Message]:
        return [self._messages[key] for _, _, key in self._ready if key in self._messages]

    def _pop_ready(self, count: int, now: int) -> list[Message]:
        self._promote(now)
        found: list[Message] = []
        while self._ready and len(found) < count:
            key = heapq.heappop(self._ready)[2]
            self._ready_keys.discard(key)
            message = self._messages.get(key)
            if message is not None and self._is_over(message, now):
                self._drop(message)
            elif message is not None:
                found.append(message)
        return found

    def _promote(self, now: int) -> None:
        """Move what has become visible to the ready ones; skip what was deleted or hidden anew."""
        while self._waiting:
            visible, key = self._waiting[0]
            message = self._messages.get(key)
            current = message is not None and message.visible == visible
            if current and visible > now:
                return
            heapq.heappop(self._waiting)
            if message is not None and current and key not in self._ready_keys:
                self._ready_keys.add(key)
                heapq.heappush(self._ready, (message.priority, message.sequence, key))

    def _hide(self, message: Message, visible: int) -> None:
        message.visible = visible
        self._hand_out(message)
        heapq.heappush(self._waiting, (visible, message.key))
        self._keep(message)

    def _deliver_again(self, message: Message, key: str, now: int) -> None:
        copy = deepcopy(message)
        copy.key, copy.handle, copy.visible = key, "", now
        self.put(copy, now)

    def _hand_out(self, message: Message) -> None:
        self._by_handle.pop(message.handle, None)
        message.handle = new_handle(message.priority)
        self._by_handle[message.handle] = message.key

    def _held(self, handle: str, now: int) -> Message:
        if not looks_like_handle(handle):
            raise receipt_handle_error()
        message = self._messages.get(self._by_handle.get(handle, ""))
        if message is None or message.visible <= now or self._is_over(message, now):
            raise message_not_exist()
        return message

    def _is_over(self, message: Message, now: int) -> bool:
        return now >= message.enqueued + 1000 * int(self.attributes["MessageRetentionPeriod"])

    def _drop(self, message: Message) -> None:
        self._messages.pop(message.key, None)
        self._by_handle.pop(message.handle, None)
        self._forget(message)
