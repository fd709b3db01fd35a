"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)


class FakeClock:
    """Starts at noon of 2026-11-24 UTC unless told otherwise."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        """The time it was moved to."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move ahead; ValueError when `by` is negative."""
        if by < timedelta():
            raise ValueError("the clock moves forward only")
        self._now += by
        return self._now
