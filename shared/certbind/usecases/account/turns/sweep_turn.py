"""Whose turn it is in a sweep that may not reach everybody: who waited longest comes first.

A function has a timeout, and one that is killed leaves no report. So a sweep begins no look that
may not end in time, and the report's state tells where the next one goes on: at the
timer's next tick, half an hour later at the most (docs/decisions/0030-the-rest-of-a-sweep.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.target import BoundTarget
from certbind.usecases.account.sweep_report import DomainReport
from certbind.values import dataclass

RESERVE_SECONDS = 60.0
"""Kept of a sweep's time for the looks under way (12 s for names, 20 s for handshakes and 20 s for
CRLs at most) and for the report; of a short run a quarter is.
"""

_LATE = timedelta(hours=13)
"""The timer runs every 6 hours: two sweeps left no report. As deploy/alarms/recheck-is-silent."""

_EVERY = timedelta(hours=5, minutes=30)
"""Six hours by ticks of half an hour: a report is written when its sweep ends, after its tick."""

_STATE, _SINCE = "next", "since"


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


@dataclass(frozen=True, slots=True)
class Due:
    """A sweep is. since: the domain with which the round began that it goes on with, if one."""

    since: str | None = None


def due(newest: Entry | ChainBreak | None, now: datetime) -> Due | None:
    """None where the last sweep is younger than six hours and its round is at its end. What is
    from the future tells nothing: a clock was ahead.
    """
    if not isinstance(newest, Entry) or not timedelta() <= now - newest.at < _EVERY:
        return Due()
    since = newest.record.state.get(_SINCE)
    return Due(since) if isinstance(since, str) else None


def mark_of(in_turn: Sequence[DomainReport], since: str | None = None) -> Mapping[str, Any]:
    """The state that tells the next sweep where to begin: at the first that was not reached.

    since: where a sweep goes on, the domain with which its round began. Once that is met again all
    were reached, by one sweep or the other, and the round is over.
    """
    first = next((place for place, one in enumerate(in_turn) if not one.is_reached), None)
    if first is None:
        return {}
    here = [one.domain for one in in_turn]
    if since is None:
        return {_STATE: here[first], _SINCE: here[0]}
    begun = min((one for one in here if one >= since), default=min(here))  # it may be gone
    is_over = begun not in here[first + 1 :]
    return {_STATE: here[first], **({} if is_over else {_SINCE: begun})}
