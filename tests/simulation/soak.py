"""Many seeds: what broke, what no seed reached, what a seed costs."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.simulation.markers import ALL, never_reached
from tests.simulation.plan import draw_plan
from tests.simulation.play import Result, play


@dataclass
class Soak:
    """What came of all seeds. broken: seed → how. seconds: of CPU."""

    seeds: int = 0
    days: int = 0
    broken: dict[int, str] = field(default_factory=dict)
    markers: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, result: Result, seconds: float) -> None:
        """One more."""
        self.seeds += 1
        self.seconds += seconds
        self.markers += result.markers
        self.counts += result.counts
        if result.broken is not None:
            self.broken[result.seed] = str(result.broken)

    def told(self) -> str:
        """For a person."""
        missed = never_reached(self.markers)
        counted = ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items()))
        each = self.seconds / max(self.seeds, 1)
        return "\n".join(
            (
                f"{self.seeds} seeds of {self.days} days: {len(self.broken)} broken",
                f"{each:.1f} s of CPU each",
                counted,
                f"reached {len(ALL) - len(missed)} of {len(ALL)} markers",
                f"by no seed: {'; '.join(missed) or 'none'}",
                *(f"  seed {seed}: {how}" for seed, how in sorted(self.broken.items())),
            )
        )


def one_seed(seed: int, days: int) -> tuple[Result, float]:
    """A fault of the simulation itself counts as broken too."""
    began = time.process_time()
    try:
        result = play(draw_plan(seed, days))
    except Exception as error:  # noqa: BLE001 - the other seeds go on
        from tests.simulation.invariants import Broken  # noqa: PLC0415

        last = traceback.format_exc().strip().splitlines()[-3:]
        result = Result(seed, Broken("the simulation itself", f"{error!r} {last}"))
    return result, time.process_time() - began


def results(seeds: Iterable[int], days: int, workers: int) -> Iterator[tuple[Result, float]]:
    """Each seed's, in order."""
    if workers == 1:
        yield from (one_seed(seed, days) for seed in seeds)
        return
    wanted = list(seeds)
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one_seed, wanted, [days] * len(wanted))


def soak(seeds: Iterable[int], days: int = 60, workers: int = 1, *, shows: bool = False) -> Soak:
    """Play them all."""
    done = Soak(days=days)
    for result, seconds in results(seeds, days, workers):
        done.add(result, seconds)
        if shows and result.broken is not None:
            print(f"seed {result.seed}: {result.broken}", flush=True)  # noqa: T201
        if shows and done.seeds % 10 == 0:
            print(f"… {done.seeds} seeds, {len(done.broken)} broken", file=sys.stderr, flush=True)  # noqa: T201
    return done
