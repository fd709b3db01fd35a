"""What judging a served chain costs, beside `cryptography` reading and verifying the same.

    python -m benchmarks.verdict [--chains 200] [--rounds 5]

CPU time, in turns over the same chains, medians of the rounds; a chain is a leaf and an
intermediate. "New": each was never met before, nor its CAs. "Of a known CA": its intermediate
was, as in every sweep. "Known": it was judged itself. The library reads and verifies with one
store of all of certifi's roots and ours; certbind says besides what each of four stores does, the
dates, advice and warnings.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.known_chains import KnownChains
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Observation,
    Resolution,
)
from certbind.domain.trust.verdict import Expectation, judge
from tests.fakes.certificates import Authority, Spec, pem_of

NAME = "www.bench.example"
Chain = tuple[bytes, ...]


def main() -> None:
    """Print a table for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chains", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    now = datetime.now(timezone.utc)
    ca = Spec(now - timedelta(days=100), now + timedelta(days=900), is_ca=True, purposes=None)
    leaf = Spec(now - timedelta(days=1), now + timedelta(days=60))
    root = Authority.root(spec=ca)
    pem = Path(certifi.where()).read_text(encoding="utf-8") + pem_of(root)
    anchors, known = TrustAnchors.from_pem(pem), KnownChains()
    store = Store(x509.load_pem_x509_certificates(pem.encode()))
    expected = Expectation(Domain(NAME))

    def ours(chain: Chain) -> None:
        verdict = judge(_seen(chain, now), expected, anchors, now, known)
        if not verdict.is_good:
            raise ValueError(str(verdict.headline))

    def library(chain: Chain) -> None:
        first, *above = map(x509.load_der_x509_certificate, chain)
        verifier = PolicyBuilder().store(store).time(now)
        verifier.build_server_verifier(x509.DNSName(NAME)).verify(first, above)

    subjects: dict[str, list[float]] = {}
    for _ in range(options.rounds):
        middle = root.subordinate(spec=ca)
        of_one = [middle.leaf(NAME, spec=leaf).chain for _ in range(options.chains)]
        of_many = [
            root.subordinate(spec=ca).leaf(NAME, spec=leaf).chain for _ in range(options.chains)
        ]
        for name, chains, subject in (
            ("cryptography", of_many, library),
            ("new", of_many, ours),
            ("of a known CA", of_one, ours),
            ("known", of_one, ours),
        ):
            subjects.setdefault(name, []).append(_cpu(subject, chains))
    print("| chain | µs | of the library's |")
    print("|---|---|---|")
    medians = {name: statistics.median(taken) for name, taken in subjects.items()}
    for name, taken in medians.items():
        print(f"| {name} | {taken * 1e6:.0f} | {taken / medians['cryptography']:.2f} |")


def _cpu(subject: Callable[[Chain], None], chains: Sequence[Chain]) -> float:
    begun = time.process_time()
    for chain in chains:
        subject(chain)
    return (time.process_time() - begun) / len(chains)


def _seen(chain: Chain, now: datetime) -> Observation:
    one = AddressObservation(
        "192.0.2.1", Attempt.COMPLETED, chain, "TLSv1.3", "TLS_AES_128_GCM_SHA256", 0x0403
    )
    return Observation(NAME, now, Resolution.RESOLVED, (one,))


if __name__ == "__main__":
    main()
