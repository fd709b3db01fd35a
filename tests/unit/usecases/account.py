"""A small account in memory, driven by the use cases through fakes of every port."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from certbind.domain.lifecycle.journal import (
    ChainBreak,
    Entry,
    EntryKind,
    Record,
    seal,
    verify_chain,
)
from certbind.domain.lifecycle.state import DomainState
from certbind.domain.lifecycle.state_json import state_from_json
from certbind.domain.lifecycle.state_v1 import phase_of
from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.envelopes import Delivery
from certbind.events import Event, render
from certbind.ports.certificates import Hosting
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.usecases.rotate.outcome import Outcome
from certbind.usecases.rotate.world import Rules, Sources
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.deployments import FakeDeployments
from tests.fakes.inventory import FakeInventory
from tests.fakes.journal import FakeJournal
from tests.fakes.probe import FakeProbe
from tests.fakes.queue import FakeQueue
from tests.fakes.quotas import FakeQuotas
from tests.fakes.resources import FakeResources
from tests.fakes.settings import FakeSettings
from tests.fakes.targets import FakeTargets
from tests.fakes.trouble import Trouble

WWW = Target(ProductName("oss"), Domain("www.shop.example"), "assets", "cn-hangzhou")
STATIC = Target(ProductName("oss"), Domain("static.shop.example"), "assets", "cn-hangzhou")
CDN = Target(ProductName("cdn"), Domain("cdn.shop.example"))
NAMES = ("www.shop.example", "static.shop.example", "cdn.shop.example")
SITE = "cn-hangzhou"


def certificate(
    number: int,
    *names: str,
    days_left: int = 90,
    instance: str = "",
    issued_days_ago: int = 1,
) -> Certificate:
    """A sound certificate in CAS."""
    return Certificate(
        id=CertificateId(number, SITE),
        names=names or ("www.shop.example",),
        not_before=NOON - timedelta(days=issued_days_ago),
        not_after=NOON + timedelta(days=days_left),
        sha1=Sha1(f"{number:040x}"),
        sha256=Sha256(f"{number:064x}"),
        serial=f"{number:x}",
        issuer="Local CA",
        name=f"cert-{number}",
        instance_id=instance,
        algorithm=KeyAlgorithm.ECC,
        status=CertificateStatus.ISSUED,
        has_private_key=True,
    )


def bound_to(held: Certificate) -> Binding:
    """The binding of a certificate of CAS."""
    return Binding(BindingSource.CAS, held.id, str(held.id), held.name, held.sha1, held.sha256)


class Account:
    """Fakes of all ports, the rules, and the handler over them."""

    def __init__(
        self, *targets: BoundTarget, anchors: TrustAnchors, policy: Policy | None = None
    ) -> None:
        self.clock = FakeClock()
        self.inventory = FakeInventory(self.clock)
        self.targets = FakeTargets(*targets)
        self.queue = FakeQueue(self.clock)
        self.journal = FakeJournal(self.clock)
        self.probe = FakeProbe(self.clock)
        self.hosting: Hosting | None = None
        self.deployments = FakeDeployments()
        self.resources = FakeResources()
        self.settings: FakeSettings | None = None
        self.quotas = FakeQuotas()
        self.rules = Rules(policy or Policy(), anchors)
        self.handled: list[Outcome] = []

    @property
    def sources(self) -> Sources:
        """As bootstrap would wire them."""
        return Sources(
            self.clock,
            self.inventory,
            self.targets,
            self.journal,
            self.probe,
            hosting=self.hosting,
            deployments=self.deployments,
            resources=self.resources,
            products=frozenset({"OSS", "CDN"}),
            settings=self.settings,
            quotas=self.quotas,
        )

    @property
    def connected(self) -> tuple[Sources, FakeQueue, Rules]:
        """What a use case that sends messages is given."""
        return self.sources, self.queue, self.rules

    def hold(self, *certificates: Certificate) -> None:
        """Put certificates into CAS."""
        for one in certificates:
            self.inventory.add(one)

    def handle(self, event: Event) -> Outcome:
        """Deliver one event to a fresh handler, as a new invocation would; its answer names it."""
        delivery = Delivery(f"message-{event.id}", "0" * 64, event, None, len(render(event)))
        outcome = HandleEvent(*self.connected)(delivery)
        assert outcome.event_id == event.id
        self.handled.append(outcome)
        return outcome

    def run_queue(self, *, steps: int = 50) -> list[Outcome]:
        """Handle what is due, and move the clock to what is due next, until nothing waits."""
        outcomes: list[Outcome] = []
        for _ in range(steps):
            outcomes += [self.handle(event) for event in self.queue.take_due()]
            waiting = self.queue.waiting()
            if not waiting:
                return outcomes
            self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))
        raise AssertionError(f"still busy after {steps} steps: {self.queue.waiting()}")

    def entries(self, domain: Domain) -> tuple[Entry, ...]:
        """The domain's journal, oldest first; its hash chain must be whole."""
        history = tuple(reversed(self.journal.history(f"domain/{domain}")))
        breaks = tuple(one for one in history if isinstance(one, ChainBreak))
        assert verify_chain(history) == breaks
        return tuple(one for one in history if isinstance(one, Entry))

    def damage(self, domain: Domain, data: bytes = b"{") -> None:
        """Others write over the newest entry of a domain."""
        newest = self.journal.newest(subject_of(domain))
        assert newest is not None
        self.journal.put(subject_of(domain), newest.sequence, data)

    def kinds(self, domain: Domain) -> list[EntryKind]:
        """What the journal of a domain tells, in order."""
        return [entry.record.kind for entry in self.entries(domain)]

    def spoil(self, domain: Domain) -> None:
        """A first entry whose state a newer version wrote: nothing may go on after it."""
        self.write(domain, {"version": 99})

    def write(self, domain: Domain, state: dict[str, object]) -> None:
        """The next entry with this state, whatever it is."""
        newest = self.journal.newest(subject_of(domain))
        before = newest if isinstance(newest, Entry) else None
        record = Record(EntryKind.BOUND, "issued-1", state=state)
        self.journal.append(seal(subject_of(domain), before, self.clock.now(), record))

    def state(self, domain: Domain) -> DomainState:
        """Where the domain stands on record."""
        newest = self.journal.newest(f"domain/{domain}")
        if not isinstance(newest, Entry):
            return DomainState()
        return state_from_json(newest.record.state, newest.at)

    def phase(self, domain: Domain) -> str:
        """The one word that `status` has for where the domain stands."""
        return phase_of(self.state(domain))

    def binding(self, target: Target) -> Binding:
        """What is bound at a target."""
        return self.targets.read(target).binding


class CrashError(BaseException):
    """The process is gone: nothing above may catch it."""


class CrashPoint(Trouble):
    """Counts every edge of every call of all ports, and ends the process at the chosen one."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.passed = 0
        self._at = at

    @contextmanager
    def around(self, method: str) -> Iterator[None]:
        """One call: an edge before it does its work, one after."""
        self._edge(method)
        with super().around(method):
            yield
        self._edge(method)

    def _edge(self, method: str) -> None:
        self.passed += 1
        if self.passed == self._at:
            raise CrashError(method)


class Interleaved(CrashPoint):
    """Runs something else, once, at the chosen edge instead of crashing."""

    def __init__(self, at: int, other: Callable[[], object]) -> None:
        super().__init__(at)
        self._other = other

    def _edge(self, method: str) -> None:
        self.passed += 1
        if self.passed == self._at:
            self._other()


def install(account: Account, trouble: Trouble) -> None:
    """Let every port of the account pass through one Trouble."""
    for fake in (
        account.inventory,
        account.targets,
        account.queue,
        account.journal,
        account.probe,
    ):
        fake.trouble = trouble


def edges_of(account: Account, work: Callable[[], object], *, least: int) -> range:
    """Each edge of what the work calls, as CrashPoint counts them. least: with fewer the work is
    not what it was taken for, and nothing would be tried.
    """
    point = CrashPoint(0)
    install(account, point)
    work()
    assert point.passed >= least, f"{point.passed} edges"
    return range(1, point.passed + 1)


def unbound(*targets: Target) -> Iterable[BoundTarget]:
    """Targets with nothing attached."""
    return (BoundTarget(target, UNBOUND) for target in targets)


def with_binding(target: Target, held: Certificate) -> BoundTarget:
    """A target that a certificate of CAS is attached to."""
    return replace(BoundTarget(target, UNBOUND), binding=bound_to(held))
