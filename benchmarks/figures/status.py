"""`certbind status` of many domains, as of the last sweep: calls, and the wait for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from benchmarks.figures.account import opened
from benchmarks.figures.builds import THIS, Build
from benchmarks.figures.lines import Line
from localcloud.faults import FaultKind, FaultRule

DOMAINS = int(os.environ.get("FIGURES_STATUS_DOMAINS", "1000"))
A_CALL = 0.02


def measure(before: Build) -> Iterator[Line]:
    """Each domain has a certificate and a journal; a sweep has been there."""
    (old_calls, old_wall), (calls, wall) = found(before), found(THIS)
    yield Line.at_most(f"status of {DOMAINS} domains: calls", f"{old_calls:.0f}", calls, 60)
    told = f"seconds at {A_CALL * 1000:.0f} ms a call"
    what = f"status of {DOMAINS} domains: {told}"
    yield Line.at_most(what, f"{old_wall:.1f}", wall, 2.0, "on a busy machine the work counts too")


def found(build: Build) -> tuple[int, float]:
    """Calls and seconds of one report."""
    with opened(build, DOMAINS) as (account, instance):
        account.bind(FOUR)
        instance.watch()
        instance.journals(DOMAINS)
        instance.recheck()
        account.cloud.kernel.faults.add(FaultRule(FaultKind.SLOW, count=None, seconds=A_CALL))
        account.cloud.kernel.calls.reset()
        wall = instance.status()
        counts = account.cloud.kernel.calls.counts()
        print(f"    {build.name}: {wall:.1f} s, {counts}", file=sys.stderr)
        return sum(counts.values()), wall


FOUR = 4
"""Certificates."""
