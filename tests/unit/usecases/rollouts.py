"""An account with several domains a product, whose edges serve what is bound, and a certificate
whose chain nobody can read before binding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.events import EventType, certificate_event
from tests.unit.usecases.account import Account, CrashError, certificate, with_binding
from tests.unit.usecases.authority import chain_of

OSS = tuple(
    Target(ProductName("oss"), Domain(f"{name}.shop.example"), "assets", "cn-hangzhou")
    for name in ("a", "b", "c")
)
CDN = tuple(Target(ProductName("cdn"), Domain(f"{name}.shop.example")) for name in ("x", "y", "z"))
EVERY = (*OSS, *CDN)
NAMES = tuple(one.domain for one in EVERY)


class Shop(Account):
    """The old certificate stands everywhere and is served; the new one is in CAS, its chain is
    not to be had. edges_refuse: edges cannot serve the new one. dark: nobody can look.
    """

    def __init__(self, anchors: TrustAnchors, *targets: Target) -> None:
        self.served: dict[CertificateId, tuple[bytes, ...]] = {}
        self.old, self.served_old = chain_of(certificate(1, *NAMES, days_left=40))
        self.new, self.served_new = chain_of(certificate(2, *NAMES, days_left=90))
        self.shop = targets or EVERY
        super().__init__(*(with_binding(one, self.old) for one in self.shop), anchors=anchors)
        self.inventory.add(self.old, self.served_old)
        self.inventory.add(self.new)
        self.served = {self.old.id: self.served_old, self.new.id: self.served_new}
        self.dark = False
        self.serve()

    def spoil_new(self) -> None:
        """What edges serve of the new one lacks what is above its leaf."""
        self.served[self.new.id] = self.served_new[:1]

    def serve(self) -> None:
        """Every edge serves what is bound."""
        for target in self.shop:
            bound = self.binding(target).certificate_id
            if self.dark:
                self.probe.fail(target.domain, Attempt.CONNECT_TIMEOUT)
            elif bound is not None:
                self.probe.serve(target.domain, self.served[bound])

    def tell(self, about: Certificate | None = None) -> None:
        """CAS's event."""
        held = about or self.new
        self.queue.send(certificate_event(EventType.ISSUED, held.id))

    def play(self, span: timedelta, *, lose: Iterable[int] = ()) -> int:
        """Whatever is due in that time; how many messages that were. lose: by their numbers."""
        end, handled, lost = self.clock.now() + span, 0, set(lose)
        while True:
            for event in self.queue.take_due():
                handled += 1
                if handled in lost:
                    continue
                self.serve()
                try:
                    self.handle(event)
                except CrashError:
                    self.queue.send(event, timedelta(seconds=15))
                    raise
                self.serve()
            waiting = self.queue.waiting()
            if not waiting or waiting[0][0] > end:
                self.clock.advance(max(end - self.clock.now(), timedelta()))
                return handled
            self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))

    def who_has(self, held: Certificate | None = None) -> set[str]:
        """The domains where it stands."""
        wanted = (held or self.new).id
        return {one.domain for one in self.shop if self.binding(one).certificate_id == wanted}

    def bound_at(self, target: Target, held: Certificate | None = None) -> list[datetime]:
        """When certbind began to bind it there."""
        wanted = str((held or self.new).id)
        return [
            entry.at
            for entry in self.entries(target.domain)
            if entry.record.kind is EntryKind.INTENT and entry.record.details["after"] == wanted
        ]

    def rollout(self, product: str = "oss") -> list[str]:
        """What its journal tells, in order."""
        found = self.journal.history(f"rollout/{product}-{self.new.id}")
        return [one.record.kind.value for one in reversed(found) if isinstance(one, Entry)]
