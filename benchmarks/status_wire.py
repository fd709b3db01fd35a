"""`certbind status` of a large account, as a person runs it: the real SDKs over the wire.

    python -m benchmarks.status_wire [--domains 10000] [--nothing-kept]

A local cloud in this process holds the domains, half on OSS (a hundred a bucket), half on CDN, a
certificate for each hundred, and a journal of each. What a sweep leaves beside the ledger lies
there too, made without its handshakes. --nothing-kept: as before the first sweep. CPU and memory
are those of the command's own process; exit 1 where they are beyond what is wanted.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from benchmarks.status import A_CERTIFICATE, target_of
from certbind import bootstrap
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.state import DomainState, Seen, SeenAs
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.target import BoundTarget
from certbind.domain.situation.reading import Known
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.usecases.rotate.gather import list_certificates
from certbind.usecases.rotate.reads.memories import FILE, read_memories
from certbind.usecases.rotate.world import Rules, Sources
from certbind.views.kept_files import kept_files
from localcloud.world import LocalCloud

LEDGER = "bench-ledger"
CPU_SECONDS, MEGABYTES = 10.0, 256.0


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domains", type=int, default=10_000)
    parser.add_argument("--nothing-kept", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder), delays={}) as cloud:
        fill(cloud, arguments.domains)
        environment = {**os.environ, **cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}
        sources, rules = bootstrap.connect_to_read(environment, 3600)
        write_journals(sources, rules)
        if not arguments.nothing_kept:
            leave(sources, rules, environment)
        print(f"{arguments.domains} domains:", flush=True)
        return measured(cloud, environment)


def fill(cloud: LocalCloud, domains: int) -> None:
    """Domains that have their certificates."""
    cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
    for first in range(0, domains, A_CERTIFICATE):
        numbers = range(first, min(first + A_CERTIFICATE, domains))
        made = cloud.authorities.issue([f"d{one}.bench.example" for one in numbers], days=90)
        held = cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"bench-{first}"
        )
        for number in numbers:
            _add(cloud, number, held.identifier)


def _add(cloud: LocalCloud, number: int, certificate: str) -> None:
    target = target_of(number, f"d{number}.bench.example")
    if not target.bucket:
        cloud.cdn.model.add_domain(target.domain, [])
        cloud.cdn.model.bind(target.domain, certificate)
        return
    if number % 200 == 0:
        cloud.oss.world.create_bucket(target.bucket, "cn-hangzhou")
    cloud.oss.world.map_domain(target.bucket, target.domain)
    cloud.oss.world.bind(target.bucket, target.domain, certificate)


def write_journals(sources: Sources, rules: Rules) -> None:
    """One entry each: bound and verified."""
    listed, now = list_certificates(sources, rules), sources.clock.now()
    assert isinstance(listed, Known)
    for bound in sources.targets.scan().targets:
        exact = _exactly(sources, bound)
        found = listed.value.identify(exact.binding)
        held = listed.value.best_known(found) if found is not None else None
        state = DomainState(
            place=exact.target,
            standing=held.as_bound() if held is not None else None,
            seen=Seen(SeenAs.VERIFIED, ago=timedelta(hours=1)),
        )
        message = f"{exact.target}: verified: all 3 addresses serve it, 2 looks in a row."
        record = Record(
            EntryKind.VERIFIED, "bench", message=message, state=state_to_json(state, now)
        )
        sources.journal.append(seal(subject_of(exact.target.domain), None, now, record))


def _exactly(sources: Sources, bound: BoundTarget) -> BoundTarget:
    return bound if bound.binding_is_exact else sources.targets.read(bound.target)


def leave(sources: Sources, rules: Rules, environment: Mapping[str, str]) -> None:
    """As a sweep does, which has looked at all of them."""
    shelf = bootstrap.kept_reports(environment, 3600)
    domains = [one.target.domain for one in sources.targets.scan().targets]
    memories = read_memories(sources.journal, sources.clock, rules.times, None, domains)
    assert memories is not None
    for domain in domains:
        memories.of(domain)
    shelf.keep(FILE, "application/octet-stream", memories.to_json())
    for file in kept_files(ReadAccount(sources, rules, shelf)(events=True)):
        shelf.keep(file.name, file.content_type, file.data)


def measured(cloud: LocalCloud, environment: Mapping[str, str]) -> int:
    """The command into a pipe; its own process's CPU seconds and memory."""
    cloud.kernel.calls.reset()
    command = [sys.executable, "-c", _COMMAND, "status"]
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    megabytes = int(done.stderr.split()[-2]) / 1024
    print(f"    {cpu:.1f} s of CPU, {megabytes:.0f} MB, exit {done.returncode}")
    print(f"    {time.monotonic() - begun:.1f} s beside the local cloud's own work")
    print(f"    {done.stdout.decode().splitlines()[-1] if done.stdout else 'nothing printed'}")
    calls = cloud.kernel.calls.counts()
    print(f"    {sum(calls.values())} calls: {dict(calls)}")
    return int(cpu > CPU_SECONDS or megabytes > MEGABYTES)


_COMMAND = """
import atexit, sys
def tell():
    with open("/proc/self/status") as file:
        sys.stderr.write(next(line for line in file if line.startswith("VmHWM")))
atexit.register(tell)
from certbind.cli.main import main
main()
"""
"""Says itself what it held at the most: what the kernel counts of a child begins with its parent,
which holds the local cloud.
"""


if __name__ == "__main__":
    sys.exit(main())
