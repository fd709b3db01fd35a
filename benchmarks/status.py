"""What `status` costs on a large account: CPU, memory, calls, and how large the page becomes.

    python -m benchmarks.status [--domains 10000] [--page 1000]

Half of the domains are OSS custom domains, half CDN domains; each has a journal and was verified.
--domains: over fakes in memory, so that only certbind's own work is measured, in a fresh process.
What the whole command costs over the wire: status_wire.py.
--page: how soon Chromium has laid out the page of so many domains, three times.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.state import DomainState, Seen, SeenAs
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Binding, BindingSource, BoundTarget, Target
from certbind.domain.situation.assessed import assess
from certbind.domain.trust.chain import TrustAnchors
from certbind.ports.ledger import Journal
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.rotate.domain_journal import subject_of
from tests.fakes.clock import NOON
from tests.fakes.values import certificate
from tests.unit.usecases.account import Account
from tests.unit.usecases.authority import ROOT_PEM

T = TypeVar("T")

A_CERTIFICATE = 100
"""Domains that one certificate names."""


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domains", type=int, default=10_000)
    parser.add_argument("--page", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.page:
        in_a_browser(arguments.page)
    else:
        in_memory(arguments.domains)


def in_memory(domains: int) -> None:
    """Over fakes: the report, then what is made of it."""
    account = filled(domains)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = measured("report", ReadAccount(account.sources, account.rules))
    calls = {**account.journal.trouble.calls, **account.targets.trouble.calls}
    print(f"    calls {calls}, {dict(account.inventory.trouble.calls)}")
    print(f"    health { ({h.value: n for h, n in report.counts.items() if n}) }")
    from certbind.views.metrics import metrics_text  # noqa: PLC0415 - after what it is held against
    from certbind.views.page.document import page_files  # noqa: PLC0415
    from certbind.views.report_json import status_json  # noqa: PLC0415

    measured("json", lambda: status_json(report))
    measured("metrics", lambda: metrics_text(report))
    files = measured("page", lambda: list(page_files(report)))
    sizes = ", ".join(f"{name} {len(text) / 1e6:.1f} MB" for name, text in files)
    print(f"    {sizes}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {before:.0f} MB with the account in it, {most:.0f} MB in the end")


def measured(name: str, work: Callable[[], T]) -> T:
    """CPU seconds of this process, all its threads."""
    begun = time.process_time()
    result = work()
    print(f"{name}: {time.process_time() - begun:.2f} s of CPU")
    return result


def filled(domains: int) -> Account:
    """So many verified domains."""
    account = Account(anchors=TrustAnchors.from_pem(ROOT_PEM))
    for first in range(0, domains, A_CERTIFICATE):
        names = [f"d{number}.bench.example" for number in range(first, first + A_CERTIFICATE)]
        held = certificate(first + 1, *names)
        account.hold(held)
        binding = Binding(
            BindingSource.CAS, held.id, str(held.id), "bench", held.sha1, held.sha256
        )
        known = assess(
            held, NOON, chain=None, is_exact=True, anchors=None, policy=account.rules.policy
        )
        for number, name in enumerate(names, first):
            target = target_of(number, name)
            account.targets.add(BoundTarget(target, binding))
            state = DomainState(
                place=target,
                standing=replace(known.as_bound(), binding=binding),
                seen=Seen(SeenAs.VERIFIED, ago=timedelta(hours=1)),
            )
            write(account.journal, target, state)
    return account


def target_of(number: int, name: str) -> Target:
    """OSS and CDN by turns; a bucket holds a hundred."""
    if number % 2:
        return Target(ProductName("cdn"), Domain(name))
    return Target(ProductName("oss"), Domain(name), f"bench-{number // 200}", "cn-hangzhou")


def write(journal: Journal, target: Target, state: DomainState) -> None:
    """A journal of one entry."""
    record = Record(
        EntryKind.VERIFIED,
        "bench",
        message=f"{target}: verified: all 3 addresses serve it, 2 looks in a row.",
        state=state_to_json(state, NOON),
    )
    journal.append(seal(subject_of(target.domain), None, NOON, record))


def in_a_browser(domains: int) -> None:
    """From the start of loading until it is read whole, and until the first text is painted."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only here

    from certbind.views.page.document import page_files  # noqa: PLC0415

    account = filled(domains)
    report = ReadAccount(account.sources, account.rules)(events=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        for name, text in page_files(report):
            (Path(folder) / name).write_text(text, "utf-8")
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(3):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto((Path(folder) / "index.html").as_uri())
            page.wait_for_timeout(500)
            read = page.evaluate("performance.timing.domComplete-performance.timing.fetchStart")
            paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            print(
                f"{domains} domains: read after {read} ms, painted {page.evaluate(paint):.0f} ms"
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
