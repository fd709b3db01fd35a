"""What can go wrong at a call, and for how long it is likely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from localcloud.faults import FaultKind, FaultRule
from tests.simulation.clockwork import Chance


class Trouble(Enum):
    """At one call boundary. Values are what a trace shows."""

    THROTTLE = "throttled"
    UNAVAILABLE = "503"
    HTML = "a gateway's page"
    RESET = "reset before anything was done"
    HANG = "no answer, and nothing done"
    LOST = "done, and its answer lost"
    LATE = "done, and its answer too late"
    STALE = "what stood before the last write"
    SLOW = "slow"
    DENIED = "permission gone"
    CRASH = "the process dies before the call"
    CRASH_AFTER = "the process dies after the call"


CRASHES = (Trouble.CRASH, Trouble.CRASH_AFTER)
PASSING = (
    Trouble.THROTTLE,
    Trouble.UNAVAILABLE,
    Trouble.HTML,
    Trouble.RESET,
    Trouble.HANG,
    Trouble.LOST,
    Trouble.LATE,
    Trouble.STALE,
    Trouble.SLOW,
)
NEVER_ANSWERS = 10.0
"""Seconds that the clients wait."""

_RULES = {
    Trouble.THROTTLE: FaultKind.THROTTLE,
    Trouble.UNAVAILABLE: FaultKind.UNAVAILABLE,
    Trouble.HTML: FaultKind.HTML,
    Trouble.RESET: FaultKind.RESET,
    Trouble.LOST: FaultKind.LOST_RESPONSE,
    Trouble.LATE: FaultKind.LOST_RESPONSE,
    Trouble.STALE: FaultKind.STALE_READ,
}
_DENIALS = {
    "oss": "AccessDenied",
    "cas": "AccessDenied.NoAuth",
    "cdn": "Forbidden.RAM",
    "dcdn": "Forbidden.RAM",
    "vod": "Forbidden.RAM",
    "esa": "Forbidden.RAM",
    "mns": "AccessDenied",
    "alidns": "Forbidden.RAM",
}


def rule_for(trouble: Trouble, service: str) -> FaultRule | None:
    """The local cloud's own fault for the next call; None where the wire does it."""
    if trouble is Trouble.DENIED:
        return FaultRule(
            kind=FaultKind.ERROR, status=403, code=_DENIALS[service], message="You have no right."
        )
    kind = _RULES.get(trouble)
    return None if kind is None else FaultRule(kind=kind)


@dataclass(frozen=True, slots=True)
class Window:
    """From `begin` to `end` (seconds) each call that is meant fails with this likelihood.

    calls: beginnings of `service.Action`; () means all. name: what its draws depend on.
    """

    name: str
    begin: float
    end: float
    likelihood: float
    kinds: tuple[Trouble, ...]
    calls: tuple[str, ...] = ()

    def strikes(self, chance: Chance, now: float, place: tuple[str, int], call: str) -> bool:
        """Whether this call, the n-th of an invocation, meets trouble."""
        if not self.begin <= now < self.end:
            return False
        if self.calls and not call.startswith(self.calls):
            return False
        return chance.draw("strikes", self.name, *place) < self.likelihood


class Windows:
    """Of a plan: those that are open. Time goes on only."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._all = tuple(windows)
        self._open: tuple[Window, ...] = ()
        self._until = float("-inf")

    def open(self, now: float) -> tuple[Window, ...]:
        """In their order."""
        if now >= self._until:
            self._open = tuple(one for one in self._all if one.begin <= now < one.end)
            moments = [moment for one in self._all for moment in (one.begin, one.end)]
            self._until = min((one for one in moments if one > now), default=float("inf"))
        return self._open


def trouble_at(
    windows: Iterable[Window], chance: Chance, now: float, place: tuple[str, int], call: str
) -> Trouble | None:
    """The first that strikes. A list of CNAMEs alone can be stale."""
    for window in windows:
        if window.strikes(chance, now, place, call):
            kind = chance.one_of(window.kinds, "kind", window.name, *place)
            if kind is Trouble.STALE and call != "oss.ListCname":
                return Trouble.UNAVAILABLE
            return kind
    return None
