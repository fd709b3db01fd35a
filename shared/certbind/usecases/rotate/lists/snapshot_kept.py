"""CAS's list as `watch` saw it, kept by an instance for a minute: many domains ask one after
another, and judging its certificates takes longer than a call.

What is bound is asked for exactly in any case (usecases/rotate/lists/snapshot.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from certbind.domain.situation.certificates import Certificates
from certbind.usecases.rotate.world import Rules

_KEPT_FOR = timedelta(minutes=1)


class SnapshotKept:
    """It lives as long as the instance, and one that is forgotten is read again."""

    def __init__(self) -> None:
        self._kept: tuple[Rules, datetime, Certificates] | None = None
        self._lock = Lock()

    def of(self, rules: Rules, now: datetime) -> Certificates | None:
        """None where it is too old, or was judged by other rules."""
        with self._lock:
            kept = self._kept
        if kept is None or kept[0] != rules or not timedelta() <= now - kept[1] < _KEPT_FOR:
            return None
        return kept[2]

    def keep(self, rules: Rules, now: datetime, certificates: Certificates) -> None:
        """In place of what was kept."""
        with self._lock:
            self._kept = rules, now, certificates
