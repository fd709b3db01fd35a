"""What judging a served chain costs beside `cryptography` (benchmarks/verdict.py)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures.builds import ROOT, THIS, Build
from benchmarks.figures.lines import Line

NEW = (
    "four stores with their own rules on constraints, dates and algorithms, advice and warnings, "
    "where the library's is one answer in Rust; reading the same certificates in Python is the "
    "largest part"
)
KNOWN = "what is left is the name, which is each domain's own, and the values of the answer"


def measure(before: Build) -> Iterator[Line]:
    """Both builds' ratios, each against the library in its own process, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        chains = str(Path(folder) / "chains")
        module = "benchmarks.verdict"
        subprocess.run([sys.executable, "-m", module, "--keep", chains], cwd=ROOT, check=True)
        rounds = [
            {one.name: one.run(module, "--of", chains) for one in (before, THIS)} for _ in range(3)
        ]

    def of(build: Build, name: str) -> float:
        return float(median(one[build.name][name] for one in rounds))

    for name, what, most, why in (
        ("new", "verdict of a chain that is new, of `cryptography`'s", 1.9, NEW),
        ("of a known CA", "the same, of a CA that was met before", 1.9, NEW),
        ("known", "the same, of a chain that is known", 0.05, KNOWN),
    ):
        now = of(THIS, name)
        yield Line.at_most(what, f"{of(before, name):.1f}", now, most, "" if now <= most else why)
