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

    new = (
        f"what of the library it cannot do without (two certificates read, two signatures) is "
        f"{of(THIS, 'its calls alone'):.2f}; the rest is {of(THIS, 'calls'):.0f} calls of "
        "functions in Python, where the library's verifier is one in Rust: four stores, rules and "
        "constraints by certificate and by path, dates, advice, warnings"
    )
    known = (
        f"its name, which is each domain's own, and two values of ten and twelve fields are "
        f"{of(THIS, 'its name and values alone'):.3f} alone; the rest asks what is known, and "
        "looks for what may be amiss"
    )
    for name, what, most, why in (
        ("new", "verdict of a chain that is new, of `cryptography`'s", 1.9, new),
        ("of a known CA", "the same, of a CA that was met before", 1.9, new),
        ("known", "the same, of a chain that is known", 0.05, known),
    ):
        now = of(THIS, name)
        yield Line.at_most(what, f"{of(before, name):.1f}", now, most, "" if now <= most else why)
