"""What a recheck costs by the number of certificates: planning must not grow with both."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, Store

from benchmarks.figures.account import Account, opened
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
SWEEPS = 3
LARGE = (10 * DOMAINS, 2 * DOMAINS)


def measure(before: Build) -> Iterator[Line]:
    """With handshakes, over HTTPS, each as the second sweep of its account."""
    few, least = seconds(THIS, FEW)
    many, floor = seconds(THIS, DOMAINS)
    listing, judging = floor.listing - least.listing, floor.judging - least.judging
    (old_few, _), (old_many, _) = seconds(before, FEW), seconds(before, DOMAINS)
    yield Line.at_most(
        f"recheck of {DOMAINS} domains with {DOMAINS} certificates, against {FEW}",
        f"{old_many / old_few:.1f}",
        many / few,
        1.1,
        f"CPU {many:.1f} s against {few:.1f} s, handshakes included. Of the {many - few:.2f} s "
        f"between them `cryptography` alone, reading and verifying each of the {DOMAINS - FEW} "
        f"chains more once, takes {judging:.2f}, and CAS's lists by the SDK {listing:.2f}: "
        f"without these two it were {(many - judging - listing) / few:.2f}; four stores' rules of "
        "each chain, and its row in the report and the page, are the rest",
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
    """What no sweep of that account does without, in CPU seconds. listing: CAS's lists. judging:
    each chain once, by the library alone.
    """

    handshakes: int = 0
    shaking: float = 0.0
    reading: float = 0.0
    listing: float = 0.0
    judging: float = 0.0

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
    """CPU of one sweep, the least of SWEEPS, since a busy machine only ever adds to it; the one
    before them has read what is read once. The floor is this build's.
    """
    with opened(build, DOMAINS) as (account, instance):
        account.bind(certificates)
        instance.watch()
        instance.recheck()
        cost = min(instance.recheck() for _ in range(SWEEPS - 1))
        account.cloud.kernel.calls.reset()
        cost = min(cost, instance.recheck())
        counts = account.cloud.kernel.calls.counts()
        print(f"    {build.name}, {certificates}: {cost:.1f} s, {counts}", file=sys.stderr)
        if build is not THIS:
            return cost, Floor()
        done, shaking = shaken(account.cloud)
        readings, listing = instance.readings(DOMAINS), instance.listing()
        floor = Floor(done, shaking, readings, listing, by_the_library(account))
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


def by_the_library(account: Account) -> float:
    """CPU in which `cryptography` reads and verifies every chain that is served, each once."""
    bundle = Path(account.cloud.env()["CA_BUNDLE"]).read_bytes()
    store, now = Store(x509.load_pem_x509_certificates(bundle)), datetime.now(timezone.utc)
    chains = [
        (name, [one.public_bytes(Encoding.DER) for one in _read(pem)])
        for name, pem in account.served
    ]
    begun = time.process_time()
    for name, chain in chains:
        leaf, *above = map(x509.load_der_x509_certificate, chain)
        verifier = PolicyBuilder().store(store).time(now)
        verifier.build_server_verifier(x509.DNSName(name)).verify(leaf, above)
    return time.process_time() - begun


def _read(pem: str) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(pem.encode())
