"""The platform between the queue and the function that handles its messages: each is delivered
four times at most, then it is a dead letter.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from typing import TYPE_CHECKING

from localcloud.runner.platform import QueueMessage
from tests.simulation.cloud import LETTERS, QUEUE
from tests.simulation.scheduler import Invocation

if TYPE_CHECKING:
    from tests.simulation.play import Play

BY_HAND = '"by_hand":true'
"""In a message: a person asked for it."""
_DELIVERIES = 4
_AGAIN_AFTER = 15
_TWICE = 0.05
"""Of the deliveries, so many come twice at once."""


class Stream:
    """Messages on their way."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._attempts: Counter[str] = Counter()

    def deliveries(self) -> list[Invocation]:
        """What is visible now, as far as messages are handled side by side."""
        play = self._play
        found = []
        for _ in range(1 + int(play.chance.draw("width", play.when()) * play.plan.width)):
            one = play.cloud.queues.receive(QUEUE)
            if one is not None:
                found.append(one)
        if found and play.chance.draw("twice", play.when()) < _TWICE:
            play.markers.hit("a message was delivered twice at once")
            found.append(found[0])
        return [self._delivery(one) for one in found]

    def _delivery(self, message: QueueMessage) -> Invocation:
        body = _decoded(message.body)
        event = {
            "id": message.id,
            "source": "MNS-certbind",
            "specversion": "1.0",
            "type": "mns:Queue:SendMessage",
            "data": {"requestId": "r", "messageId": message.id, "messageBody": body},
        }
        self._attempts[message.id] += 1
        attempt = self._attempts[message.id]
        key = f"{_id_in(body)}@{self._play.when()}#{attempt}"
        one = self._play.invocation("certificate_event", key, json.dumps([event]).encode())
        one.by_hand = BY_HAND in body
        one.seen["asked"] = [body]
        one.seen["message"] = [message.id, message.receipt, message.body]
        return one

    def settle(self, one: Invocation) -> None:
        """After an invocation: gone, delivered again, or a dead letter."""
        play = self._play
        message, receipt, body = one.seen["message"]
        if one.answer is not None:
            play.cloud.queues.delete(QUEUE, receipt)
            play.result.counts["handled"] += 1
        elif self._attempts[message] < _DELIVERIES:
            again = QueueMessage(message, body, receipt, play.cloud.clock.now())
            moment = play.time.seconds + _AGAIN_AFTER
            play.at(moment, lambda: play.run(self._delivery(again)))
        else:
            play.cloud.queues.delete(QUEUE, receipt)
            self.letter(body)

    def letter(self, body: str) -> None:
        """What could not be handled."""
        play = self._play
        play.cloud.queues.send(LETTERS, body)
        play.result.counts["letters"] += 1
        play.markers.hit("a message became a dead letter")
        play.note("a dead letter")


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, ValueError):
        return body


def _id_in(body: str) -> str:
    try:
        return str(json.loads(body).get("id", "?"))
    except (ValueError, AttributeError):
        return "?"
