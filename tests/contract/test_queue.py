"""What every event queue does: the fake, and MNS of the local cloud."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.mns import queue as mns
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.errors import NotFoundError, PermissionDeniedError, ThrottledError, UnavailableError
from certbind.events import (
    Event,
    EventType,
    certificate_event,
    from_cloud_event,
    step,
)
from certbind.ports.queues import EventQueue
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.contract.wired import Wired
from tests.fakes import FakeClock, FakeQueue

QUEUE = "certbind-events"
ISSUED = certificate_event(EventType.ISSUED, CertificateId(7, "cn-hangzhou"))
BIND = step(
    Target(ProductName("cdn"), Domain(".img.example.com")),
    "cause-7",
    3,
    candidate=ISSUED.certificate,
)


class Subject(Protocol):
    """A queue with the world around it."""

    port: EventQueue

    def take(self) -> list[Event]:
        """What is due, as the functions would get it."""

    def advance(self, by: timedelta) -> None:
        """Let time pass."""


class FakeSubject:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.fake = FakeQueue(self.clock)
        self.port: EventQueue = self.fake

    def take(self) -> list[Event]:
        return self.fake.take_due()

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud: LocalCloud = wired.cloud
        self.cloud.mns.model.create_queue(QUEUE, {})
        self.port: EventQueue = wired.queue()

    def take(self) -> list[Event]:
        found = []
        while (message := self.cloud.queues.receive(QUEUE)) is not None:
            found.append(from_cloud_event(json.loads(base64.b64decode(message.body))))
            self.cloud.queues.delete(QUEUE, message.receipt)
        return found

    def advance(self, by: timedelta) -> None:
        self.cloud.advance(by)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_an_event_arrives_as_it_was_sent(subject: Subject) -> None:
    subject.port.send(ISSUED)
    subject.port.send(BIND)
    assert sorted(map(repr, subject.take())) == sorted(map(repr, [ISSUED, BIND]))
    assert subject.take() == []


def test_a_delayed_event_arrives_when_it_is_due_and_not_before(subject: Subject) -> None:
    subject.port.send(ISSUED, timedelta(minutes=5))
    subject.advance(timedelta(minutes=4, seconds=50))
    assert subject.take() == []
    subject.advance(timedelta(seconds=11))
    assert subject.take() == [ISSUED]


def test_the_longest_delay_is_seven_days(subject: Subject) -> None:
    subject.port.send(ISSUED, timedelta(days=7))
    with pytest.raises(ValueError, match="7 days"):
        subject.port.send(ISSUED, timedelta(days=7, seconds=1))
    with pytest.raises(ValueError, match="7 days"):
        subject.port.send(ISSUED, timedelta(seconds=-1))
    assert subject.take() == []


@pytest.fixture
def service(wired: Wired) -> CloudSubject:
    return CloudSubject(wired)


@pytest.mark.parametrize("kind", [FaultKind.THROTTLE, FaultKind.UNAVAILABLE, FaultKind.HTML])
def test_a_send_that_fails_for_a_moment_is_repeated(
    service: CloudSubject, kind: FaultKind
) -> None:
    service.cloud.kernel.faults.add(FaultRule(kind, "mns", "SendMessage", count=2))
    service.port.send(ISSUED)
    assert service.take() == [ISSUED]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.THROTTLE, ThrottledError),
        (FaultKind.UNAVAILABLE, UnavailableError),
        (FaultKind.HTML, UnavailableError),
        (FaultKind.RESET, UnavailableError),
    ],
)
def test_a_send_that_keeps_failing_is_given_up_by_name(
    service: CloudSubject, kind: FaultKind, error: type[Exception]
) -> None:
    service.cloud.kernel.faults.add(FaultRule(kind, "mns", count=None))
    with pytest.raises(error, match=f"queue {QUEUE}.*SendMessage"):
        service.port.send(ISSUED)
    service.cloud.kernel.faults.clear()
    service.port.send(BIND)
    assert service.take() == [BIND]


def test_a_lost_answer_may_deliver_twice_but_never_not_at_all(service: CloudSubject) -> None:
    service.cloud.kernel.faults.add(FaultRule(FaultKind.LOST_RESPONSE, "mns", "SendMessage"))
    service.port.send(ISSUED)
    assert set(service.take()) == {ISSUED}


def test_a_silent_service_is_given_up(wired: Wired, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mns, "ANSWER_SECONDS", 0.1)
    wired.cloud.kernel.faults.add(FaultRule(FaultKind.HANG, "mns", count=None))
    with pytest.raises(UnavailableError):
        wired.queue().send(ISSUED)


def test_a_connection_is_kept_until_a_call_fails(service: CloudSubject, wired: Wired) -> None:
    """The SDK does not mend one after every break."""
    queue, cloud = wired.queue(), service.cloud
    queue.send(ISSUED)
    kept = cloud.connections
    queue.send(ISSUED)
    assert cloud.connections == kept
    fault = FaultRule(FaultKind.ERROR, "mns", "SendMessage", status=403, code="AccessDenied")
    cloud.kernel.faults.add(fault)
    with pytest.raises(PermissionDeniedError):
        queue.send(ISSUED)
    queue.send(ISSUED)
    assert cloud.connections == kept + 1


def test_an_unknown_queue_is_named(wired: Wired) -> None:
    with pytest.raises(NotFoundError, match=f"queue {QUEUE}.*QueueNotExist.*CERTBIND_QUEUE"):
        wired.queue().send(ISSUED)


def test_a_wrong_secret_is_a_missing_permission(cloud: LocalCloud) -> None:
    wired = Wired(cloud)
    wrong = Wired(cloud, ALIBABA_CLOUD_ACCESS_KEY_SECRET="not-the-secret")
    cloud.mns.model.create_queue(QUEUE, {})
    wired.queue().send(ISSUED)
    with pytest.raises(PermissionDeniedError, match="SignatureDoesNotMatch"):
        wrong.queue().send(ISSUED)


def test_temporary_credentials_of_a_role_are_taken(cloud: LocalCloud) -> None:
    key = cloud.kernel.credentials.issue_role_key("certbind")
    wired = Wired(
        cloud,
        ALIBABA_CLOUD_ACCESS_KEY_ID=key.key_id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET=key.secret,
        ALIBABA_CLOUD_SECURITY_TOKEN=key.token,
    )
    service = CloudSubject(wired)
    service.port.send(ISSUED)
    assert service.take() == [ISSUED]
    assert cloud.kernel.calls.calls()[-1].principal == "role/certbind"
