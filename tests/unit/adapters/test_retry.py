"""Repeating calls that were turned away for now."""

from __future__ import annotations

import pytest

from certbind.adapters.calls.retry import Deadline, Retry
from certbind.errors import (
    BusyError,
    CertbindError,
    RejectedError,
    StalePlanError,
    ThrottledError,
    UnavailableError,
)

THROTTLED = ThrottledError("slow down", service="cas", action="List")


class Script:
    """Raises the given errors one after another, then answers."""

    def __init__(self, *errors: CertbindError) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


class Time:
    """Machine time that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.pauses: list[float] = []

    def sleep(self, pause: float) -> None:
        self.pauses.append(pause)
        self.seconds += pause

    def retry(self, deadline: float = 60, draw: float = 1.0) -> Retry:
        return Retry(Deadline(deadline, lambda: self.seconds), sleep=self.sleep, draw=lambda: draw)


def test_a_call_that_goes_well_is_made_once() -> None:
    script, time = Script(), Time()
    assert time.retry().call(script) == "done"
    assert (script.calls, time.pauses) == (1, [])


def test_throttled_and_unavailable_calls_are_repeated_with_growing_pauses() -> None:
    script = Script(THROTTLED, UnavailableError("", service="cas", action="List"), THROTTLED)
    time = Time()
    assert time.retry().call(script) == "done"
    assert time.pauses == [0.4, 0.8, 1.6]


def test_the_fourth_failure_is_the_last() -> None:
    script, time = Script(*[THROTTLED] * 9), Time()
    with pytest.raises(ThrottledError):
        time.retry().call(script)
    assert script.calls == 4


@pytest.mark.parametrize(
    "error",
    [
        BusyError("", service="cdn", action="Set"),
        RejectedError("", service="cas", action="List"),
        StalePlanError("moved"),
    ],
)
def test_other_errors_are_raised_at_once(error: CertbindError) -> None:
    script, time = Script(error), Time()
    with pytest.raises(type(error)):
        time.retry().call(script)
    assert script.calls == 1


def test_no_repetition_begins_too_near_the_deadline() -> None:
    script, time = Script(*[THROTTLED] * 9), Time()
    with pytest.raises(ThrottledError):
        time.retry(deadline=2.0).call(script)
    assert time.pauses == [0.4]
    assert script.calls == 2


def test_pauses_are_drawn_from_zero_up() -> None:
    time = Time()
    assert time.retry(draw=0.0).call(Script(THROTTLED, THROTTLED)) == "done"
    assert time.pauses == [0.0, 0.0]


def test_a_deadline_never_has_less_than_nothing_left() -> None:
    time = Time()
    deadline = Deadline(5, lambda: time.seconds)
    assert deadline.seconds_left() == 5
    time.sleep(9)
    assert deadline.seconds_left() == 0
