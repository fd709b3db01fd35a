"""Queues, for setup (MNS: CreateQueue and its family)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mns.queue import QueueMeta

from certbind.adapters.calls.retry import Retry
from certbind.adapters.mns.facts import ask_attributes
from certbind.adapters.mns.queue import MnsQueue
from certbind.config import Credentials
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import QUEUE_MESSAGES, QUEUES
from certbind.domain.deployment.resources import QueueAttributes
from certbind.errors import CloudError, NotFoundError

T = TypeVar("T")

_READ = Permission("mns:GetQueueAttributes", QUEUES, "how a queue is set, if it is there")
_CREATE = Permission("mns:CreateQueue", QUEUES, "makes the queues")
_CHANGE = Permission("mns:SetQueueAttributes", QUEUES, "only with --adopt")
_PEEK = Permission("mns:PeekMessage", QUEUE_MESSAGES, "teardown: whether a queue is empty")
_DELETE = Permission("mns:DeleteQueue", QUEUES, "teardown")

PERMISSIONS: Permissions = {
    "read": (_READ,),
    "create": (_CREATE,),
    "change": (_CHANGE,),
    "holds_messages": (_PEEK,),
    "delete": (_DELETE,),
}


class MnsQueues:
    """Queues by name (QueueKeeper)."""

    def __init__(self, endpoint: str, credentials: Credentials, retry: Retry) -> None:
        """`endpoint`: with scheme, without a path."""
        self._endpoint = endpoint
        self._credentials = credentials
        self._retry = retry

    def read(self, name: str) -> QueueAttributes | None:
        """See QueueKeeper."""
        try:
            meta = self._call(name, "GetQueueAttributes", ask_attributes)
        except NotFoundError:
            return None
        return QueueAttributes(
            visibility=int(meta.visibility_timeout),
            retention=int(meta.message_retention_period),
            delay=int(meta.delay_seconds),
            wait=int(meta.polling_wait_seconds),
            largest_message=int(meta.maximum_message_size),
        )

    def holds_messages(self, name: str) -> bool:
        """See QueueKeeper."""
        try:
            self._call(name, "PeekMessage", _peek)
        except CloudError as error:
            if error.api_code in ("MessageNotExist", "QueueNotExist"):
                return False
            raise
        return True

    def create(self, name: str, attributes: QueueAttributes) -> None:
        """See QueueKeeper: safe to repeat, so a lost answer is no trouble."""
        self._call(name, "CreateQueue", lambda queue: queue.create(_meta(attributes)))

    def change(self, name: str, attributes: QueueAttributes) -> None:
        """See QueueKeeper."""
        meta = _meta(attributes)
        self._call(name, "SetQueueAttributes", lambda queue: queue.set_attributes(meta))

    def delete(self, name: str) -> None:
        """See QueueKeeper; succeeds also when it is gone."""
        self._call(name, "DeleteQueue", lambda queue: queue.delete())

    def _call(self, name: str, action: str, work: Callable[[Any], T]) -> T:
        queue = MnsQueue(self._endpoint, name, self._credentials, self._retry)
        return self._retry.call(lambda: queue.call(action, work))


def _peek(queue: Any) -> None:
    """Bodies in the queue for what could not be handled may be anything, so none is decoded."""
    queue.set_encoding(encoding=False)
    queue.peek_message()


def _meta(attributes: QueueAttributes) -> Any:
    return QueueMeta(
        vis_timeout=attributes.visibility,
        max_msg_size=attributes.largest_message,
        msg_ttl=attributes.retention,
        delay_sec=attributes.delay,
        polling_wait_sec=attributes.wait,
    )
