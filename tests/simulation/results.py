"""What may happen in a run, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.simulation.invariants import Broken


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may happen of what a seed would bring; None: all. For shortening a trace.

    troubles: (invocation's key, boundary) of those that may strike.
    """

    troubles: frozenset[tuple[str, int]] | None = None
    switches: bool = True

    def may_strike(self, place: tuple[str, int]) -> bool:
        """Whether a trouble may, there."""
        return self.troubles is None or place in self.troubles


@dataclass
class Result:
    """What came of a run. broken: None where every promise was kept."""

    seed: int
    broken: Broken | None = None
    trace: list[str] = field(default_factory=list)
    struck: list[tuple[str, int]] = field(default_factory=list)
    markers: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
