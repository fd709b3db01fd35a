"""Repeating a call that the cloud turned away for now. Nothing else in certbind repeats one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from certbind.errors import CutOffError, ThrottledError, UnavailableError
from certbind.values import dataclass

T = TypeVar("T")

WORTH_REPEATING = (ThrottledError, UnavailableError)
"""Other retryable errors want a new plan or minutes of patience: the use cases see to those."""


class Deadline:
    """The moment by which the run must be over, on the machine's monotonic clock."""

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`seconds` from now."""
        self._monotonic = monotonic
        self._at = monotonic() + seconds

    def seconds_left(self) -> float:
        """Never below zero."""
        return max(0.0, self._at - self._monotonic())


@dataclass(frozen=True, slots=True)
class Retry:
    """At most `attempts` calls, with growing random pauses, and none begun too near the deadline.

    The n-th pause is drawn evenly from 0 to first_pause x 2^(n-1) seconds, at most longest_pause
    (full jitter); none is made where the first call met a connection that was closed without an
    answer. `reserve` seconds must be left after a pause, or the error is raised at once.
    """

    deadline: Deadline
    attempts: int = 4
    first_pause: float = 0.4
    longest_pause: float = 8.0
    reserve: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = random.random

    def call(self, action: Callable[[], T]) -> T:
        """What `action` returns. It must be safe to repeat, or read first what it did before."""
        for attempt in range(1, self.attempts):
            try:
                return action()
            except WORTH_REPEATING as error:
                is_stale = attempt == 1 and isinstance(error, CutOffError)
                pause = 0.0 if is_stale else self._pause(attempt)
                if self.deadline.seconds_left() < pause + self.reserve:
                    raise
            if not is_stale:
                self.sleep(pause)
        return action()

    def _pause(self, attempt: int) -> float:
        ceiling = min(self.longest_pause, self.first_pause * 2.0 ** (attempt - 1))
        return ceiling * self.draw()
