"""Dead letters: understood in every shape, and put back once whatever happens."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.errors import UnavailableError
from certbind.events import EventType, bind_command, certificate_event, render, verify_command
from certbind.usecases.operate.dead_letters import (
    Letter,
    NoSuchLetterError,
    ReadDeadLetters,
    Replay,
    ReplayDeadLetters,
    about,
)
from tests.fakes import FakeClock, FakeDeadLetters, FakeJournal, FakeQueue
from tests.unit.usecases.account import STATIC

EVENTS = Path(__file__).parents[3] / "events"
SEVEN = CertificateId(7, "cn-hangzhou")
ISSUED = certificate_event(EventType.ISSUED, SEVEN)
BIND = bind_command(STATIC, SEVEN, cause="issued-7", attempt=8)
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


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        base64.b64encode(BODY),
        whole(BODY.decode()),
        whole(base64.b64encode(BODY).decode()),
        b"[" + whole(BODY.decode()) + b"]",
    ],
    ids=["body", "base64", "whole event", "whole event, base64 inside", "array"],
)
def test_every_shape_is_understood_and_put_back_as_the_same_event(desk: Desk, body: bytes) -> None:
    desk.letters.put(body)
    assert desk.read()[0].events == (ISSUED,)
    assert desk.replay() == [Replay.REPLAYED]
    assert desk.queue.sent == [ISSUED]
    assert desk.letters.bodies() == []


def test_a_destination_record_tells_why(desk: Desk) -> None:
    desk.letters.put((EVENTS / "destination-record.json").read_bytes())
    letter = desk.read()[0]
    assert [event.id for event in letter.events] == ["renewed-12345901-cn-hangzhou"]
    assert letter.failed is not None
    assert str(letter.failed) == (
        "certbind-certificate-event gave up after 3 calls: UnavailableError: oss PutObject failed"
    )


def test_a_timers_call_is_removed_because_the_next_tick_does_its_work(desk: Desk) -> None:
    desk.letters.put(TIMER)
    letter = desk.read()[0]
    assert letter.is_timer_tick
    assert letter.events == ()
    assert desk.replay() == [Replay.NOT_NEEDED]
    assert desk.queue.sent == []
    assert desk.letters.bodies() == []
    assert len(desk.journal.subjects("replays/")) == 1


@pytest.mark.parametrize("body", [b"nothing of ours", b"\xff\xfe", b"{}", b"[]"])
def test_what_cannot_be_read_is_shown_by_size_and_left_there(desk: Desk, body: bytes) -> None:
    desk.letters.put(body)
    shown = json.dumps(desk.read()[0].to_json())
    assert f'"bytes": {len(body)}' in shown
    assert "nothing of ours" not in shown
    assert desk.replay() == [Replay.UNREADABLE_EVENT]
    assert desk.letters.bodies() == [body]
    assert desk.journal.subjects("") == []


def test_attempts_are_counted_anew_under_the_same_id(desk: Desk) -> None:
    desk.letters.put(render(BIND).encode())
    desk.replay()
    (sent,) = desk.queue.sent
    assert sent == replace(BIND, attempt=1)
    assert sent.id == BIND.id


def test_a_look_keeps_its_number_by_which_it_is_told_from_one_that_was_taken(desk: Desk) -> None:
    look = verify_command(
        STATIC, SEVEN, cause="c", sequence=3, deadline=desk.clock.now(), attempt=9
    )
    desk.letters.put(render(look).encode())
    desk.replay()
    assert desk.queue.sent == [look]


def test_a_replay_is_on_record(desk: Desk) -> None:
    desk.letters.put(render(BIND).encode())
    desk.replay()
    (subject,) = desk.journal.subjects("replays/")
    entry = desk.journal.newest(subject)
    assert entry is not None
    assert entry.record.kind is EntryKind.REPLAYED
    assert entry.record.event_id == "a-test"
    assert entry.record.details["events"] == [
        {
            "id": BIND.id,
            "type": "certbind.bind",
            "about": "OSS bucket assets / static.shop.example",
        }
    ]


def test_the_exceptions_sentence_stays_out_of_the_ledger(desk: Desk) -> None:
    desk.letters.put(TIMER.replace(b"cas failed", b"hunter2 was refused"))
    desk.replay()
    (subject,) = desk.journal.subjects("replays/")
    assert "hunter2" not in repr(desk.journal.newest(subject))


def _send_fails(desk: Desk) -> None:
    desk.queue.trouble.before("send", GONE)


def _send_loses_its_answer(desk: Desk) -> None:
    desk.queue.trouble.after("send", GONE)


def _record_fails(desk: Desk) -> None:
    desk.journal.trouble.before("append", GONE)


def _record_loses_its_answer(desk: Desk) -> None:
    desk.journal.trouble.after("append", GONE)


def _delete_fails(desk: Desk) -> None:
    desk.letters.trouble.before("delete", GONE)


@pytest.mark.parametrize(
    ("trouble", "sent"),
    [
        (_send_fails, 1),
        (_send_loses_its_answer, 2),
        (_record_fails, 2),
        (_record_loses_its_answer, 1),
        (_delete_fails, 1),
    ],
)
def test_a_replay_that_dies_in_between_is_completed_by_the_next(
    desk: Desk, trouble: Callable[[Desk], None], sent: int
) -> None:
    desk.letters.put(BODY)
    trouble(desk)
    with pytest.raises(UnavailableError):
        desk.replay()
    assert desk.letters.bodies() == [BODY]
    desk.replay()
    assert desk.queue.sent == [ISSUED] * sent
    assert desk.letters.bodies() == []
    assert len(desk.journal.subjects("replays/")) == 1


def test_the_letter_goes_only_after_the_send(desk: Desk) -> None:
    desk.letters.put(BODY)
    desk.queue.trouble.before("send", GONE)
    with pytest.raises(UnavailableError):
        desk.replay()
    assert desk.letters.trouble.calls["delete"] == 0


def test_one_is_named_by_its_id_or_its_beginning_and_the_others_stay(desk: Desk) -> None:
    first, second = desk.letters.put(BODY), desk.letters.put(render(BIND).encode())
    assert desk.replay(second) == [Replay.REPLAYED]
    assert [event.id for event in desk.queue.sent] == [BIND.id]
    assert [letter.message.id for letter in desk.read()] == [first]


def test_an_id_that_names_none_or_several_is_refused_and_nothing_moves(desk: Desk) -> None:
    for _ in range(2):
        desk.letters.put(BODY)
    for name in ("0000000", "00", "nobody-has-this"):
        with pytest.raises(NoSuchLetterError):
            desk.replay(name)
    assert desk.queue.sent == []
    assert len(desk.read()) == 2


def test_looking_hides_nothing_for_long(desk: Desk) -> None:
    for _ in range(20):
        desk.letters.put(BODY)
    assert [len(desk.read()) for _ in range(3)] == [20, 20, 20]


def test_letters_come_oldest_first(desk: Desk) -> None:
    names = []
    for _ in range(3):
        names.append(desk.letters.put(BODY))
        desk.clock.advance(timedelta(minutes=1))
    assert [letter.message.id for letter in desk.read()] == names


def test_an_event_is_told_by_its_domain_or_certificate() -> None:
    assert about(BIND) == "OSS bucket assets / static.shop.example"
    assert about(ISSUED) == "certificate 7-cn-hangzhou"
