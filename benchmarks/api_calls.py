"""How many API calls a renewal costs, counted by the local cloud.

    python -m benchmarks.api_calls [--domains 1 100 1000] [--unread]

Half of the domains are OSS custom domains (100 a bucket, the product's limit), half are CDN
domains. As deployed: `watch` sees the new certificate and sends its event, and every message is
handled by a handler that is wired anew. Each message that it leads to is handled, the looks at
visitors (real handshakes with the local edges) until all are verified; they are counted apart.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from certbind import bootstrap
from certbind.domain.model.identity import CertificateId
from certbind.envelopes import Delivery, parse
from certbind.events import CertificateEvent, Step
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud

QUEUE, LEDGER = "certbind-events", "bench-ledger"
NAMES_PER_CERTIFICATE = "*.bench.example"
AT_ONCE = {"CERTBIND_VERIFY_AFTER_SECONDS": "1", "CERTBIND_CONFIRM_AFTER_SECONDS": "1"}
"""No call depends on how long one waits."""


@dataclass(slots=True)
class Cost:
    """Calls by name and messages: of the event and of binding, and of looking afterwards."""

    calls: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    look_messages: int = 0


class Bench:
    """One account with so many domains, driven in this process through the real SDKs."""

    def __init__(self, cloud: LocalCloud, domains: int) -> None:
        self._cloud = cloud
        cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        cloud.mns.model.create_queue(QUEUE, {})
        for number in range(domains):
            self._add_domain(number)
        self._environment = {**cloud.env(), **AT_ONCE, "CERTBIND_LEDGER_BUCKET": LEDGER}
        self.watch()  # what is there on the first run is no news

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

    def watch(self) -> None:
        """Look at CAS's list, and send what is new."""
        bootstrap.watch(self._environment, 3600)()

    def send_again(self, body: str) -> None:
        """What was sent before: queues deliver more than once."""
        self._cloud.mns.model.send(QUEUE, Draft(body))

    def run(self) -> tuple[Cost, str]:
        """Handle all that is in the queue and what follows; what it cost, and the event's text."""
        cost, event = Cost(), ""
        while self._cloud.mns.model.next_visible(QUEUE) is not None:
            taken = self._cloud.mns.model.receive(QUEUE)
            if not taken:
                time.sleep(0.01)  # what is there is delayed
                continue
            (delivery,) = parse(base64.b64decode(taken[0].body))
            self._cloud.mns.model.delete(QUEUE, taken[0].handle)
            self._count(delivery, cost)
            event = event or taken[0].body
        return cost, event

    def _count(self, delivery: Delivery, cost: Cost) -> None:
        self._cloud.kernel.calls.reset()
        bootstrap.certificate_event(self._environment, 3600)(delivery)
        counted = Counter(self._cloud.kernel.calls.counts())
        sent = delivery.event
        if isinstance(sent, CertificateEvent) or (isinstance(sent, Step) and sent.candidate):
            cost.calls += counted
            cost.messages += 1
        else:
            cost.looks += counted
            cost.look_messages += 1


UNREAD = FaultRule(
    FaultKind.ERROR,
    "cdn",
    "DescribeCdnCertificateDetailById",
    count=None,
    status=400,
    code="Certificate.NotFind",
    message="The certificate does not exist.",
)
"""CDN knows none of CAS's certificates, so that no chain is to be had without a key."""


def measure(domains: int, *, unread: bool = False) -> dict[str, Cost]:
    """First binding, rebinding, and the same event again, in one account. unread: no chain is to
    be had before the rebinding.
    """
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder), delays={}) as cloud:
        bench = Bench(cloud, domains)
        found, event = {}, ""
        for label, days in (("first binding", 60), ("rebinding", 120)):
            if unread and label == "rebinding":
                cloud.kernel.faults.add(UNREAD)
            bench.issue(days)
            bench.watch()
            found[label], event = bench.run()
        bench.send_again(event)
        found["nothing to do"], _ = bench.run()
        return found


def main() -> None:
    """Print a table for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domains", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--unread", action="store_true", help="no chain before a rebinding")
    arguments = parser.parse_args()
    print("| domains | event | calls | a domain | messages | looks: calls a domain | messages |")
    print("|---|---|---|---|---|---|---|")
    for domains in arguments.domains:
        for label, cost in measure(domains, unread=arguments.unread).items():
            total, looks = sum(cost.calls.values()), sum(cost.looks.values())
            print(
                f"| {domains} | {label} | {total} | {total / domains:.1f} | {cost.messages} "
                f"| {looks / domains:.1f} | {cost.look_messages} |"
            )
            print(f"    bind {dict(cost.calls)}", file=sys.stderr)
            print(f"    look {dict(cost.looks)}", file=sys.stderr)


if __name__ == "__main__":
    main()
