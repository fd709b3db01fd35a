"""What a function's process spends until it is wired, against importing the SDKs alone.

    python -m benchmarks.cold_start [--runs 7]

For each package of build/package whose Python is here, as the platform would start it, beside the
SDKs as they are published; for the staged folder and this Python where there is none. Fresh
processes with bytecode in place, the subjects in turn. The least user and system time of each: a
busy machine only ever adds to it, and a median of few runs let a noisy minute fail a sound build.
Exit 1 when a ratio is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.locked_packages import install_locked
from scripts.package import OUTPUT, PYTHONS
from scripts.pythons import find_python
from scripts.stage_functions import ROOT

SDKS = "the SDKs"
FUNCTIONS = ("certificate_event", "watch", "recheck", "rollback")
WIRED = "import {0}; from certbind import bootstrap; bootstrap.{0}(E, 60)"
IMPORTED = "import oss2, mns.account, aliyunsdkcore.client, aliyunsdkcas, aliyunsdkcdn"
BOUNDS = {"watch": 1.05, "certificate_event": 1.35, "recheck": 1.45, "rollback": 1.4}
"""Highest ratios to the SDKs alone; measured are 0.9 and 1.1 to 1.2. With values whose methods
are written at once, or with what stand_ins.py leaves out, they are 1.2 and 1.5 and more.
"""

SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_LEDGER_BUCKET": "ledger",
}
"""Enough to wire a function; nothing is called."""


_AT_ONCE = "; import os; os._exit(0)"
"""An instance goes on from there: taking apart all that was imported is no part of its start."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Code that a fresh process runs, and what it imports from, first to last."""

    code: str
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Something to start: an interpreter, and the folders of the functions and of the SDKs."""

    title: str
    python: Path
    functions: tuple[Path, ...]
    sdks: tuple[Path, ...]

    def subjects(self) -> dict[str, Subject]:
        """Python alone, the SDKs, each function."""
        return {
            "python alone": Subject("pass", ()),
            SDKS: Subject(IMPORTED, self.sdks),
            **{name: Subject(WIRED.format(name), self.functions) for name in FUNCTIONS},
        }


def places() -> Iterator[Place]:
    """The packages that can be started here, else the staged folder."""
    found = False
    for version in PYTHONS:
        folder, python = OUTPUT / f"python{version}", find_python(version)
        if python and any(folder.glob(f"__pycache__/*.cpython-{version.replace('.', '')}.pyc")):
            found = True
            sdks = (published(version, python),)
            yield Place(f"package for Python {version}", python, (folder,), sdks)
    if not found:
        staged = ROOT / "build" / "fc"
        compileall.compile_dir(staged, quiet=2)
        packages = tuple(Path(p) for p in sys.path if p.endswith("site-packages"))
        python = Path(sys.executable)
        yield Place("staged folder, this Python", python, (staged, *packages), packages)


def published(version: str, python: Path) -> Path:
    """The SDKs and all that they need, as the lock names them, with bytecode."""
    folder = ROOT / "build" / "figures" / f"sdks{version}"
    if not folder.exists():
        install_locked(version, folder, offline=True)
        subprocess.run([python, "-W", "ignore", "-m", "compileall", "-q", folder], check=True)
    return folder


def cpu_seconds(python: Path, subject: Subject) -> float:
    """User and system time of one process, isolated from this machine."""
    path = [str(folder) for folder in subject.folders]
    program = f"import sys; sys.path[:0] = {path!r}; E = {SETTINGS!r}; {subject.code}{_AT_ONCE}"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([python, "-I", "-S", "-B", "-c", program], env={}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(python: Path, subjects: Mapping[str, Subject], runs: int) -> dict[str, float]:
    """Seconds by subject. The first round warms the file cache and is left out."""
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(runs + 1):
        for name, subject in subjects.items():
            times[name].append(cpu_seconds(python, subject))
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
        found = least(place.python, place.subjects(), arguments.runs)
        for name, seconds in found.items():
            ratio, bound = seconds / found[SDKS], BOUNDS.get(name)
            print(f"| {name} | {seconds:.2f} | {ratio:.2f} | {bound or ''} |")
            if bound and ratio > bound:
                beyond.append(f"{place.title}: {name} {ratio:.2f} > {bound}")
    if beyond:
        sys.exit("\n".join(beyond))


if __name__ == "__main__":
    main()
