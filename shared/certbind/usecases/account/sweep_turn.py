"""Whose turn it is in a sweep that may not reach everybody: who waited longest comes first.

A function has a timeout, and one that is killed leaves no report. So a sweep begins no look that
may not end in time, and the report's state tells where the next one goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.target import BoundTarget
from certbind.usecases.account.sweep_report import DomainReport

RESERVE_SECONDS = 60.0
"""Kept of a sweep's time for the looks under way (12 s for names, 20 s for handshakes and 20 s for
CRLs at most) and for the report; of a short run a quarter is.
"""

_LATE = timedelta(hours=13)
"""The timer runs every 6 hours: two sweeps left no report. As deploy/alarms/recheck-is-silent."""

_STATE = "next"


def reserve(seconds: float) -> float:
    """How many of so many seconds no look is begun in."""
    return min(RESERVE_SECONDS, seconds / 4)


def in_turn(
    targets: tuple[BoundTarget, ...], newest: Entry | None, now: datetime
) -> tuple[BoundTarget, ...]:
    """Sorted targets, from where the sweep of the newest report stopped, and round.

    Where no report tells it (one of no domain is what a sweep begins with), or sweeps were killed
    since, any place is the first: what kills them must not stand before the same others each time.
    """
    if not targets:
        return ()
    if newest is None or now - newest.at > _LATE or not newest.record.details.get("domains"):
        drawn = hashlib.sha256(now.isoformat().encode()).digest()
        first = int.from_bytes(drawn, "big") % len(targets)
    else:
        mark = newest.record.state.get(_STATE, "")
        first = next((i for i, one in enumerate(targets) if one.target.domain >= mark), 0)
    return (*targets[first:], *targets[:first])


def mark_of(in_turn: Iterable[DomainReport]) -> Mapping[str, Any]:
    """The state that tells the next sweep where to begin: at the first that was not reached."""
    missed = next((one.domain for one in in_turn if not one.is_reached), None)
    return {} if missed is None else {_STATE: missed}
