"""One sweep by certbind, for benchmarks/sweep.py: how many were sound, and its CPU seconds."""

from __future__ import annotations

import resource
import sys
from datetime import datetime, timezone
from pathlib import Path

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.known_chains import KnownChains
from certbind.domain.trust.observation import Endpoint, Resolution
from certbind.domain.trust.verdict import Expectation, judge
from certbind.wiring import SystemClock


class _Table:
    def __init__(self, listed: dict[str, str]) -> None:
        self._listed = listed

    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, (self._listed[name],))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(roots: str) -> None:
    """Endpoints come on stdin."""
    rows = [line.split() for line in sys.stdin]
    anchors = TrustAnchors.from_pem(Path(roots).read_text(encoding="utf-8"), are_public=False)
    table = _Table({name: address for address, _, name in rows})
    probe = HandshakeProbe(table, SystemClock())
    known = KnownChains()
    begun = _cpu()
    good = 0
    endpoints = (Endpoint(Domain(name), int(port)) for _, port, name in rows)
    for endpoint, seen in probe.observe_all(endpoints):
        now = datetime.now(timezone.utc)
        good += judge(seen, Expectation(endpoint.host), anchors, now, known).is_good
    print(good, _cpu() - begun, _cpu())


if __name__ == "__main__":
    main(*sys.argv[1:])
