"""What every dead-letter queue does: the fake, and MNS of the local cloud."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.mns.dead_letters import MnsDeadLetters
from certbind.adapters.mns.queue import MnsQueue
from certbind.errors import NotFoundError, RejectedError, ThrottledError
from certbind.ports.queues import DeadLetters
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.mns.model import Draft
from tests.contract.wired import Wired
from tests.fakes import FakeClock, FakeDeadLetters

QUEUE = "certbind-events-dead"
BODIES = [b'{"a": "\xc3\xbc"}', base64.b64encode(b"{}"), b"no JSON at all <&>"]


class Subject(Protocol):
    """A dead-letter queue with the world around it."""

    port: DeadLetters

    def put(self, body: bytes) -> None:
        """As the platform does."""

    def advance(self, by: timedelta) -> None:
        """Let time pass."""


class FakeSubject:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.fake = FakeDeadLetters(self.clock)
        self.port: DeadLetters = self.fake

    def put(self, body: bytes) -> None:
        self.fake.put(body)

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.cloud.mns.model.create_queue(QUEUE, {})
        self.letters = letters(wired)
        self.port: DeadLetters = self.letters

    def put(self, body: bytes) -> None:
        self.cloud.mns.model.send(QUEUE, Draft(body.decode()))

    def advance(self, by: timedelta) -> None:
        self.cloud.advance(by)


def letters(wired: Wired) -> MnsDeadLetters:
    settings = wired.settings
    queue = MnsQueue(
        settings.endpoints.mns, settings.dead_letter_queue, settings.credentials, wired.retry
    )
    return MnsDeadLetters(queue, wired.retry)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_an_empty_queue_gives_nothing(subject: Subject) -> None:
    assert subject.port.take() == ()


def test_messages_come_as_they_lie_there_and_are_hidden_meanwhile(subject: Subject) -> None:
    for body in BODIES:
        subject.put(body)
    taken = subject.port.take()
    assert [message.body for message in taken] == BODIES
    assert len({message.id for message in taken}) == len(BODIES)
    assert all(message.at.tzinfo is not None for message in taken)
    assert subject.port.take() == ()


def test_a_message_comes_back_by_itself_and_its_receipt_is_void_then(subject: Subject) -> None:
    subject.put(b"{}")
    first = subject.port.take()[0]
    subject.advance(timedelta(seconds=31))
    again = subject.port.take()[0]
    assert again.id == first.id
    assert subject.port.delete(first) is False
    subject.port.put_back(first)
    assert subject.port.take() == ()
    assert subject.port.delete(again) is True


def test_a_message_that_is_put_back_is_soon_to_be_had(subject: Subject) -> None:
    subject.put(b"{}")
    subject.port.put_back(subject.port.take()[0])
    subject.advance(timedelta(seconds=2))
    assert [message.body for message in subject.port.take()] == [b"{}"]


def test_a_deleted_message_is_gone(subject: Subject) -> None:
    subject.put(b"{}")
    assert subject.port.delete(subject.port.take()[0]) is True
    subject.advance(timedelta(minutes=5))
    assert subject.port.take() == ()


def test_more_than_a_batch_is_taken_piece_by_piece(subject: Subject) -> None:
    for number in range(20):
        subject.put(str(number).encode())
    found = [message.body for _ in range(4) for message in subject.port.take()]
    assert sorted(found) == sorted(str(number).encode() for number in range(20))


def test_waiting_counts_what_is_visible_and_changes_nothing(wired: Wired) -> None:
    service = CloudSubject(wired)
    assert service.letters.waiting() == 0
    for _ in range(20):
        service.put(b"{}")
    assert [service.letters.waiting() for _ in range(2)] == [16, 16]


def test_a_queue_that_is_not_there_is_named(wired: Wired) -> None:
    with pytest.raises(NotFoundError, match=f"queue {QUEUE}.*CERTBIND_DEAD_LETTER_QUEUE"):
        letters(wired).take()


@pytest.mark.parametrize(
    ("action", "call"),
    [
        ("BatchPeekMessage", MnsDeadLetters.look),
        ("BatchPeekMessage", MnsDeadLetters.waiting),
        ("BatchReceiveMessage", MnsDeadLetters.take),
    ],
    ids=["look", "waiting", "take"],
)
def test_a_refusal_is_not_taken_for_an_empty_queue(
    wired: Wired, action: str, call: Callable[[MnsDeadLetters], object]
) -> None:
    service = CloudSubject(wired)
    fault = FaultRule(FaultKind.ERROR, "mns", action, status=400, code="InvalidArgument")
    wired.cloud.kernel.faults.add(fault)
    with pytest.raises(RejectedError, match="InvalidArgument"):
        call(service.letters)


def test_passing_trouble_is_waited_out_and_lasting_trouble_told(wired: Wired) -> None:
    service = CloudSubject(wired)
    service.put(b"{}")
    faults = wired.cloud.kernel.faults
    faults.add(FaultRule(FaultKind.THROTTLE, "mns", "BatchReceiveMessage", count=2))
    assert len(service.port.take()) == 1
    faults.add(FaultRule(FaultKind.THROTTLE, "mns", count=None))
    with pytest.raises(ThrottledError):
        service.port.take()


def test_a_look_shows_what_is_visible_and_hides_nothing(subject: Subject) -> None:
    for number in range(3):
        subject.put(f"body {number}".encode())
    for _ in range(2):
        seen = subject.port.look()
        assert seen is not None
        assert [m.body for m in seen] == [b"body 0", b"body 1", b"body 2"]
        assert {m.receipt for m in seen} == {""}
    (first, *_) = subject.port.take()
    assert first.body == b"body 0"
    assert subject.port.look() == ()


def test_a_look_at_more_than_it_can_show_says_so(subject: Subject) -> None:
    for number in range(16):
        subject.put(f"body {number}".encode())
    assert subject.port.look() is None
