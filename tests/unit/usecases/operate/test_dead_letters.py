"""Dead letters: understood in every shape, and put back once whatever happens."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.events import Step, render
from certbind.usecases.operate.dead_letters import (
    Replay,
    about,
)
from tests.unit.usecases.account import CDN
from tests.unit.usecases.letters import BIND, BODY, EVENTS, ISSUED, SEVEN, TIMER, Desk, whole


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


@pytest.mark.parametrize(
    "body", [f"[{BODY.decode()}, {[0] * 200}]".encode(), b"[" + b"0," * 200 + b"0]", b"[" * 500]
)
def test_what_was_never_read_whole_is_left_there_with_all_that_is_in_it(
    desk: Desk, body: bytes
) -> None:
    """Else the events of it that were read would be sent, and the others lost with the letter."""
    desk.letters.put(body)
    for _ in range(2):
        assert desk.replay() == [Replay.OVERSIZED]
    assert desk.queue.sent == []
    assert desk.letters.bodies() == [body]


@pytest.mark.parametrize("body", [b"nothing of ours", b"\xff\xfe", b"{}", b"[]"])
def test_what_cannot_be_read_is_shown_by_size_and_left_there(desk: Desk, body: bytes) -> None:
    desk.letters.put(body)
    shown = json.dumps(desk.read()[0].to_json())
    assert f'"bytes": {len(body)}' in shown
    assert "nothing of ours" not in shown
    assert desk.replay() == [Replay.UNREADABLE_EVENT]
    assert desk.letters.bodies() == [body]
    assert desk.journal.subjects("") == []


def test_a_step_is_put_back_as_it_was(desk: Desk) -> None:
    desk.letters.put(render(BIND).encode())
    desk.replay()
    assert desk.queue.sent == [BIND]


@pytest.mark.parametrize(
    ("kind", "more", "candidate"),
    [
        ("certbind.bind", {"certificate": str(SEVEN), "attempt": 8}, SEVEN),
        ("certbind.verify", {"sequence": 3, "deadline": "2026-11-20T07:00:00Z"}, None),
    ],
)
def test_a_letter_of_an_older_build_is_put_back_as_a_step_of_the_same_id(
    desk: Desk, kind: str, more: dict[str, Any], candidate: CertificateId | None
) -> None:
    target = {"kind": "cdn", "domain": "cdn.shop.example", "bucket": "", "region": ""}
    data = {"target": target, "cause": "renewed-7", **more}
    desk.letters.put(json.dumps({"id": "old-1", "type": kind, "data": data}).encode())
    desk.replay()
    assert desk.queue.sent == [Step("old-1", CDN, "renewed-7", candidate=candidate)]


def test_a_replay_is_on_record(desk: Desk) -> None:
    desk.letters.put(render(BIND).encode())
    desk.replay()
    (subject,) = desk.journal.subjects("replays/")
    entry = desk.journal.newest(subject)
    assert isinstance(entry, Entry)
    assert entry.record.kind is EntryKind.REPLAYED
    assert entry.record.event_id == "a-test"
    assert entry.record.details["events"] == [
        {
            "id": BIND.id,
            "type": "certbind.step",
            "about": "OSS bucket assets / static.shop.example",
        }
    ]


def test_the_exceptions_sentence_stays_out_of_the_ledger(desk: Desk) -> None:
    desk.letters.put(TIMER.replace(b"cas failed", b"hunter2 was refused"))
    desk.replay()
    (subject,) = desk.journal.subjects("replays/")
    assert "hunter2" not in repr(desk.journal.newest(subject))


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


def test_timers_calls_stand_behind_the_letters_that_nobody_else_repeats(desk: Desk) -> None:
    for body in (TIMER, TIMER, BODY, b"hello", TIMER, BODY):
        desk.letters.put(body)
        desk.clock.advance(timedelta(minutes=1))
    letters = desk.read()
    assert [letter.is_timer_tick for letter in letters] == [False] * 3 + [True] * 3
    assert [letter.message.body for letter in letters[:3]] == [BODY, b"hello", BODY]


def test_an_event_is_told_by_its_domain_or_certificate() -> None:
    assert about(BIND) == "OSS bucket assets / static.shop.example"
    assert about(ISSUED) == "certificate 7-cn-hangzhou"
