"""How many API calls a certificate event costs, counted by the local cloud.

    python -m benchmarks.api_calls [--domains 1 100 1000]

Half of the domains are OSS custom domains (100 a bucket, the product's limit), half are CDN
domains. The event is planned and every domain is bound; looking at the edges afterwards costs no
API call but the ledger's and the queue's.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections import Counter
from pathlib import Path

from certbind import bootstrap
from certbind.domain.model.identity import CertificateId
from certbind.envelopes import parse
from certbind.events import EventType, Step, certificate_event, render
from certbind.usecases.certificates.handle_event import HandleEvent
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud

QUEUE, LEDGER = "certbind-events", "bench-ledger"
NAMES_PER_CERTIFICATE = "*.bench.example"
LISTS = ("oss.ListBuckets", "cdn.DescribeCdnHttpsDomainList", "cas.ListUserCertificateOrder")
"""Read a page at a time for the whole account; DescribeUserDomains also reads one domain."""


class Bench:
    """One account with so many domains, driven in this process through the real SDKs."""

    def __init__(self, cloud: LocalCloud, domains: int) -> None:
        self._cloud = cloud
        cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        cloud.mns.model.create_queue(QUEUE, {})
        for number in range(domains):
            self._add_domain(number)
        environment = {**cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}
        self._handle = HandleEvent(*bootstrap.connect(environment, 3600))

    def _add_domain(self, number: int) -> None:
        domain = f"d{number}.bench.example"
        if number % 2:
            self._cloud.cdn.model.add_domain(domain, [])
            return
        bucket = f"bench-{number // 200}"
        if bucket not in {one.name for one in self._cloud.oss.world.buckets()}:
            self._cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
        self._cloud.oss.world.map_domain(bucket, domain)

    def issue(self, days: int) -> CertificateId:
        """A wildcard certificate for all of them."""
        made = self._cloud.authorities.issue([NAMES_PER_CERTIFICATE], days=days)
        held = self._cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"bench-{days}"
        )
        return CertificateId(held.number, held.site)

    def run(self, certificate: CertificateId, kind: EventType) -> tuple[Counter[str], int]:
        """The event and every message that is due after it; calls by name, messages handled."""
        self._cloud.kernel.calls.reset()
        event = certificate_event(kind, certificate)
        body = base64.b64encode(render(event).encode()).decode()
        self._cloud.mns.model.send(QUEUE, Draft(body))
        handled = 0
        while taken := self._cloud.mns.model.receive(QUEUE):
            (delivery,) = parse(base64.b64decode(taken[0].body))
            self._cloud.mns.model.delete(QUEUE, taken[0].handle)
            sent = delivery.event
            if not isinstance(sent, Step) or sent.candidate:  # looks that came due meanwhile
                self._handle(delivery)
                handled += 1
        return Counter(self._cloud.kernel.calls.counts()), handled


def measure(domains: int) -> dict[str, tuple[Counter[str], int]]:
    """First binding, rebinding, and the same event again, in one account."""
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder)) as cloud:
        bench = Bench(cloud, domains)
        first = bench.run(bench.issue(60), EventType.ISSUED)
        renewed = bench.issue(120)
        return {
            "first binding": first,
            "rebinding": bench.run(renewed, EventType.RENEWED),
            "nothing to do": bench.run(renewed, EventType.ISSUED),
        }


def main() -> None:
    """Print a table for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domains", type=int, nargs="+", default=[1, 100, 1000])
    arguments = parser.parse_args()
    print("| domains | event | calls | a domain | lists | messages |")
    print("|---|---|---|---|---|---|")
    for domains in arguments.domains:
        for label, (calls, handled) in measure(domains).items():
            lists = sum(calls[name] for name in LISTS)
            total = sum(calls.values())
            print(
                f"| {domains} | {label} | {total} | {total / domains:.1f} | {lists} | {handled} |"
            )
            print(f"    {dict(calls)}", file=sys.stderr)


if __name__ == "__main__":
    main()
