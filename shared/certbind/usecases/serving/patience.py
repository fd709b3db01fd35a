"""Waiting within one invocation, for what a person started and looks on at.

The functions' own work waits by delayed messages; here nobody else holds the permission to go on
(docs/decisions/0020).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from certbind.errors import BusyError
from certbind.values import dataclass

T = TypeVar("T")

PAUSE = 5.0
_RESERVE = 20.0
"""Seconds that are left for what comes after the last wait: a few calls, and the answer."""


def _endless() -> float:
    return math.inf


@dataclass(frozen=True, slots=True)
class Patience:
    """pause: waits so many seconds. seconds_left: of the run."""

    pause: Callable[[float], None]
    seconds_left: Callable[[], float] = _endless
    longest: float = 900.0

    def until_taken(self, work: Callable[[], T]) -> T:
        """What `work` returns, tried anew while its target takes no writes; BusyError where the
        time is up.
        """
        waited = 0.0
        while True:
            try:
                return work()
            except BusyError:
                if not self.waits(waited):
                    raise
            waited += PAUSE

    def waits(self, waited: float) -> bool:
        """Wait once more, or say that there is no time for it."""
        if waited >= self.longest or self.seconds_left() < PAUSE + _RESERVE:
            return False
        self.pause(PAUSE)
        return True
