"""Queues of one region, whatever the wire: the service's XML face and the triggers use this."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from localcloud.clock import Clock
from localcloud.gateway import ServiceError
from localcloud.services.mns.attributes import (
    DEFAULT_PRIORITY,
    MAX_BODY,
    MAX_DELAY,
    MAX_PRIORITY,
    MAX_VISIBILITY,
    QUEUE_RANGES,
    check_name,
    checked,
    defaults,
    whole_number,
)
from localcloud.services.mns.deleted_queues import DeletedQueues
from localcloud.services.mns.errors import (
    invalid_argument,
    queue_already_exist,
    queue_not_exist,
)
from localcloud.services.mns.messages import Message, Properties
from localcloud.services.mns.queue import Queue
from localcloud.store import Store
from localcloud.switches import Switches

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to send. delay: seconds, None for the queue's own; priority 1 (first) to 16."""

    body: str
    delay: int | None = None
    priority: int = DEFAULT_PRIORITY
    group: str = ""
    properties: Properties = field(default_factory=dict)


class MnsModel:
    """All times are the world's. Its lock is the clock's condition, so that a send, a moved
    clock and the end all wake those who wait for a message.
    """

    def __init__(
        self, clock: Clock, store: Store, region: str, switches: Switches | None = None
    ) -> None:
        self._clock = clock
        self._lock = clock.condition
        self._kept = store.table(f"mns/{region}/queues")
        self._messages = store.table(f"mns/{region}/messages")
        self._deleted = DeletedQueues(clock, store, region, switches or Switches(store))
        self._queues: dict[str, Queue] = {}
        self._closed = False
        self._keys = itertools.count(self._load() + 1)

    def create_queue(self, name: str, fields: Mapping[str, str]) -> bool:
        """True: made; False: it exists with the same attributes. ServiceError: it exists with
        others, or was deleted a moment ago.
        """
        check_name(name, "Queue")
        attributes = defaults(QUEUE_RANGES) | checked(fields, QUEUE_RANGES)
        with self._lock:
            existing = self._queues.get(name)
            if existing is not None and existing.attributes != attributes:
                raise queue_already_exist()
            if existing is None:
                self._deleted.require_free(name)
                now = self._now()
                self._kept[name] = {"attributes": attributes, "created": now, "modified": now}
                self._queues[name] = self._queue(name, attributes)
            return existing is None

    def set_attributes(self, name: str, fields: Mapping[str, str]) -> None:
        """Replace the attributes that are given; the others stay."""
        changes = checked(fields, QUEUE_RANGES)
        with self._lock:
            queue = self._find(name)
            queue.attributes.update(changes)
            record = self._kept[name]
            self._kept[name] = record | {
                "attributes": dict(queue.attributes),
                "modified": self._now(),
            }

    def attributes(self, name: str) -> dict[str, Any]:
        """Attributes, counters and times (seconds) of a queue."""
        with self._lock:
            queue = self._find(name)
            record = self._kept[name]
            return {
                "QueueName": name,
                **queue.attributes,
                **queue.counters(self._now()),
                "CreateTime": record["created"] // 1000,
                "LastModifyTime": record["modified"] // 1000,
            }

    def delete_queue(self, name: str) -> None:
        """With its messages; no error when there is none."""
        with self._lock:
            queue = self._queues.pop(name, None)
            if queue is not None:
                queue.clear()
                del self._kept[name]
                self._deleted.note(name)

    def queue_names(self) -> list[str]:
        """In order."""
        with self._lock:
            return sorted(self._queues)

    def send(self, name: str, draft: Draft) -> Message:
        """ServiceError InvalidArgument for a body, delay or priority out of range."""
        with self._lock:
            return self._send(name, draft)

    def send_batch(self, name: str, drafts: Sequence[Draft]) -> list[Message | ServiceError]:
        """Each message by itself: one that is refused does not keep the others back.

        ServiceError for the whole when the bodies together are too large (64 KB).
        """
        if sum(len(draft.body.encode()) for draft in drafts) > MAX_BODY:
            raise invalid_argument(f"The batch should not be larger than {MAX_BODY} bytes.")
        with self._lock:
            self._find(name)
            return [self._try_send(name, draft) for draft in drafts]

    def receive(
        self, name: str, *, count: int = 1, wait_until: datetime | None = None
    ) -> list[Message]:
        """Up to `count` messages, waiting for the first until `wait_until` (world time; None: not
        at all). Empty when none came, or the service closes. Copies: changing them does nothing.
        """
        until = self._now() if wait_until is None else _milliseconds(wait_until)
        with self._lock:
            while True:
                queue = self._find(name)
                now = self._now()
                taken = queue.take(count, now, self._new_key)
                if taken or now >= until or self._closed:
                    return [_copy(message) for message in taken]
                self._wait(name, until)

    def peek(self, name: str, count: int = 1) -> list[Message]:
        """Up to `count` visible messages, which stay visible."""
        with self._lock:
            return [_copy(m) for m in self._find(name).peek(count, self._now())]

    def next_visible(self, name: str) -> datetime | None:
        """When the next message can be received, the present when one can; None: none waits."""
        with self._lock:
            upcoming = self._find(name).next_visible(self._now())
            return None if upcoming is None else _EPOCH + upcoming * _MILLISECOND

    def delete(self, name: str, handle: str) -> None:
        """ServiceError MessageNotExist or ReceiptHandleError."""
        with self._lock:
            self._find(name).delete(handle, self._now())

    def change_visibility(self, name: str, handle: str, seconds: int) -> Message:
        """The message with its new handle and time. Errors as `delete`."""
        whole_number(str(seconds), "VisibilityTimeout", 1, MAX_VISIBILITY)
        with self._lock:
            message = self._find(name).change_visibility(handle, seconds, self._now())
            self._clock.wake()  # who waits must wait for the new time
            return _copy(message)

    def duplicate_next(self, name: str, count: int = 1) -> None:
        """See Queue.duplicate_next."""
        with self._lock:
            self._find(name).duplicate_next(count)

    def reorder(self, name: str) -> None:
        """See Queue.reorder."""
        with self._lock:
            self._find(name).reorder(self._now())

    def close(self) -> None:
        """Let go of everybody who waits."""
        with self._lock:
            self._closed = True
            self._clock.wake()

    def now(self) -> datetime:
        """The world's time."""
        return self._clock.now()

    def _wait(self, name: str, until: int) -> None:
        """Until a message may be visible, or it is known that one will be at another time; until
        the queue is gone, the time is over, or the end.
        """
        upcoming = self._queues[name].next_visible(self._now())

        def changed() -> bool:
            queue = self._queues.get(name)
            return self._closed or queue is None or queue.next_visible(self._now()) != upcoming

        wake_at = until if upcoming is None else min(until, upcoming)
        self._clock.wait_for(changed, _EPOCH + (wake_at + 1) * _MILLISECOND)

    def _send(self, name: str, draft: Draft) -> Message:
        queue = self._find(name)
        _check_draft(draft, int(queue.attributes["MaximumMessageSize"]))
        delay = int(queue.attributes["DelaySeconds"]) if draft.delay is None else draft.delay
        now = self._now()
        key = self._new_key()
        message = Message(
            key=key,
            sequence=int(key),
            body=draft.body,
            priority=draft.priority,
            enqueued=now,
            visible=now + 1000 * delay,
            group=draft.group,
            properties=draft.properties,
        )
        queue.put(message, now)
        self._clock.wake()
        return _copy(message)

    def _try_send(self, name: str, draft: Draft) -> Message | ServiceError:
        try:
            return self._send(name, draft)
        except ServiceError as error:
            return error

    def _find(self, name: str) -> Queue:
        queue = self._queues.get(name)
        if queue is None:
            raise queue_not_exist()
        return queue

    def _queue(self, name: str, attributes: dict[str, Any]) -> Queue:
        return Queue(dict(attributes), partial(self._keep, name), self._forget)

    def _keep(self, queue: str, message: Message) -> None:
        self._messages[message.key] = {"queue": queue, "message": message.to_record()}

    def _forget(self, message: Message) -> None:
        self._messages.pop(message.key, None)

    def _load(self) -> int:
        """Take up what the store has; the last key used."""
        for name, record in self._kept.items():
            self._queues[name] = self._queue(name, record["attributes"])
        by_queue: dict[str, list[Message]] = {}
        for record in self._messages.values():
            by_queue.setdefault(record["queue"], []).append(Message(**record["message"]))
        for name, messages in by_queue.items():
            self._queues[name].load(messages)
        return _last(self._messages)

    def _new_key(self) -> str:
        return f"{next(self._keys):012}"

    def _now(self) -> int:
        return _milliseconds(self._clock.now())


def _check_draft(draft: Draft, largest: int) -> None:
    if not draft.body:
        raise invalid_argument("The message body should not be empty.")
    if len(draft.body.encode()) > largest:
        raise invalid_argument(f"The length of message should not be larger than {largest} bytes.")
    if draft.delay is not None and not 0 <= draft.delay <= MAX_DELAY:
        raise invalid_argument(f"The value of DelaySeconds should between 0 and {MAX_DELAY}.")
    if not 1 <= draft.priority <= MAX_PRIORITY:
        raise invalid_argument(f"The value of Priority should between 1 and {MAX_PRIORITY}.")


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def _last(keys: Iterable[str]) -> int:
    return max((int(key) for key in keys), default=0)


def _copy(message: Message) -> Message:
    return Message(**message.to_record())
