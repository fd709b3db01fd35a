"""An account on the local cloud over HTTPS, and an instance of a build that works in it."""

from __future__ import annotations

import base64
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Any

import certifi

from benchmarks.figures.builds import Build
from certbind.envelopes import parse
from certbind.events import CertificateEvent, Event, Step
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud

QUEUE, LEDGER = "certbind-events", "bench-ledger"
FAILED = "failed"
"""What an instance tells of a message that the queue would deliver again."""
AT_ONCE = {"CERTBIND_VERIFY_AFTER_SECONDS": "1", "CERTBIND_CONFIRM_AFTER_SECONDS": "1"}
"""No call depends on how long one waits."""


@dataclass(slots=True)
class Cost:
    """Of the messages of one kind."""

    messages: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    cpu: float = 0.0
    walls: list[float] = field(default_factory=list)


Costs = Mapping[str, Cost]
"""`event`, `oss` and `cdn` (messages that bind), `look`, each with what they cost."""


@dataclass(slots=True)
class Planned:
    """What an event's own messages cost; asked: how often a step was sent, by domain. failed: how
    many of the messages were delivered once more.
    """

    cost: Cost = field(default_factory=Cost)
    asked: Counter[str] = field(default_factory=Counter)
    failed: int = 0


class Account:
    """Half of the domains are on OSS, a hundred a bucket, half on CDN."""

    def __init__(self, cloud: LocalCloud, domains: int) -> None:
        self.cloud = cloud
        self.served: list[tuple[str, str]] = []
        """Each certificate that is bound: a name of it, and its chain as PEM."""
        self._domains = domains
        cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        cloud.mns.model.create_queue(QUEUE, {})
        for number in range(domains):
            self._add(number)

    def _add(self, number: int) -> None:
        domain, bucket = f"d{number}.bench.example", f"bench-{number // 200}"
        if number % 2:
            self.cloud.cdn.model.add_domain(domain, [])
            return
        if number % 200 == 0:
            self.cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
        self.cloud.oss.world.map_domain(bucket, domain)

    def bind(self, certificates: int) -> None:
        """So many certificates, each for its share of the domains, stand there already."""
        share = -(-self._domains // certificates)
        for first in range(0, self._domains, share):
            numbers = range(first, min(first + share, self._domains))
            names = [f"d{number}.bench.example" for number in numbers]
            made = self.cloud.authorities.issue(names, days=90)
            self.served.append((names[0], made.chain_pem))
            held = self.cloud.cas.add_issued(
                made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"bench-{first}"
            )
            for number, name in zip(numbers, names, strict=True):
                if number % 2:
                    self.cloud.cdn.model.bind(name, held.identifier)
                else:
                    self.cloud.oss.world.bind(f"bench-{number // 200}", name, held.identifier)

    def issue(self, days: int) -> None:
        """A wildcard certificate for all of them."""
        made = self.cloud.authorities.issue(["*.bench.example"], days=days)
        name = f"bench-{days}"
        self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site="cn-hangzhou", name=name)


class Instance:
    """A process of one build."""

    def __init__(self, account: Account, process: Popen[str]) -> None:
        self._cloud = account.cloud
        self._process = process

    def watch(self) -> None:
        """CAS's list is looked at, and news are sent."""
        self._tell("watch")

    def recheck(self) -> float:
        """As its timer does every six hours; its CPU seconds."""
        return float(self._tell("recheck")["cpu"])

    def readings(self, domains: int) -> float:
        """CDN's word on each of its domains, one call each through the SDK; its CPU seconds."""
        return float(self._tell(f"readings {domains}")["cpu"])

    def listing(self) -> float:
        """CAS's list of certificates, by the SDK; its CPU seconds."""
        return float(self._tell("listing")["cpu"])

    def journals(self, domains: int) -> None:
        """A journal of one entry for so many domains, of the state that nothing is known."""
        self._tell(f"journals {domains}")

    def status(self) -> float:
        """The report of the account, as the command reads it; its seconds."""
        return float(self._tell("status")["wall"])

    def send(self, body: str) -> None:
        """Once more what was sent before."""
        self._cloud.mns.model.send(QUEUE, Draft(body))

    def work(self, *, looks: bool = True) -> tuple[Costs, str]:
        """All that is in the queue and what follows; what each kind cost, and the event. looks:
        whether visitors are looked at too.
        """
        costs: defaultdict[str, Cost] = defaultdict(Cost)
        event, model = "", self._cloud.mns.model
        while model.next_visible(QUEUE) is not None:
            taken = model.receive(QUEUE)
            if not taken:
                time.sleep(0.01)  # what is there is delayed
                continue
            model.delete(QUEUE, taken[0].handle)
            body = taken[0].body
            kind = kind_of(body)
            event = event or (body if kind == "event" else "")
            if kind == "look" and not looks:
                continue
            self._count(costs[kind], body)
        return costs, event

    def plan(self) -> Planned:
        """Only the event's messages are handled; what they send is counted, the delayed too."""
        found, model = Planned(), self._cloud.mns.model
        while model.next_visible(QUEUE) is not None:
            taken = model.receive(QUEUE)
            if not taken:
                self._cloud.advance(timedelta(days=1))
            for one in taken:
                model.delete(QUEUE, one.handle)
                sent = sent_in(one.body)
                if isinstance(sent, Step):
                    found.asked[sent.target.domain] += 1
                elif self._count(found.cost, one.body) == FAILED:
                    found.failed += 1
                    self.send(one.body)
        return found

    def _count(self, cost: Cost, body: str) -> str:
        self._cloud.kernel.calls.reset()
        before = self._cloud.connections
        told = self._tell(body)
        cost.messages += 1
        cost.calls += Counter(self._cloud.kernel.calls.counts())
        cost.connections += self._cloud.connections - before
        cost.cpu += told["cpu"]
        cost.walls.append(told["wall"])
        return str(told["outcome"])

    def _tell(self, line: str) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{line}\n")
        stdin.flush()
        found: dict[str, Any] = json.loads(stdout.readline())
        return found


def sent_in(body: str) -> Event:
    """What a message of the queue holds."""
    (delivery,) = parse(base64.b64decode(body))
    assert delivery.event is not None
    return delivery.event


def kind_of(body: str) -> str:
    """What a message of the queue asks for."""
    sent = sent_in(body)
    if isinstance(sent, Step) and sent.candidate:
        return str(sent.target.kind)
    return "event" if isinstance(sent, CertificateEvent) else "look"


@contextmanager
def opened(build: Build, domains: int) -> Iterator[tuple[Account, Instance]]:
    """As deployed: one instance of the function, which has looked at CAS once."""
    with TemporaryDirectory() as folder, LocalCloud(Path(folder), delays={}, https=True) as cloud:
        account = Account(cloud, domains)
        environment = {**cloud.env(), **AT_ONCE, **roots(Path(folder), cloud)}
        environment["CERTBIND_LEDGER_BUCKET"] = LEDGER
        with build.start("benchmarks.figures.handler", env=environment) as process:
            instance = Instance(account, process)
            instance.watch()  # what is there on the first run is no news
            yield account, instance
            assert process.stdin is not None
            process.stdin.close()


def roots(folder: Path, cloud: LocalCloud) -> dict[str, str]:
    """The public roots, as many as a function loads, and the local cloud's; told to every SDK, and
    as the package certifi to what reads no variable.
    """
    package = folder / "roots" / "certifi"
    package.mkdir(parents=True)
    bundle = package / "cacert.pem"
    public = Path(certifi.where()).read_text("utf-8")
    bundle.write_text(f"{public}\n{cloud.authorities.roots_pem()}", "utf-8")
    (package / "__init__.py").write_text(f"def where():\n    return {str(bundle)!r}\n", "utf-8")
    names = ("REQUESTS_CA_BUNDLE", "ALIBABA_CLOUD_CA_BUNDLE", "SSL_CERT_FILE")
    return {**dict.fromkeys(names, str(bundle)), "PYTHONPATH": str(package.parent)}
