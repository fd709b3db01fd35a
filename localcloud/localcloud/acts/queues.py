"""Queues: made, looked into, filled, and messages lost or doubled on their way."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from localcloud.services.mns.messages import Message
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud


class QueueActs:
    """Acts on MNS."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def create(self, name: str) -> dict[str, Any]:
        """A queue with the service's defaults; again: the same one."""
        made = self._world.mns.model.create_queue(name, {})
        return {"queue": name, "created": made}

    def all(self) -> list[dict[str, Any]]:
        """All queues with their counters."""
        model = self._world.mns.model
        counters = {"active": "ActiveMessages", "inactive": "InactiveMessages"}
        counters["delayed"] = "DelayMessages"
        return [
            {"queue": name, **{k: model.attributes(name)[v] for k, v in counters.items()}}
            for name in model.queue_names()
        ]

    def peek(self, queue: str, *, count: int = 16) -> list[dict[str, Any]]:
        """Visible messages, bodies decoded where they are base64; they stay."""
        return [_shown(message) for message in self._world.mns.model.peek(queue, count)]

    def send(self, queue: str, body: str, *, delay: int | None = None, plain: bool = False) -> Any:
        """Send a text, base64-encoded as the official client does (unless `plain`)."""
        text = body if plain else base64.b64encode(body.encode()).decode()
        sent = self._world.mns.model.send(queue, Draft(text, delay))
        return {"queue": queue, "message": sent.message_id}

    def drop(self, queue: str, *, count: int = 1) -> dict[str, Any]:
        """Lose messages: those visible now, then those that triggers take next."""
        self._world.mns.model.attributes(queue)  # says so when there is no such queue
        lost = self._world.queues.lose(queue, count)
        return {"queue": queue, "lost": lost, "to_lose": count - lost}

    def duplicate(self, queue: str, *, count: int = 1) -> dict[str, Any]:
        """The next messages received come once more."""
        self._world.mns.model.duplicate_next(queue, count)
        return {"queue": queue, "to_duplicate": count}

    def reorder(self, queue: str) -> dict[str, Any]:
        """Turn the order of the visible messages round."""
        self._world.mns.model.reorder(queue)
        return {"queue": queue}


def _shown(message: Message) -> dict[str, Any]:
    return {
        "message": message.message_id,
        "body": _decoded(message.body),
        "received": message.dequeued,
    }


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, ValueError):
        return body
