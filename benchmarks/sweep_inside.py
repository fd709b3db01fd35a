"""One sweep by certbind, for benchmarks/sweep.py: how many were sound, and its CPU seconds.

A build before has no sweep of many: it looked by sixteen threads, and kept no verdict.
"""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.verdict import what_is_kept
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Observation, Resolution
from certbind.domain.trust.verdict import Expectation, judge

Row = tuple[str, int, str]


class _Clock:
    """Builds have theirs in different places."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)


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
    rows = [(address, int(port), name) for address, port, name in map(str.split, sys.stdin)]
    anchors = TrustAnchors.from_pem(Path(roots).read_text(encoding="utf-8"), are_public=False)
    table = _Table({name: address for address, _, name in rows})
    sweep = _side_by_side if hasattr(HandshakeProbe, "observe_all") else _by_threads
    kept = what_is_kept()
    gc.set_threshold(50_000, 20, 20)  # as in a function and in the command
    begun = _cpu()
    good = 0
    for name, seen in sweep(table, rows):
        now = datetime.now(timezone.utc)
        good += judge(seen, Expectation(Domain(name)), anchors, now, *kept).is_good
    print(good, _cpu() - begun, _cpu())


def _side_by_side(table: _Table, rows: list[Row]) -> Iterator[tuple[str, Observation]]:
    from certbind.domain.trust.observation import Endpoint  # noqa: PLC0415

    probe = HandshakeProbe(table, _Clock())
    endpoints = (Endpoint(Domain(name), port) for _, port, name in rows)
    for endpoint, seen in probe.observe_all(endpoints):
        yield endpoint.host, seen


def _by_threads(table: _Table, rows: list[Row]) -> Iterator[tuple[str, Observation]]:
    probe: Any = HandshakeProbe(table, _Clock(), rows[0][1])
    with ThreadPoolExecutor(16) as pool:
        names = [Domain(name) for _, _, name in rows]
        yield from zip(names, pool.map(probe.observe, names), strict=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
