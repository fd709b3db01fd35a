"""One line of the table, and who measures which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from benchmarks.figures.builds import Build

MODULES: tuple[str, ...] = (
    "sweep", "verdict", "recheck", "rebind", "planner", "status", "start", "moto",
)  # fmt: skip
"""Modules of this folder, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """what: the figure. before, now: as they are printed, "" where there is none. wanted: the
    target; value: what is held against it, `at_most` or at least. note: why it is not reached,
    and what the limit is; or what was measured.
    """

    what: str
    before: str
    now: str
    wanted: str
    is_reached: bool
    note: str = ""

    @classmethod
    def at_most(cls, what: str, before: str, now: float, most: float, note: str = "") -> Line:
        """The smaller, the better."""
        return cls(what, before, _shown(now), f"≤ {most:g}", now <= most, note)

    @classmethod
    def at_least(cls, what: str, before: str, now: float, least: float, note: str = "") -> Line:
        """The greater, the better."""
        return cls(what, before, _shown(now), f"≥ {least:g}", now >= least, note)


Measure = Callable[[Build], Iterator[Line]]


def measure_of(module: str) -> Measure:
    """The function `measure` of one of MODULES."""
    found: Measure = import_module(f"benchmarks.figures.{module}").measure
    return found


def table(lines: list[Line]) -> str:
    """For docs/figures.md."""
    rows = [
        "| figure | build before | this build | wanted | reached | |",
        "|---|---|---|---|---|---|",
    ]
    for one in lines:
        reached = "yes" if one.is_reached else "**no**"
        cells = (one.what, one.before, one.now, one.wanted, reached, one.note)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.1f}"
