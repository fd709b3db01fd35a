"""A sweep on loopback beside the C client, and the command that makes one."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import median

from benchmarks.figures.builds import THIS, Build, with_bytecode
from benchmarks.figures.lines import Line
from benchmarks.sweep import Cost, Stage, of_c, of_certbind, of_handshakes, stage

ENDPOINTS = int(os.environ.get("FIGURES_ENDPOINTS", "1000"))
LARGE = 5 * ENDPOINTS
ROUNDS = 5
OF_THE_ISSUE = {"few": "0.34", "distinct": "0.59", "command": "0.24"}
"""Where the build before had no such way in: as told when the targets were set."""

Subjects = Mapping[str, Callable[[Stage], Cost]]


def measure(before: Build) -> Iterator[Line]:
    """In turns, CPU of the sweep, medians; the command by its whole process."""
    of_before = partial(of_certbind, library=before.folder / "shared")
    with stage(ENDPOINTS, 4) as at:
        subjects: Subjects = {
            "C": _c,
            "before": of_before,
            "alone": of_handshakes,
            "now": of_certbind,
        }
        costs = in_turns(at, subjects)
        old, new = (ratio(costs, name) for name in ("before", "now"))
        what = f"sweep of {ENDPOINTS} endpoints, four chains: rate a CPU second, of C's"
        yield Line.at_least(what, f"{old:.2f}", new, 1.0, _limit(costs, new))
        both = in_turns(at, {"C": _c, "start": of_start, "now": of_command})
        told = median(one.process for one in both["C"])
        told /= median(one.process for one in both["now"])
        what = f"`certbind verify --file` of {ENDPOINTS}, whole command, of C's"
        start = median(one.process for one in both["start"]) / median(
            one.process for one in both["now"]
        )
        yield Line.at_least(what, OF_THE_ISSUE["command"], told, 0.8, COMMAND.format(100 * start))
    with stage(LARGE, 4) as at:
        subjects = {"C": _c, "alone": of_handshakes, "now": of_certbind}
        costs = in_turns(at, subjects, rounds=2)
        what = f"sweep of {LARGE} endpoints, four chains: rate a CPU second, of C's"
        new = ratio(costs, "now")
        yield Line.at_least(what, OF_THE_ISSUE["few"], new, 1.0, _limit(costs, new))
        most = max(one.megabytes for one in costs["now"])
        yield Line.at_most(f"sweep of {LARGE} endpoints: MB", "", most, 64)
    with stage(ENDPOINTS, 0) as at:
        c = partial(of_c, both=True)
        costs = in_turns(at, {"C": c, "now": of_certbind}, rounds=3)
        what = f"sweep of {ENDPOINTS} endpoints, every chain distinct, of C's"
        new = ratio(costs, "now")
        yield Line.at_least(what, OF_THE_ISSUE["distinct"], new, 0.65, DISTINCT)


def _c(at: Stage) -> Cost:
    return of_c(at, both=False)


def _limit(costs: Mapping[str, list[Cost]], new: float) -> str:
    """What the same handshakes reach by Python's `ssl` alone, measured beside it."""
    if new >= 1:
        return ""
    return (
        f"Python's `ssl` alone, for the same handshakes in one bare loop, reaches "
        f"{ratio(costs, 'alone'):.2f}: between that and ours are the threads that look names up, "
        "ends and faults of each conversation, and the values and verdict of each host"
    )


COMMAND = (
    "of it {:.0f} % are starting the command for one host: Python, its imports, the roots; then "
    "as the sweep, and a line a host. No name is looked up, so each is refused for its name"
)
DISTINCT = (
    "both shake hands a second time, by the other kind of key; judging a chain anew is the larger "
    "half of ours"
)


def in_turns(at: Stage, subjects: Subjects, rounds: int = ROUNDS) -> dict[str, list[Cost]]:
    """The first round warms up, and is left out."""
    found: dict[str, list[Cost]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, subject in subjects.items():
            cost = subject(at)
            if number:
                found[name].append(cost)
    for name, costs in found.items():
        told = ", ".join(f"{one.sweep:.2f} ({one.megabytes:.0f} MB)" for one in costs)
        print(f"    {name}: {told}", file=sys.stderr)
    return found


def ratio(costs: Mapping[str, list[Cost]], name: str) -> float:
    """How many endpoints a CPU second, against C's."""
    return median(one.sweep for one in costs["C"]) / median(one.sweep for one in costs[name])


def of_start(at: Stage) -> Cost:
    """The same of one host."""
    return of_command(at, 1)


def of_command(at: Stage, hosts: int | None = None) -> Cost:
    """`certbind verify --file`, by addresses: the C client looks no name up either."""
    rows = [line.split() for line in at.endpoints.read_text("utf-8").splitlines()[:hosts]]
    listed = at.folder / "hosts"
    listed.write_text("".join(f"{address}:{port}\n" for address, port, _ in rows), "utf-8")
    command = [sys.executable, "-m", "certbind.cli.main", "verify", "--file", str(listed)]
    path = {"PYTHONPATH": str(THIS.folder / "shared"), "CA_BUNDLE": str(at.roots)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=with_bytecode(path), stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(used, used, after.ru_maxrss / 1024)
