"""A day on which nothing happens: calls and messages of 288 ticks of `watch`, 4 of `recheck`,
and what one sweep takes of its function's 512 MB and 600 s.

    python -m benchmarks.quiet_day [10 1000 10000]

The account is that of `benchmarks.status_wire`: half on OSS, half on CDN, each with a certificate
and its journal. Every tick is a new instance, as after a pause, and all ticks of a quiet day are
alike, so one of each is counted, after one that came before. What visitors get is told instead of
looked at: a look makes no API call, and what it costs is `benchmarks.sweep`'s.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.status_wire import LEDGER, fill, write_journals
from certbind import bootstrap
from certbind.domain.model.identity import Domain
from certbind.usecases.rotate.world import Sources
from certbind.wiring.clock import SystemClock
from localcloud.world import LocalCloud
from tests.fakes.probe import FakeProbe

WATCHES, RECHECKS = 288, 4
QUEUE = "certbind-events"
_TICK, _SERVED = "--tick", "BENCH_SERVED"


def main(*domains: str) -> None:
    """A row a number of domains."""
    print(
        f"{'domains':>7} {'watch':>6} {'recheck':>8} {'calls a day':>12} {'messages':>8} "
        f"{'CPU s':>6} {'wall s':>7} {'MB':>5} {'reached':>8}"
    )
    for number in map(int, domains or ("10", "1000", "10000")):
        with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder), delays={}) as cloud:
            print(_row(cloud, number), flush=True)


def _row(cloud: LocalCloud, number: int) -> str:
    fill(cloud, number)
    cloud.mns.model.create_queue(QUEUE, {})
    environment = {**os.environ, **cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}
    sources, rules = bootstrap.connect_to_read(environment, 3600)
    write_journals(sources, rules)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as served:
        json.dump(_served(sources), served)
        served.flush()
        return _counted(cloud, number, {**environment, _SERVED: served.name})


def _served(sources: Sources) -> list[tuple[list[str], list[str]]]:
    """Names, and the chain that their edges serve."""
    found = []
    for one in sources.inventory.list_certificates():
        chain = sources.inventory.chain(one.id) or ()
        found.append((list(one.names), [base64.b64encode(der).decode() for der in chain]))
    return found


def _counted(cloud: LocalCloud, number: int, environment: Mapping[str, str]) -> str:
    costs = {}
    for name in ("watch", "recheck"):
        _tick(name, environment)
        cloud.kernel.calls.reset()
        cost = _tick(name, environment)
        costs[name] = {**cost, "calls": cloud.kernel.calls.counts()}
        print(f"    {name}: {costs[name]}", file=sys.stderr)
    watch, recheck = costs["watch"], costs["recheck"]
    calls = [sum(one["calls"].values()) for one in (watch, recheck)]
    sent = [_sent(one["calls"]) for one in (watch, recheck)]
    a_day = calls[0] * WATCHES + calls[1] * RECHECKS
    messages = sent[0] * WATCHES + sent[1] * RECHECKS
    return (
        f"{number:7} {calls[0]:6} {calls[1]:8} {a_day:12} {messages:8} {recheck['cpu']:6.1f} "
        f"{recheck['wall']:7.1f} {recheck['megabytes']:5.0f} {recheck['reached']:8}"
    )


def _sent(calls: Mapping[str, int]) -> int:
    return sum(number for name, number in calls.items() if "SendMessage" in name)


def _tick(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """In a process of its own, which says itself what it took."""
    command = [sys.executable, "-m", "benchmarks.quiet_day", _TICK, name]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tick(name: str) -> None:
    """As the timer starts it, with the time that s.yaml gives it."""
    told = FakeProbe(SystemClock())
    for names, chain in json.loads(Path(os.environ[_SERVED]).read_text("utf-8")):
        for domain in names:
            told.serve(Domain(domain), tuple(map(base64.b64decode, chain)))
    bootstrap.probe = lambda _: told  # type: ignore[attr-defined,assignment]
    begun, cpu = time.monotonic(), time.process_time()
    if name == "watch":
        bootstrap.watch(os.environ, 240)()
        reached = 0
    else:
        report = bootstrap.recheck(os.environ, 600)().report
        reached = sum(one.is_reached for one in report.domains)
    took = {"cpu": time.process_time() - cpu, "wall": time.monotonic() - begun}
    with Path("/proc/self/status").open() as status:
        most = next(line for line in status if line.startswith("VmHWM")).split()[1]
    print(json.dumps({**took, "megabytes": int(most) / 1024, "reached": reached}))


if __name__ == "__main__":
    if _TICK in sys.argv:
        tick(sys.argv[-1])
    else:
        main(*sys.argv[1:])
