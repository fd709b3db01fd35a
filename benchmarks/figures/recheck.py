"""What a recheck costs by the number of certificates: planning must not grow with both."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from benchmarks.figures.account import opened
from benchmarks.figures.builds import THIS, Build
from benchmarks.figures.lines import Line
from benchmarks.recheck import measured

DOMAINS = int(os.environ.get("FIGURES_RECHECK_DOMAINS", "1000"))
FEW = 4
LARGE = (10 * DOMAINS, 2 * DOMAINS)


def measure(before: Build) -> Iterator[Line]:
    """With handshakes, over HTTPS, each as the second sweep of its account."""
    few, many = seconds(THIS, FEW), seconds(THIS, DOMAINS)
    old_few, old_many = seconds(before, FEW), seconds(before, DOMAINS)
    yield Line.at_most(
        f"recheck of {DOMAINS} domains with {DOMAINS} certificates, against {FEW}",
        f"{old_many / old_few:.1f}",
        many / few,
        1.1,
        f"CPU {many:.1f} s against {few:.1f} s, handshakes included",
    )
    yield Line.at_most(
        f"recheck of {DOMAINS} x {DOMAINS} with handshakes, CPU against the build before",
        "1",
        many / old_many,
        0.2,
        f"{old_many:.1f} s before; left are one reading of each CDN domain's certificate through "
        "the SDK, the handshakes and the report for people",
    )
    yield from large()


def large() -> Iterator[Line]:
    """Over fakes, but for the endpoints: the build before had no end in its 600 s."""
    found = measured(*LARGE)
    what = f"recheck of {LARGE[0]} x {LARGE[1]} with handshakes, 10 % hanging"
    told = (
        f"over fakes of the cloud, in {found['wall']:.0f} s; by the SDKs come {LARGE[0] // 2} "
        f"readings of CDN at some 3 ms each, {LARGE[0] // 2 * 0.003:.0f} s"
    )
    yield Line.at_most(f"{what}: CPU seconds", "no end", found["cpu"], 120, told)
    told = f"{found['megabytes_of_the_account']:.0f} of them the made-up account"
    yield Line.at_most(f"{what}: MB", "", found["megabytes"], 200, told)


def seconds(build: Build, certificates: int) -> float:
    """CPU of one sweep; the one before has read what is read once."""
    with opened(build, DOMAINS) as (account, instance):
        account.bind(certificates)
        instance.watch()
        instance.recheck()
        account.cloud.kernel.calls.reset()
        cost = instance.recheck()
        counts = account.cloud.kernel.calls.counts()
        print(f"    {build.name}, {certificates}: {cost:.1f} s, {counts}", file=sys.stderr)
        return cost
