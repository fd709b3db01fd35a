"""What a seed brings: an account, and what its owner, chance and time do to it over two months.

A plan is data (drawing.py makes it). Chapters of turmoil end in days of calm, after each of which
everything must be as it should be. Certificates and targets are named by a fraction (of those that
there are at that moment), so that a plan without some of its lines is a plan still.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulation.account import Spot
from tests.simulation.faults import Window
from tests.simulation.worlds import BASE, World

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
LONG = 60
"""Days: a plan of more is one of years."""


BEFORE_AN_INTENT, BEFORE_A_WRITE = -1, -2
_BOUNDARIES = {BEFORE_AN_INTENT: "before an intent", BEFORE_A_WRITE: "before a write"}


@dataclass(frozen=True, slots=True)
class Line:
    """At `at` seconds from the beginning, `what` is done, with these arguments. inside: at the so
    many-th call boundary after that moment, in the midst of whatever runs; 0: between two runs;
    BEFORE_AN_INTENT, BEFORE_A_WRITE: just before the next of those.
    """

    at: float
    what: str
    args: tuple[float | int | str, ...] = ()
    inside: int = 0

    def __str__(self) -> str:
        when = f"day {self.at / DAY:.3f}"
        told = " ".join(map(str, self.args))
        where = _BOUNDARIES.get(self.inside, f"at boundary {self.inside}")
        return f"{when}  {self.what} {told}" + f"  [{where}]" * bool(self.inside)


@dataclass(frozen=True, slots=True)
class Plan:
    """environment: settings beside the deployment's own. skews: (begin, end, seconds ahead).
    calms: the end of each time of calm. width: messages handled side by side at most. world: who
    else is there.
    """

    seed: int
    days: float
    environment: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]
    delays: tuple[tuple[str, float], ...]
    lines: tuple[Line, ...]
    windows: tuple[Window, ...]
    skews: tuple[tuple[float, float, float], ...]
    calms: tuple[float, ...]
    width: int = 2
    world: World = BASE

    @property
    def is_long(self) -> bool:
        """Whether it is one of years: what decides nothing is played more seldom."""
        return self.days > LONG
