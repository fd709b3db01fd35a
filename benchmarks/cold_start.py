"""What a function's process spends until it is wired, against importing the SDKs alone.

    python -m benchmarks.cold_start [--runs 7]

For each package of build/package whose Python is here, as the platform would start it; for the
staged folder and this Python where there is none. Fresh processes with bytecode in place, the
subjects in turn. The least user and system time of each: a busy machine only ever adds to it, and
a median of few runs let a noisy minute fail a sound build.
Exit 1 when a ratio is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.package import OUTPUT, PYTHONS
from scripts.pythons import find_python
from scripts.stage_functions import ROOT

SDKS = "the SDKs"
SUBJECTS = {
    "python alone": "pass",
    SDKS: "import oss2, mns.account, aliyunsdkcore.client, aliyunsdkcas, aliyunsdkcdn",
    **{
        name: f"import {name}; from certbind import bootstrap; bootstrap.{name}(E, 60)"
        for name in ("certificate_event", "watch", "recheck", "rollback")
    },
}
BOUNDS = {"watch": 1.45, "certificate_event": 2.2, "recheck": 2.3, "rollback": 2.3}
"""Highest ratios to the SDKs alone; measured are 1.3 and 1.8 to 2.0. A watch that imports what the
others need takes 1.6.
"""

SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_LEDGER_BUCKET": "ledger",
}
"""Enough to wire a function; nothing is called."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something to start: an interpreter, and what it imports from, first to last."""

    title: str
    python: Path
    folders: tuple[Path, ...]


def places() -> Iterator[Place]:
    """The packages that can be started here, else the staged folder."""
    found = False
    for version in PYTHONS:
        folder, python = OUTPUT / f"python{version}", find_python(version)
        if python and any(folder.glob(f"__pycache__/*.cpython-{version.replace('.', '')}.pyc")):
            found = True
            yield Place(f"package for Python {version}", python, (folder,))
    if not found:
        staged = ROOT / "build" / "fc"
        compileall.compile_dir(staged, quiet=2)
        packages = (Path(p) for p in sys.path if p.endswith("site-packages"))
        yield Place("staged folder, this Python", Path(sys.executable), (staged, *packages))


def cpu_seconds(place: Place, code: str) -> float:
    """User and system time of one process that runs `code`, isolated from this machine."""
    path = [str(folder) for folder in place.folders]
    program = f"import sys; sys.path[:0] = {path!r}; E = {SETTINGS!r}; {code}"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([place.python, "-I", "-S", "-B", "-c", program], env={}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(place: Place, runs: int) -> dict[str, float]:
    """Seconds by subject. The first round warms the file cache and is left out."""
    times: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    for _ in range(runs + 1):
        for name, code in SUBJECTS.items():
            times[name].append(cpu_seconds(place, code))
    return {name: min(taken[1:]) for name, taken in times.items()}


def main() -> None:
    """Print a table for docs/figures.md, and hold the ratios to their bounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    beyond = []
    for place in places():
        print(f"\n{place.title}\n")
        print("| subject | CPU seconds (least) | ratio to the SDKs | bound |")
        print("|---|---|---|---|")
        found = least(place, arguments.runs)
        for name, seconds in found.items():
            ratio, bound = seconds / found[SDKS], BOUNDS.get(name)
            print(f"| {name} | {seconds:.2f} | {ratio:.2f} | {bound or ''} |")
            if bound and ratio > bound:
                beyond.append(f"{place.title}: {name} {ratio:.2f} > {bound}")
    if beyond:
        sys.exit("\n".join(beyond))


if __name__ == "__main__":
    main()
