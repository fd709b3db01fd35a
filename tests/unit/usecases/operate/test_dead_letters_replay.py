"""A replay puts every letter back once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certbind.errors import UnavailableError
from certbind.events import render
from certbind.usecases.operate.dead_letters import (
    NoSuchLetterError,
    Replay,
)
from tests.fakes.dead_letters import BATCH
from tests.unit.usecases.letters import BIND, BODY, GONE, ISSUED, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


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


@pytest.mark.parametrize("use", [Desk.read, Desk.replay], ids=["read", "replay"])
def test_what_was_taken_is_put_back_when_the_queue_fails_half_way(
    desk: Desk, use: Callable[[Desk], object]
) -> None:
    """The batches before the failing one must not stay hidden from the next who looks."""
    for _ in range(BATCH + 1):
        desk.letters.put(BODY)
    desk.letters.trouble.act_after(
        "take",
        lambda: desk.letters.trouble.before(
            "take", UnavailableError("no answer", service="mns", action="BatchReceiveMessage")
        ),
    )
    with pytest.raises(UnavailableError, match="BatchReceiveMessage"):
        use(desk)
    assert len(desk.letters.take()) == BATCH
    assert len(desk.letters.take()) == 1


def test_a_letter_that_cannot_be_put_back_hides_no_other_and_no_cause(desk: Desk) -> None:
    for _ in range(3):
        desk.letters.put(BODY)
    desk.queue.trouble.before("send", GONE)
    other = UnavailableError("no answer", service="mns", action="ChangeMessageVisibility")
    desk.letters.trouble.before("put_back", other)
    with pytest.raises(UnavailableError, match="SendMessage"):
        desk.replay()
    assert len(desk.letters.take()) == 2
