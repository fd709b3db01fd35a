"""Commands of the simulation.

python -m tests.simulation soak --seeds 1000 --first 0    play many seeds; with --log FILE only
                                                          those that are not in it yet
python -m tests.simulation seed 17                        play one, and show its trace
python -m tests.simulation shrink 17                      make a broken one short
python -m tests.simulation mutants                        break the code, see which seed tells
python -m tests.simulation table                          those that docs/reliability.md lists
"""

from __future__ import annotations

import argparse
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.simulation.drawing import draw_plan
from tests.simulation.play import play
from tests.simulation.soak import Played, soak
from tests.simulation.trace import shorten, told
from tests.simulation.worlds import WORLDS, world_of


def main() -> int:
    """0: nothing broke."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--world", choices=tuple(WORLDS), default="", help="that of each seed")
    commands = parser.add_subparsers(dest="command", required=True)
    many = commands.add_parser("soak")
    many.add_argument("--seeds", type=int, default=1000)
    many.add_argument("--first", type=int, default=0)
    many.add_argument("--workers", type=int, default=2)
    many.add_argument("--log", type=Path)
    for name in ("seed", "shrink"):
        commands.add_parser(name).add_argument("seed", type=int)
    mutants = commands.add_parser("mutants")
    mutants.add_argument("names", nargs="*")
    mutants.add_argument("--seeds", type=int, default=1000)
    mutants.add_argument("--workers", type=int, default=2)
    table = commands.add_parser("table")
    table.add_argument("names", nargs="*")
    table.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    return {
        "soak": _soak,
        "seed": _seed,
        "shrink": _shrink,
        "mutants": _mutants,
        "table": _table,
    }[given.command](given)


def _soak(given: argparse.Namespace) -> int:
    seeds = range(given.first, given.first + given.seeds)
    played = Played(given.days, given.world)
    done = soak(seeds, played, given.workers, given.log)
    _say(done.told())
    return 1 if done.broken else 0


def _seed(given: argparse.Namespace) -> int:
    plan = draw_plan(given.seed, given.days, world_of(given.seed, given.world))
    result = play(plan)
    _say(told(plan, result, lines=100_000))
    return 1 if result.broken else 0


def _shrink(given: argparse.Namespace) -> int:
    plan = draw_plan(given.seed, given.days, world_of(given.seed, given.world))
    result = play(plan)
    if result.broken is None:
        _say(f"seed {given.seed} breaks nothing")
        return 0
    _say(told(*shorten(plan, result)))
    return 1


def _mutants(given: argparse.Namespace) -> int:
    from tests.simulation.mutants import MUTANTS, hunt  # noqa: PLC0415

    names = given.names or list(MUTANTS)
    survivors = 0
    with ProcessPoolExecutor(given.workers) as pool:
        hunts = [pool.submit(hunt, name, given.seeds, given.days) for name in names]
        for done in as_completed(hunts):
            row = done.result()
            survivors += row.seed is None
            _say(row.told())
    _say(f"{len(names)} mutants, {survivors} not caught")
    return 1 if survivors else 0


def _table(given: argparse.Namespace) -> int:
    from tests.simulation.table import check, rows  # noqa: PLC0415

    found = [row for row in rows() if not given.names or row.name in given.names]
    wrong = 0
    with ProcessPoolExecutor(given.workers) as pool:
        for row, told in zip(found, pool.map(check, found), strict=True):
            wrong += bool(told)
            _say(f"{row.name:40} {row.seed:>6}, {row.days} days  {told or 'told'}")
    _say(f"{len(found)} mutants, {wrong} not as the table says")
    return 1 if wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
