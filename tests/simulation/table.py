"""The table of mutants in docs/reliability.md, played: each row's seed still tells its mutant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.alterations import Patches, together
from tests.simulation.drawing import draw_plan
from tests.simulation.invariants import Broken
from tests.simulation.mutants import MUTANTS
from tests.simulation.play import play
from tests.simulation.worlds import WORLDS, world_of

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
_ROW = re.compile(
    r"\| (?P<name>[^|]+) \| [^|]+ \| (?P<seed>\d+), (?P<days>\d+) days \| (?P<world>\w+)"
    r"(?P<is_named> \(`--world`\))?"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One row. world: the one that `--world` names; "": the seed's own."""

    name: str
    seed: int
    days: int
    world: str


def rows() -> Iterator[Told]:
    """Those of mutants that there are."""
    for found in _ROW.finditer(PAGE.read_text("utf-8")):
        if found["name"] in MUTANTS and found["world"] in WORLDS:
            world = found["world"] if found["is_named"] else ""
            yield Told(found["name"], int(found["seed"]), int(found["days"]), world)


def check(row: Told) -> str:
    """Empty where the seed tells the mutant, and nothing breaks without it."""
    control = _played(row, together())
    if control is not None:
        return f"breaks without it: {control}"
    return "" if _played(row, MUTANTS[row.name][1]) is not None else "is not told"


def _played(row: Told, apply: Patches) -> Broken | None:
    plan = draw_plan(row.seed, row.days, world_of(row.seed, row.world))
    with ExitStack() as stack:
        apply(stack)
        try:
            return play(plan).broken
        except Exception as error:  # noqa: BLE001 - a mutant may break the platform's part too
            return Broken("a fault", repr(error))
