"""The time."""

from __future__ import annotations

from datetime import datetime, timezone


class SystemClock:
    """The machine's time (Clock)."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(timezone.utc)
