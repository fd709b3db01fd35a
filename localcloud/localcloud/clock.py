"""The world's clock: real time plus an offset that can be moved, never back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

_END = datetime(9000, 1, 1, tzinfo=timezone.utc)
"""The calendar ends with the year 9999, and what is made now ends later than now."""


class Clock:
    """Aware UTC time of the local cloud.

    Everything that waits (a delayed message, a propagating certificate, a timer trigger) waits on
    `condition`, which is woken when the clock is moved and when somebody calls `wake`.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset
        self.condition = threading.Condition(threading.RLock())

    @property
    def offset(self) -> timedelta:
        """How far the world is ahead of this machine."""
        return self._offset

    def now(self) -> datetime:
        """The world's time."""
        return self.machine_now() + self._offset

    @staticmethod
    def machine_now() -> datetime:
        """Machine time, which clients sign their requests with."""
        return datetime.now(timezone.utc)

    def advance(self, by: timedelta) -> datetime:
        """Move the world ahead and wake everything that waits; ValueError for a step back, and for
        one out of the calendar.
        """
        if by < timedelta():
            raise ValueError("the clock moves forward only")
        if by > _END - self.now():
            raise ValueError(f"the clock goes to the year {_END.year} at most")
        with self.condition:
            self._offset += by
            self.condition.notify_all()
        return self.now()

    def wake(self) -> None:
        """Tell waiters that the state they wait for may have changed."""
        with self.condition:
            self.condition.notify_all()

    def wait_for(self, predicate: Callable[[], bool], until: datetime | None) -> bool:
        """Wait until `predicate` holds or the world's clock reaches `until`; return the predicate.

        The predicate is called with `condition` held, so it must be quick and take no other lock
        that is held while calling `wake`.
        """
        with self.condition:
            while not predicate():
                remaining = None if until is None else (until - self.now()).total_seconds()
                if remaining is not None and remaining <= 0:
                    return predicate()
                self.condition.wait(remaining)
            return True
