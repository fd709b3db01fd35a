"""Dead letters in every shape, and the use cases that read and replay them, on fakes."""

from __future__ import annotations

import json
from pathlib import Path

from certbind.domain.model.identity import CertificateId
from certbind.errors import UnavailableError
from certbind.events import EventType, certificate_event, render, step
from certbind.usecases.operate.dead_letters import (
    Letter,
    ReadDeadLetters,
    Replay,
    ReplayDeadLetters,
)
from tests.fakes import FakeClock, FakeDeadLetters, FakeJournal, FakeQueue
from tests.unit.usecases.account import STATIC

EVENTS = Path(__file__).parents[3] / "events"
SEVEN = CertificateId(7, "cn-hangzhou")
ISSUED = certificate_event(EventType.ISSUED, SEVEN)
BIND = step(STATIC, "issued-7", 2, candidate=SEVEN)
BODY = render(ISSUED).encode()
GONE = UnavailableError("no answer", service="mns", action="SendMessage")

TIMER = json.dumps(
    {
        "requestContext": {
            "functionArn": "acs:fc:cn-hangzhou:1:functions/certbind-watch",
            "condition": "UnhandledInvocationError",
            "approximateInvokeCount": 3,
        },
        "requestPayload": json.dumps(
            {"triggerTime": "2026-11-20T03:00:00Z", "triggerName": "often", "payload": "{}"}
        ),
        "responsePayload": json.dumps(
            {"errorType": "UnavailableError", "errorMessage": "cas failed"}
        ),
    }
).encode()


def whole(body: str) -> bytes:
    return json.dumps(
        {
            "specversion": "1.0",
            "id": "m-1",
            "source": "MNS-x",
            "type": "mns:Queue:SendMessage",
            "data": {"requestId": "r", "messageId": "m-1", "messageBody": body},
        }
    ).encode()


class Desk:
    """The two use cases on fakes."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.letters = FakeDeadLetters(self.clock)
        self.queue = FakeQueue(self.clock)
        self.journal = FakeJournal()

    def read(self) -> tuple[Letter, ...]:
        return ReadDeadLetters(self.letters)()

    def replay(self, name: str | None = None) -> list[Replay]:
        use_case = ReplayDeadLetters(self.letters, self.queue, self.journal, self.clock)
        return [one.result for one in use_case(name, asked_by="a-test")]
