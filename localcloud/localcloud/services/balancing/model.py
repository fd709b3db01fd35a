"""The load balancers of one product: what the handlers read and change, and what the world does by
hand.
"""

from __future__ import annotations

import secrets
import string
import threading
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.contracts import Balancing, Slots
from localcloud.services.balancing.jobs import Change, Job, Jobs
from localcloud.services.balancing.serving import served_at
from localcloud.services.balancing.tokens import Tokens
from localcloud.services.balancing.values import (
    ASSOCIATED,
    Balancer,
    Brand,
    Listener,
    Slot,
)
from localcloud.services.cas import CasStore, StoredCertificate
from localcloud.store import Store
from localcloud.switches import Switches

_LETTERS = string.ascii_lowercase + string.digits


class BalancingModel:
    """All instances of a product, in all regions. Every change is kept, then told to the edges,
    under one lock.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        switches: Switches,
        cas: CasStore,
        edges: Balancing,
        brand: Brand,
    ) -> None:
        self.brand = brand
        self.clock = clock
        self.switches = switches
        self.cas = cas
        self.lock = threading.RLock()
        self.jobs = Jobs(store, brand.site)
        self.tokens = Tokens(store, brand.site)
        self._edges = edges
        self._kept = {
            kind: store.table(f"{brand.site}.{kind}") for kind in ("balancers", "listeners")
        }
        self._balancers = {k: Balancer.from_json(r) for k, r in self._kept["balancers"].items()}
        self._ports: dict[str, set[int]] = {}
        self._former: dict[str, Listener] = {}
        self._listeners = {k: Listener.from_json(r) for k, r in self._kept["listeners"].items()}

    def balancers(self, region: str = "") -> tuple[Balancer, ...]:
        """The one made last first."""
        with self.lock:
            found = [one for one in self._balancers.values() if region in ("", one.region)]
        return tuple(sorted(found, key=lambda one: (one.created, one.id), reverse=True))

    def balancer(self, number: str) -> Balancer | None:
        """By its id."""
        return self._balancers.get(number)

    def listeners(self, balancer: str) -> tuple[Listener, ...]:
        """Of an instance, by port."""
        with self.lock:
            found = [one for one in self._listeners.values() if one.balancer == balancer]
        return tuple(sorted(found, key=lambda one: (one.port, one.id)))

    def listener(self, number: str) -> Listener | None:
        """By its id."""
        return self._listeners.get(number)

    def former(self, number: str) -> Listener | None:
        """As it was before its last change since the start."""
        return self._former.get(number) or self.listener(number)

    def balancer_of(self, listener: Listener) -> Balancer:
        """There is no listener without one."""
        return self._balancers[listener.balancer]

    def used(self, balancer: str) -> int:
        """How much of its quota is taken: expired ones, and those that come or go, count."""
        return sum(len(one.additional) for one in self.listeners(balancer))

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `alb:<instance>/<listener>` for each listener's (UseRegister)."""
        with self.lock:
            return [
                (identifier, f"{self.brand.site}:{one.balancer}/{one.id}")
                for one in self._listeners.values()
                for identifier in one.held
            ]

    def republish(self) -> None:
        """Tell the edges everything, as they know nothing after a start."""
        with self.lock:
            for balancer in self.balancers():
                self._publish(balancer.id)

    def add_balancer(self, region: str, *, name: str, edition: str) -> Balancer:
        """The world buys an instance, active at once."""
        with self.lock:
            made = Balancer(
                f"{self.brand.site}-{_token(18)}",
                self.brand.site,
                region,
                name,
                edition,
                self.brand.quotas[edition],
                self.clock.now(),
            )
            self.keep_balancer(made)
            self._publish(made.id)
            return made

    def keep_balancer(self, balancer: Balancer) -> Balancer:
        """In the place of its former self."""
        self._kept["balancers"][balancer.id] = balancer.to_json()
        self._balancers[balancer.id] = balancer
        return balancer

    def remove_balancer(self, balancer: Balancer) -> None:
        """With its listeners."""
        with self.lock:
            for listener in self.listeners(balancer.id):
                self.remove_listener(listener.id)
            del self._kept["balancers"][balancer.id]
            del self._balancers[balancer.id]

    def add_listener(
        self, balancer: str, protocol: str, port: int, default: StoredCertificate | None
    ) -> Listener:
        """Running at once. ValueError for a port that has one, and for a protocol that the product
        has not, or not with, or not without, a certificate.
        """
        with self.lock:
            if self._at(balancer, port, _beside(self.brand, protocol)) is not None:
                raise ValueError(f"{balancer} has a listener at {port} already")
            if protocol not in self.brand.protocols:
                known = ", ".join(self.brand.protocols)
                raise ValueError(f"{protocol} is no protocol of a listener; there are {known}")
            if (protocol in self.brand.secure) is (default is None):
                needs = "has no certificate" if default else "needs a certificate"
                raise ValueError(f"a listener of {protocol} {needs}")
            now = self.clock.now()
            slot = None if default is None else Slot(default, now)
            made = Listener(f"lsn-{_token(18)}", balancer, protocol, port, now, now, default=slot)
            return self.keep(made)

    def remove_listener(self, number: str) -> None:
        """Its jobs end badly. KeyError when there is none."""
        with self.lock:
            del self._kept["listeners"][number]
            balancer = self._listeners.pop(number).balancer
            self._former.pop(number, None)
            self._publish(balancer)

    def stop(self, listener: Listener, *, stopped: bool) -> Listener:
        """Another hand stops it, or starts it, at once: its port is closed meanwhile."""
        return self.keep(replace(listener, stopped=stopped, modified=self.clock.now()))

    def bind(self, listener: Listener, held: StoredCertificate) -> Listener:
        """Another hand makes it the default one, unchecked, at once."""
        slot = Slot(held, self.clock.now())
        return self.keep(replace(listener, default=slot, modified=self.clock.now()))

    def attach(self, listener: Listener, held: StoredCertificate) -> Listener:
        """Another hand puts it beside the default one, unchecked, past the quota, at once."""
        slot = Slot(held, self.clock.now())
        return self.keep(listener.without((held.identifier,)).with_additional(slot))

    def detach(self, listener: Listener, identifier: str) -> Listener:
        """Another hand takes it from beside the default one."""
        return self.keep(listener.without((identifier,)))

    def keep(self, listener: Listener) -> Listener:
        """A listener in the place of its former self; the edges are told."""
        with self.lock:
            if listener.id in self._listeners:
                self._former[listener.id] = self._listeners[listener.id]
            self._kept["listeners"][listener.id] = listener.to_json()
            self._listeners[listener.id] = listener
            self._publish(listener.balancer)
            return listener

    def begin(
        self, listener: Listener, action: str, change: Change, certificates: tuple[str, ...]
    ) -> Job:
        """A change of a listener begins; `listener` is as it stands meanwhile."""
        with self.lock:
            now = self.clock.now()
            self.keep(replace(listener, busy=True, modified=now))
            region = self.balancer_of(listener).region
            made = Job(
                str(uuid.uuid4()), region, listener.id, action, change, certificates, now, now
            )
            self.jobs.keep(made)
            self.settle()
            return made

    def settle(self) -> None:
        """Everything that has come about by now."""
        if not self.jobs.under_way() or self.jobs.endless:
            return
        with self.lock:
            now = self.clock.now()
            for job in self.jobs.under_way():
                if job.began + timedelta(seconds=self.jobs.seconds) <= now:
                    self._end(job, now)

    def _end(self, job: Job, now: datetime) -> None:
        listener = self.listener(job.listener)
        if listener is None:
            code = f"ResourceNotFound.{self.brand.listener}"
            missing = (code, "The specified resource is not found.")
            self.jobs.keep(job.ended(now, missing))
            return
        fails = self.jobs.fails > 0
        if fails:
            self.jobs.set_manner(fails=self.jobs.fails - 1)
        self.jobs.keep(job.ended(now, ("SystemBusy", "System is busy.") if fails else ("", "")))
        if job.change is Change.DELETE and not fails:
            self.remove_listener(listener.id)
            return
        settled = _undone(listener, job) if fails else _done(listener, job)
        self.keep(replace(settled, busy=False, modified=now))

    def _publish(self, balancer: str) -> None:
        served = served_at(self.listeners(balancer), self.brand)
        for port in self._ports.get(balancer, set()) - served.keys():
            self._edges.publish_slots(f"{self.brand.site}/{balancer}", Slots(None), port)
        for port, slots in served.items():
            self._edges.publish_slots(f"{self.brand.site}/{balancer}", slots, port)
        self._ports[balancer] = set(served)

    def _at(self, balancer: str, port: int, protocols: tuple[str, ...]) -> Listener | None:
        return next(
            (
                one
                for one in self.listeners(balancer)
                if one.port == port and one.protocol in protocols
            ),
            None,
        )


def _beside(brand: Brand, protocol: str) -> tuple[str, ...]:
    """Those that one port cannot have beside it: QUIC and UDP have ports of their own."""
    datagrams = ("QUIC", "UDP")
    return tuple(p for p in brand.protocols if (p in datagrams) is (protocol in datagrams))


def _done(listener: Listener, job: Job) -> Listener:
    if job.change is Change.ASSOCIATE:
        return listener.in_state(job.certificates, ASSOCIATED)
    if job.change is Change.DISSOCIATE:
        return listener.without(job.certificates)
    if listener.coming is None:
        return listener
    return replace(listener, default=replace(listener.coming, state=ASSOCIATED), coming=None)


def _undone(listener: Listener, job: Job) -> Listener:
    if job.change is Change.ASSOCIATE:
        return listener.without(job.certificates)
    if job.change is Change.DISSOCIATE:
        return listener.in_state(job.certificates, ASSOCIATED)
    return replace(listener, coming=None)


def _token(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
