"""A small account in memory whose certificates may be ordered anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.renewal.order import OrderKind
from certbind.domain.renewal.state import LineState
from certbind.domain.renewal.state_json import line_from_json
from certbind.domain.trust.chain import TrustAnchors
from certbind.envelopes import Delivery
from certbind.events import Event, EventType, certificate_event, render
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.renew.ordering import Ordering
from certbind.usecases.rotate.outcome import Outcome
from tests.fakes import FakeOrders, FakeRecords, FakeZones
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    install,
    with_binding,
)

INSTANCE = "cas-ivauto-abc123"
OLD = certificate(1, days_left=20, instance=INSTANCE, issued_days_ago=70)
LINE = f"line/{INSTANCE}"
WARNING = certificate_event(EventType.EXPIRY_APPROACHING, OLD.id, stage="approaching")


class Renewing(Account):
    """WWW has OLD, which nears its end."""

    def __init__(
        self,
        anchors: TrustAnchors,
        *,
        old: Certificate = OLD,
        kind: OrderKind = OrderKind.INSTANCE,
        renew: tuple[Domain, ...] | None = None,
        **known: object,
    ) -> None:
        super().__init__(with_binding(WWW, old), anchors=anchors, policy=Policy(renew=renew))
        self.hold(old)
        self.old = old
        self.records = FakeRecords()
        self.orders = FakeOrders(self.clock, issue=self.inventory.add)
        self.orders.hold(old, kind, **known)
        self.hosting = self.orders
        self.zones = FakeZones(self.records)

    def handle(self, event: Event) -> Outcome:
        delivery = Delivery(f"message-{event.id}", "0" * 64, event, None, len(render(event)))
        zones = self.zones if self.zones.zones else None
        ordering = Ordering(self.orders, self.records, zones)
        outcome = HandleEvent(*self.connected, ordering)(delivery)
        self.handled.append(outcome)
        return outcome

    def warn(self) -> Outcome:
        """The expiry_approaching event, and the line's first message."""
        return self.handle(WARNING)

    def work(self, *, steps: int = 40, until: Callable[[], bool] = lambda: False) -> list[Outcome]:
        """Handle what is due, moving the clock to it, until nothing waits or it is enough."""
        outcomes: list[Outcome] = []
        for _ in range(steps):
            outcomes += [self.handle(event) for event in self.queue.take_due()]
            waiting = self.queue.waiting()
            if not waiting or until():
                return outcomes
            self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))
        return outcomes

    def line(self) -> LineState:
        """As its newest entry tells."""
        newest = self.journal.newest(self.line_subject)
        assert isinstance(newest, Entry)
        return line_from_json(newest.record.state)

    @property
    def line_subject(self) -> str:
        (subject,) = self.journal.subjects("line/")
        return subject

    def line_kinds(self) -> list[EntryKind]:
        """Oldest first."""
        return [one.record.kind for one in reversed(self.journal.entries(self.line_subject))]

    @property
    def submitted(self) -> int:
        """Applications that the CA ever got."""
        return sum(line.submitted for line in self.orders.lines.values())

    def validating(self) -> bool:
        return self.line().phase.value == "validating"

    def meet(self, trouble: Trouble) -> None:
        """Every port goes through it."""
        install(self, trouble)
        self.orders.trouble = self.zones.trouble = trouble

    def publish(self) -> None:
        """A person creates the records."""
        for line in self.orders.lines.values():
            for one in line.order.records:
                self.records.records[one.name, one.kind] = (one.value,)
