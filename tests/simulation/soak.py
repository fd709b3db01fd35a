"""Many seeds: what broke, what no seed reached, what a seed costs.

A log has a line a seed, so that a soak of hours can be watched, stopped, and gone on with: what is
in the log already is not played again.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.simulation.drawing import draw_plan
from tests.simulation.markers import ALL, never_reached
from tests.simulation.play import play
from tests.simulation.results import Result
from tests.simulation.worlds import world_of


@dataclass(frozen=True, slots=True)
class Played:
    """How seeds are played. world: its name, "" for that of each seed."""

    days: int
    world: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One seed of a log. broken: how, "" for not at all. seconds: of CPU."""

    seed: int
    world: str
    days: int
    seconds: float
    broken: str
    counts: dict[str, int]
    markers: dict[str, int]

    @classmethod
    def of(cls, result: Result, how: Played, seconds: float) -> Line:
        """What came of a seed."""
        broken = str(result.broken or "")
        return cls(
            result.seed,
            world_of(result.seed, how.world).name,
            how.days,
            round(seconds, 2),
            broken,
            dict(result.counts),
            dict(result.markers),
        )


@dataclass
class Soak:
    """What came of all seeds. broken: seed → how. kinds: how many seeds of each world and days."""

    seeds: int = 0
    kinds: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: dict[int, str] = field(default_factory=dict)
    markers: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, line: Line) -> None:
        """One more."""
        self.seeds += 1
        self.kinds[line.world, line.days] += 1
        self.seconds += line.seconds
        self.markers.update(line.markers)
        self.counts.update(line.counts)
        if line.broken:
            self.broken[line.seed] = line.broken

    def told(self) -> str:
        """For a person."""
        missed = never_reached(self.markers)
        counted = ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items()))
        kinds = ", ".join(
            f"{n} of {days} days, {world}" for (world, days), n in sorted(self.kinds.items())
        )
        each = self.seconds / max(self.seeds, 1)
        return "\n".join(
            (
                f"{self.seeds} seeds ({kinds}): {len(self.broken)} broken",
                f"{each:.1f} s of CPU each",
                counted,
                f"reached {len(ALL) - len(missed)} of {len(ALL)} markers",
                f"by no seed: {'; '.join(missed) or 'none'}",
                *(f"  seed {seed}: {how}" for seed, how in sorted(self.broken.items())),
            )
        )


def one_seed(seed: int, how: Played) -> Line:
    """A fault of the simulation itself counts as broken too."""
    began = time.process_time()
    try:
        result = play(draw_plan(seed, how.days, world_of(seed, how.world)))
    except Exception as error:  # noqa: BLE001 - the other seeds go on
        from tests.simulation.invariants import Broken  # noqa: PLC0415

        last = traceback.format_exc().strip().splitlines()[-3:]
        result = Result(seed, Broken("the simulation itself", f"{error!r} {last}"))
    return Line.of(result, how, time.process_time() - began)


def lines(seeds: Iterable[int], how: Played, workers: int) -> Iterator[Line]:
    """Each seed's, in order."""
    if workers == 1:
        yield from (one_seed(seed, how) for seed in seeds)
        return
    wanted = list(seeds)
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one_seed, wanted, [how] * len(wanted))


def soak(seeds: Iterable[int], how: Played, workers: int, log: Path | None = None) -> Soak:
    """Play them all, but for those that the log has."""
    done = Soak()
    had = set()
    for line in read(log):
        done.add(line)
        had.add((line.seed, line.world, line.days))
    wanted = [one for one in seeds if (one, world_of(one, how.world).name, how.days) not in had]
    for line in lines(wanted, how, workers):
        done.add(line)
        write(log, line)
        if line.broken:
            print(f"seed {line.seed}: {line.broken}", flush=True)  # noqa: T201
        if done.seeds % 10 == 0:
            print(f"… {done.seeds} seeds, {len(done.broken)} broken", file=sys.stderr, flush=True)  # noqa: T201
    return done


def write(log: Path | None, line: Line) -> None:
    """One more line of a log."""
    if log is not None:
        with log.open("a") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def read(log: Path | None) -> list[Line]:
    """What a log has so far."""
    if log is None or not log.exists():
        return []
    return [Line(**json.loads(line)) for line in log.read_text().splitlines()]
