"""A queue's attributes (MNS, GetQueueAttributes)."""

from __future__ import annotations

from typing import Any

from mns.mns_request import GetQueueAttributesRequest, GetQueueAttributesResponse

from certbind.adapters.calls.retry import Retry
from certbind.adapters.mns.queue import MnsQueue
from certbind.domain.deployment.surroundings import QueueFacts


def read_queue_facts(queue: MnsQueue, retry: Retry) -> QueueFacts:
    """NotFoundError when there is no such queue."""
    answer = retry.call(lambda: queue.call("GetQueueAttributes", ask_attributes))
    return QueueFacts(
        name=str(answer.queue_name),
        visibility=int(answer.visibility_timeout),
        retention=int(answer.message_retention_period),
        delay=int(answer.delay_seconds),
        longest_message=int(answer.maximum_message_size),
    )


def ask_attributes(queue: Any) -> Any:
    """The SDK's own method copies the counters, which are deprecated, and warns of it."""
    answer = GetQueueAttributesResponse()
    queue.mns_client.get_queue_attributes(GetQueueAttributesRequest(queue.queue_name), answer)
    return answer
