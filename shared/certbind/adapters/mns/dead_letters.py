"""The dead-letter queue in MNS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from certbind.adapters.calls.retry import Retry
from certbind.adapters.mns.errors import NO_MESSAGE
from certbind.adapters.mns.queue import MnsQueue
from certbind.domain.deployment.dead_letter import HeldMessage
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import DEAD_LETTERS
from certbind.errors import NotFoundError

T = TypeVar("T")

BATCH = 16
"""MNS hands out no more at once."""

SHOWN_AGAIN_AFTER = 1
"""Seconds; the least that ChangeMessageVisibility takes."""

PERMISSIONS: Permissions = {
    "look": (Permission("mns:BatchPeekMessage", DEAD_LETTERS, "shows dead letters"),),
    "take": (Permission("mns:BatchReceiveMessage", DEAD_LETTERS, "takes them"),),
    "put_back": (Permission("mns:ChangeMessageVisibility", DEAD_LETTERS, "shows them again"),),
    "delete": (Permission("mns:DeleteMessage", DEAD_LETTERS, "removes a replayed one"),),
}

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class MnsDeadLetters:
    """Messages of a queue, as they lie there (DeadLetters): the SDK's decoding is left out, since
    EventBridge and Function Compute put plain text where certbind puts base64.
    """

    def __init__(self, queue: MnsQueue, retry: Retry) -> None:
        """`queue`: the dead-letter queue."""
        self._queue = queue
        self._retry = retry

    def look(self) -> tuple[HeldMessage, ...] | None:
        """See DeadLetters: a peek of BATCH shows no second page."""
        found = self._call("BatchPeekMessage", lambda q: q.batch_peek_message(BATCH)) or ()
        return None if len(found) >= BATCH else tuple(_held(message) for message in found)

    def take(self) -> tuple[HeldMessage, ...]:
        """See DeadLetters. A lost answer hides what it held until the visibility time is over."""
        found = self._call("BatchReceiveMessage", lambda q: q.batch_receive_message(BATCH, 0))
        return tuple(_held(message) for message in found or ())

    def put_back(self, message: HeldMessage) -> None:
        """See DeadLetters."""
        self._call(
            "ChangeMessageVisibility",
            lambda q: q.change_message_visibility(message.receipt, SHOWN_AGAIN_AFTER),
        )

    def delete(self, message: HeldMessage) -> bool:
        """See DeadLetters; a lost answer to a delete that was done gives False."""

        def work(queue: Any) -> bool:
            queue.delete_message(message.receipt)
            return True

        return bool(self._call("DeleteMessage", work))

    def waiting(self) -> int:
        """How many are visible now, counted up to BATCH. Changes nothing; the counters among the
        queue's attributes are deprecated and will stay 0.
        """
        found = self._call("BatchPeekMessage", lambda q: q.batch_peek_message(BATCH))
        return len(found or ())

    def _call(self, action: str, work: Callable[[Any], T]) -> T | None:
        """None when the message or any message is not there."""

        def raw(queue: Any) -> T:
            queue.set_encoding(False)
            return work(queue)

        try:
            return self._retry.call(lambda: self._queue.call(action, raw))
        except NotFoundError as error:
            if error.api_code == NO_MESSAGE:
                return None
            raise


def _held(message: Any) -> HeldMessage:
    body = message.message_body
    return HeldMessage(
        str(message.message_id),
        body if isinstance(body, bytes) else str(body).encode("utf-8", "replace"),
        _EPOCH + timedelta(milliseconds=int(message.enqueue_time)),
        str(message.receipt_handle or ""),
    )
