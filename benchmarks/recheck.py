"""A recheck of a large account, with handshakes, a tenth of its domains hanging: CPU and memory.

    python -m benchmarks.recheck [--domains 10000] [--certificates 2000]

Half of the domains are on OSS, half on CDN, verified and with a journal; ports of the cloud are
fakes in memory, so the SDKs' work is not in it (a recheck makes one call a CDN domain, some 3 ms
of CPU each, and a few hundred others). Names, connections and handshakes are real ones, with
endpoints of their own (peers/server.c), and names that a table resolves. Every tenth address takes
the connection and says nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from benchmarks.status import target_of, write
from benchmarks.sweep import stage
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe
from certbind.domain.lifecycle.state import DomainState, Seen, SeenAs
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Sha1, Sha256
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.situation.assessed import assess
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from certbind.usecases.account.sweep import Sweep
from certbind.wiring.clock import SystemClock
from tests.fakes.values import certificate
from tests.unit.usecases.account import Account

SILENT = "127.78.0.1"
A_TENTH = 10
RUN = 600.0


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domains", type=int, default=10_000)
    parser.add_argument("--certificates", type=int, default=2_000)
    parser.add_argument("--of", type=Path, help="the folder of a stage: the recheck itself")
    options = parser.parse_args()
    if options.of:
        print(json.dumps(recheck(options.of)))
    else:
        print(json.dumps(measured(options.domains, options.certificates)))


def measured(domains: int, certificates: int) -> dict[str, Any]:
    """Endpoints, and a fresh process that looks at them."""
    with stage(domains, certificates) as at, silence(int(at.endpoints.read_text().split()[1])):
        command = [sys.executable, "-m", "benchmarks.recheck", "--of", str(at.folder)]
        with Popen(command, stdout=PIPE, text=True) as child:
            told, _ = child.communicate()
        found: dict[str, Any] = json.loads(told)
        return found


@contextmanager
def silence(port: int) -> Iterator[None]:
    """Whoever connects is let in, and hears nothing."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((SILENT, port))
        listening.listen(4096)
        yield


def recheck(folder: Path) -> dict[str, Any]:
    """CPU seconds, megabytes and what was found."""
    rows = [line.split() for line in (folder / "endpoints").read_text("utf-8").splitlines()]
    port = int(rows[0][1])
    anchors = TrustAnchors.from_pem((folder / "roots.pem").read_text("utf-8"), are_public=False)
    account = filled(folder, [name for _, _, name in rows], anchors)
    addresses = {name: address for address, _, name in rows}
    for number, name in enumerate(addresses):
        if number % A_TENTH == 0:
            addresses[name] = SILENT
    ends_at = time.monotonic() + RUN
    probe = HandshakeProbe(_Table(addresses), SystemClock(), port)
    sources = replace(account.sources, probe=probe)
    sweep = Sweep(
        sources,
        account.queue,
        account.rules,
        lambda: ends_at - time.monotonic(),
        https_port=port,
    )
    before, begun, at = _megabytes(), time.process_time(), time.monotonic()
    report, _ = sweep.run()
    words: dict[str, int] = {}
    for one in report.domains:
        words[one.word] = words.get(one.word, 0) + 1
    return {
        "cpu": time.process_time() - begun,
        "wall": time.monotonic() - at,
        "megabytes": _megabytes(),
        "megabytes_of_the_account": before,
        "domains": len(report.domains),
        "words": words,
        "unread": len(report.unread),
    }


class _Table:
    def __init__(self, listed: dict[str, str]) -> None:
        self._listed = listed

    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, (self._listed[name],))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def filled(folder: Path, names: list[str], anchors: TrustAnchors) -> Account:
    """Each domain bound to the certificate that its endpoint serves, and verified."""
    account = Account(anchors=anchors)
    now = SystemClock().now()
    account.clock.advance(now - account.clock.now())
    held: dict[str, Certificate] = {}
    for number, name in enumerate(names):
        group = name.split(".")[1].removeprefix("c")
        if group not in held:
            held[group] = _held(int(group) + 1, folder / f"{group}.pem")
            account.hold(held[group])
        one = held[group]
        binding = Binding(BindingSource.CAS, one.id, str(one.id), one.name, one.sha1, one.sha256)
        known = assess(
            one, now, chain=None, is_exact=True, anchors=None, policy=account.rules.policy
        )
        target = target_of(number, name)
        account.targets.add(BoundTarget(target, binding))
        standing = replace(known.as_bound(), binding=binding)
        seen = Seen(SeenAs.VERIFIED, ago=timedelta(hours=1))
        state = DomainState(place=target, standing=standing, seen=seen)
        write(account.journal, target, state)
    return account


def _held(number: int, file: Path) -> Certificate:
    """As CAS tells of it."""
    one = x509.load_pem_x509_certificates(file.read_bytes())[0]
    names = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return certificate(
        number,
        *names.get_values_for_type(x509.DNSName),
        not_before=one.not_valid_before_utc,
        not_after=one.not_valid_after_utc,
        sha1=Sha1(one.fingerprint(hashes.SHA1()).hex()),  # noqa: S303 - as CAS names it
        sha256=Sha256(one.fingerprint(hashes.SHA256()).hex()),
        serial=f"{one.serial_number:x}",
    )


if __name__ == "__main__":
    main()
