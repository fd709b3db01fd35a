"""What a recheck costs by the number of certificates: planning must not grow with both."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures.account import opened
from benchmarks.figures.builds import THIS, Build
from benchmarks.figures.lines import Line
from benchmarks.recheck import measured
from benchmarks.sweep import AT_ONCE
from benchmarks.sweep import build as build_peers
from certbind.adapters.edge.dns_resolver import DnsResolver
from certbind.config import DnsServer
from localcloud.world import LocalCloud

DOMAINS = int(os.environ.get("FIGURES_RECHECK_DOMAINS", "1000"))
FEW = 4
A_VERDICT = 130e-6
"""Seconds in which the library reads and verifies a chain (benchmarks/verdict.py)."""
LARGE = (10 * DOMAINS, 2 * DOMAINS)


def measure(before: Build) -> Iterator[Line]:
    """With handshakes, over HTTPS, each as the second sweep of its account."""
    few, _ = seconds(THIS, FEW)
    many, floor = seconds(THIS, DOMAINS)
    (old_few, _), (old_many, _) = seconds(before, FEW), seconds(before, DOMAINS)
    yield Line.at_most(
        f"recheck of {DOMAINS} domains with {DOMAINS} certificates, against {FEW}",
        f"{old_many / old_few:.1f}",
        many / few,
        1.1,
        f"CPU {many:.1f} s against {few:.1f} s, handshakes included. {DOMAINS - FEW} chains more "
        f"are judged, each once a sweep: `cryptography` alone takes "
        f"{(DOMAINS - FEW) * A_VERDICT:.2f} s for them. CAS's lists of them come by the SDK, and "
        "each has its row in the report",
    )
    yield Line.at_most(
        f"recheck of {DOMAINS} x {DOMAINS} with handshakes, CPU against the build before",
        "1",
        many / old_many,
        0.2,
        f"{old_many:.1f} s before. {floor.told} are {floor.seconds / old_many:.2f} of it. What is "
        "left is judging each chain, asking for names, and the report for people",
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


@dataclass(frozen=True, slots=True)
class Floor:
    """What no sweep of that account does without, in CPU seconds."""

    handshakes: int = 0
    shaking: float = 0.0
    reading: float = 0.0

    @property
    def seconds(self) -> float:
        """Together."""
        return self.shaking + self.reading

    @property
    def told(self) -> str:
        """In words."""
        return (
            f"The same {self.handshakes} handshakes, which a C client makes in "
            f"{self.shaking:.1f} s, and one reading of each CDN domain by the SDK, "
            f"{self.reading:.1f} s,"
        )


def seconds(build: Build, certificates: int) -> tuple[float, Floor]:
    """CPU of one sweep; the one before has read what is read once. The floor is this build's."""
    with opened(build, DOMAINS) as (account, instance):
        account.bind(certificates)
        instance.watch()
        instance.recheck()
        account.cloud.kernel.calls.reset()
        cost = instance.recheck()
        counts = account.cloud.kernel.calls.counts()
        print(f"    {build.name}, {certificates}: {cost:.1f} s, {counts}", file=sys.stderr)
        if build is not THIS:
            return cost, Floor()
        floor = Floor(*shaken(account.cloud), instance.readings(DOMAINS))
        print(f"    {floor}", file=sys.stderr)
        return cost, floor


def shaken(cloud: LocalCloud) -> tuple[int, float]:
    """Every address of every domain by the C client, which verifies: how many, and its CPU."""
    host, _, port = cloud.endpoints.dns.rpartition(":")
    resolver = DnsResolver(DnsServer(host, int(port)))
    names = [f"d{number}.bench.example" for number in range(DOMAINS)]
    places = [(one, name) for name in names for one in resolver.resolve(name).addresses]
    to = cloud.endpoints.https_port
    listed = "".join(f"{address} {to} {name}\n" for address, name in places)
    with TemporaryDirectory() as folder:
        build_peers(Path(folder))
        client = [str(Path(folder) / "client"), cloud.env()["CA_BUNDLE"], str(AT_ONCE)]
        done = subprocess.run(client, input=listed, stdout=subprocess.PIPE, text=True, check=True)
    _, _, sweep, _ = done.stdout.split()
    return len(places), float(sweep)
