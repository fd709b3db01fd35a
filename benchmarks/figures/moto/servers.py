"""The local cloud beside moto: the same work at OSS and S3, MNS and SQS, CAS and ACM.

moto is installed for this alone, as peers/moto.txt pins it. Counted is the CPU of the two servers,
each a process on loopback; who asks them is not counted. The local cloud checks signatures and
keeps its state in a file, as it does for who uses it; moto does neither.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures.builds import ROOT, Build
from benchmarks.figures.lines import Line
from benchmarks.figures.moto.works import Work, Works, of_local_cloud, of_moto

MOTO = ROOT / "build" / "figures" / "moto"
PINNED = ROOT / "benchmarks" / "peers" / "moto.txt"
CALLS, ROUNDS = 100, 3
WANTED = 4
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0

Server = tuple[subprocess.Popen[bytes], Callable[[], Works]]
"""And what makes its works, with connections of their own: those of a round before are closed."""


def measure(before: Build) -> Iterator[Line]:
    """In turns, a line a service: all kinds of its calls, each by the median of its rounds."""
    del before  # it has the same local cloud, or one that knew less
    with ExitStack() as stack:
        servers = {"moto": stack.enter_context(_moto()), "ours": stack.enter_context(_ours())}
        found = _in_turns(servers)
    for service, ours in found["ours"].items():
        theirs = found["moto"][service]
        told = ", ".join(f"{kind} {theirs[kind] / ours[kind]:.1f}" for kind in ours)
        what = f"the local cloud against moto, {service}: times quicker"
        times = sum(theirs.values()) / sum(ours.values())
        yield Line.at_least(what, "4 to 12", times, WANTED, told)


def _in_turns(servers: Mapping[str, Server]) -> dict[str, dict[str, dict[str, float]]]:
    """CPU seconds a call, by server, service and kind. The first round makes what the others
    read, and is left out.
    """
    rounds: dict[str, dict[str, dict[str, list[float]]]] = {name: {} for name in servers}
    for turn in range(ROUNDS + 1):
        numbers = range(turn * CALLS, (turn + 1) * CALLS)
        for name, (process, works) in servers.items():
            for service, kinds in works().items():
                for kind, work in kinds.items():
                    used = _used(process, work, numbers)
                    if turn:
                        taken = rounds[name].setdefault(service, {}).setdefault(kind, [])
                        taken.append(used)
    print(f"    {rounds}", file=sys.stderr)
    return {
        name: {
            service: {kind: median(taken) for kind, taken in kinds.items()}
            for service, kinds in services.items()
        }
        for name, services in rounds.items()
    }


def _used(process: subprocess.Popen[bytes], work: Work, numbers: Sequence[int]) -> float:
    begun = _cpu(process.pid)
    for number in numbers:
        work(number)
    return (_cpu(process.pid) - begun) / len(numbers)


def _cpu(pid: int) -> float:
    """User and system time (proc(5)); the fields behind the name, which may hold anything."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def _moto() -> Iterator[Server]:
    """Its own server, on a port that the system chooses; it logs each call to nowhere."""
    program = MOTO / "bin" / "moto_server"
    if not program.exists():
        venv.create(MOTO, with_pip=True)
        pip = [str(MOTO / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--disable-pip-version-check", "-r", str(PINNED)], check=True)
    with TemporaryDirectory() as folder:
        told = Path(folder) / "log"
        with _running([str(program), "-H", "127.0.0.1", "-p", "0"], told) as process:
            line = _awaited(process, lambda: _address(told))
            yield process, partial(of_moto, line)


def _address(log: Path) -> str:
    _, said, rest = log.read_text("utf-8", "replace").partition("Running on http://")
    return rest.split()[0] if said and "\n" in rest else ""


@contextmanager
def _ours() -> Iterator[Server]:
    """`localcloud up`, as anybody starts it."""
    with TemporaryDirectory() as folder:
        ready, environment = Path(folder) / "control.json", Path(folder) / "endpoints.json"
        command = [sys.executable, "-m", "localcloud.cli", "up", "--dir", folder]
        with _running(command, Path(folder) / "log") as process:
            _awaited(process, ready.exists)
            told = json.loads(environment.read_text("utf-8"))
            yield process, partial(of_local_cloud, told)


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """In a folder without a service file, which would bring functions."""
    with (
        log.open("wb") as told,
        subprocess.Popen(command, cwd=log.parent, stdout=told, stderr=told) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def _awaited(process: subprocess.Popen[bytes], ready: Callable[[], object]) -> str:
    end = time.monotonic() + _PATIENCE
    while not (found := ready()):
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"{process.args!r} did not come up")
        time.sleep(0.05)
    return str(found)
