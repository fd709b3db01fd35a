"""The time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time is asked for once per step and passed down."""

    def now(self) -> datetime:
        """Aware UTC."""
