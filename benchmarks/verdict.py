"""What judging a served chain costs, beside `cryptography` reading and verifying the same.

    python -m benchmarks.verdict [--chains 200] [--rounds 5]

CPU time, in turns over the same chains, medians of the rounds; a chain is a leaf and an
intermediate. "New": each was never met before, nor its CAs. "Of a known CA": its intermediate
was, as in every sweep. "Known": it was judged itself. The library reads and verifies with one
store of all of certifi's roots and ours; certbind says besides what each of four stores does, the
dates, advice and warnings. "Its calls alone": what of the library a new chain needs at least, and
nothing of ours: two signatures, names, keys, extensions and bytes of two certificates. "Its name
and values alone": what of a known chain is each domain's own, and nothing else. The garbage
collector works as in a function (runtime.py). --keep FILE makes the chains alone, --of FILE judges
such: a build before can do that, too, as it has not what makes them.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.verification import PolicyBuilder, Store

from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Observation,
    Resolution,
)
from certbind.domain.trust.verdict import Expectation, judge

T = TypeVar("T")

_COUNTED = 21

NAME = "www.bench.example"
Chain = tuple[bytes, ...]
Round = tuple[Sequence[Chain], Sequence[Chain]]
"""Of one CA, and of one each."""


def main() -> None:
    """Print a table for docs/figures.md; with --of, ratios to the library's as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chains", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="make chains, and keep them there")
    parser.add_argument("--of", type=Path, help="chains that were made before")
    options = parser.parse_args()
    if options.keep:
        make(options.keep, options.chains, options.rounds)
    elif options.of:
        medians = measured(options.of)
        library = medians["cryptography"]
        told = {name: taken / library for name, taken in medians.items()}
        print(json.dumps({**told, "calls": calls(options.of)}))
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "chains"
            make(made, options.chains, options.rounds)
            show(measured(made))


def show(medians: dict[str, float]) -> None:
    """As a table."""
    print("| chain | µs | of the library's |")
    print("|---|---|---|")
    for name, taken in medians.items():
        print(f"| {name} | {taken * 1e6:.0f} | {taken / medians['cryptography']:.2f} |")


def make(to: Path, chains: int, rounds: int) -> None:
    """All roots as PEM, and the chains of each round."""
    from tests.fakes.certificates import Authority, Spec, pem_of  # noqa: PLC0415

    now = datetime.now(timezone.utc)
    ca = Spec(now - timedelta(days=100), now + timedelta(days=900), is_ca=True, purposes=None)
    leaf = Spec(now - timedelta(days=1), now + timedelta(days=60))
    root = Authority.root(spec=ca)
    pem = Path(certifi.where()).read_text(encoding="utf-8") + pem_of(root)
    made = []
    for _ in range(rounds):
        middle = root.subordinate(spec=ca)
        of_one = [middle.leaf(NAME, spec=leaf).chain for _ in range(chains)]
        of_many = [root.subordinate(spec=ca).leaf(NAME, spec=leaf).chain for _ in range(chains)]
        made.append((of_one, of_many))
    to.write_bytes(pickle.dumps((pem, made)))


def measured(made: Path) -> dict[str, float]:
    """Seconds a chain, by subject."""
    pem, rounds = pickle.loads(made.read_bytes())  # noqa: S301 - our own
    now = datetime.now(timezone.utc)
    expected = Expectation(Domain(NAME))
    anchors, kept = TrustAnchors.from_pem(pem), what_is_kept()
    store = Store(x509.load_pem_x509_certificates(pem.encode()))

    def ours(seen: Observation) -> None:
        verdict = judge(seen, expected, anchors, now, *kept)
        if not verdict.is_good:
            raise ValueError(str(verdict.headline))

    def library(chain: Chain) -> None:
        first, *above = map(x509.load_der_x509_certificate, chain)
        verifier = PolicyBuilder().store(store).time(now)
        verifier.build_server_verifier(x509.DNSName(NAME)).verify(first, above)

    gc.set_threshold(50_000, 20, 20)
    subjects: dict[str, list[float]] = {}
    for of_one, of_many in rounds:
        one, many = ([_seen(chain, now) for chain in chains] for chains in (of_one, of_many))
        for name, taken in (
            ("cryptography", _cpu(library, of_many)),
            ("its calls alone", _cpu(least, of_many)),
            ("new", _cpu(ours, many)),
            ("of a known CA", _cpu(ours, one)),
            ("known", _cpu(ours, one)),
            *((name, _cpu(subject, one)) for name, subject in floor_of_known(expected)),
        ):
            subjects.setdefault(name, []).append(taken)
    return {name: statistics.median(taken) for name, taken in subjects.items()}


def least(chain: Chain) -> None:
    """What no judgement of leaf and intermediate does without: each is read once, and two
    signatures are verified (the root's key was read before).
    """
    loaded = [x509.load_der_x509_certificate(der) for der in chain]
    for one in loaded:
        _ = one.subject.public_bytes(), one.issuer.public_bytes(), list(one.extensions)
        _ = one.not_valid_before_utc, one.not_valid_after_utc, one.tbs_certificate_bytes
        one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    leaf, middle = loaded
    leaf.verify_directly_issued_by(middle)
    with contextlib.suppress(InvalidSignature):  # by its own key: as much work as by the root's
        _signed_by(middle, middle.public_key())


def floor_of_known(expected: Expectation) -> Iterator[tuple[str, Callable[[Observation], None]]]:
    """Nothing where a build before has them otherwise."""
    try:
        from certbind.domain.trust.names import covers_host  # noqa: PLC0415
        from certbind.domain.trust.verdict_values import (  # noqa: PLC0415
            AddressVerdict,
            Check,
            Outcome,
            Verdict,
        )
    except ImportError:
        return
    name, names, not_run = expected.domain, (expected.domain,), (Check.LEAF,)

    def alone(seen: Observation) -> None:
        if not covers_host(names, (), name):
            raise ValueError(name)
        address = seen.addresses[0].address
        one = AddressVerdict(address, None, None, (), not_run, seen.at, (), (), (), ())
        Verdict(name, seen.at, "", Outcome.SOUND, None, (one,), (), (), (), (), (), ())

    yield "its name and values alone", alone


def _signed_by(one: x509.Certificate, key: object) -> None:
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("the chains that are made have keys on a curve")
    key.verify(one.signature, one.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256()))


def calls(made: Path) -> float:
    """How many functions one new chain calls, ours and the library's, on the average."""
    pem, rounds = pickle.loads(made.read_bytes())  # noqa: S301 - our own
    now = datetime.now(timezone.utc)
    expected, anchors = Expectation(Domain(NAME)), TrustAnchors.from_pem(pem)
    first, *rest = (_seen(chain, now) for chain in rounds[0][1][:_COUNTED])
    judge(first, expected, anchors, now, *what_is_kept())  # what is read once is read
    counted = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    for one in rest:
        judge(one, expected, anchors, now, *what_is_kept())
    sys.setprofile(None)
    return counted / len(rest)


def what_is_kept() -> tuple[Any, ...]:
    """Verdicts of before; the first builds kept none."""
    try:
        from certbind.domain.trust.known_chains import KnownChains  # noqa: PLC0415
    except ImportError:
        return ()
    return (KnownChains(),)


def _cpu(subject: Callable[[T], None], chains: Sequence[T]) -> float:
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
