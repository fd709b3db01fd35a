"""What time does to applications: the CA looks for records, then issues or refuses; hosting
applies by itself. Nothing runs in the background: whoever asks CAS finds it as far as the clock
says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from localcloud.authority import Authorities
from localcloud.services.cas.applying.application import Application, Record
from localcloud.services.cas.applying.instances import FINAL, Instance, Instances
from localcloud.services.cas.applying.packages import Order, Packages
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.deploying.running import Deploying
from localcloud.store import Store
from localcloud.switches import Switches

_ISSUE_SECONDS = 60
_Applied = TypeVar("_Applied", Instance, Order)


class Zone(Protocol):
    """DNS as the CA sees it."""

    def resolve(self, name: str, kind: str) -> tuple[str, ...]:
        """The data of a name; () for none."""


class Keeping(Protocol):
    """CAS's store, as far as an issued certificate goes into it."""

    switches: Switches
    instances: Instances
    packages: Packages

    def get(self, identifier: str) -> StoredCertificate | None:
        """By `<number>-<site>`."""

    def add_applied(
        self, pems: tuple[str, str], *, site: str, name: str, instance_id: str, order: int
    ) -> StoredCertificate:
        """A certificate that an application ended in."""

    @property
    def deploying(self) -> Deploying:
        """The deployment jobs, of which hosting makes some."""


@dataclass(slots=True)
class Ca:
    """How the CA behaves. issue_seconds: from the records to the certificate. refuses: its words
    to every application; "": it issues.
    """

    issue_seconds: int = _ISSUE_SECONDS
    refuses: str = ""


class Settling:
    """Brings instances and orders up to a moment. One thread at a time; CAS's lock is not held."""

    def __init__(
        self, store: Store, keeping: Keeping, authorities: Authorities, zone: Zone
    ) -> None:
        self._keeping = keeping
        self._authorities = authorities
        self._zone = zone
        self._kept = store.table("cas.ca")
        self._lock = threading.Lock()

    @property
    def ca(self) -> Ca:
        """As it was set."""
        return Ca(**self._kept.get("ca", {}))

    @ca.setter
    def ca(self, ca: Ca) -> None:
        self._kept["ca"] = {"issue_seconds": ca.issue_seconds, "refuses": ca.refuses}

    def __call__(self, now: datetime) -> None:
        """Everything that has come about by then."""
        with self._lock:
            for instance in self._keeping.instances.all():
                self._settle_instance(instance, now)
            for order in self._keeping.packages.open_orders():
                self._settle_order(order, now)

    def _settle_instance(self, instance: Instance, now: datetime) -> None:
        book = self._keeping.instances
        if instance.status(now) in FINAL:
            return
        if instance.application is None:
            if not instance.auto_reissue or not self._is_due(instance, now):
                return
            instance = book.change(instance.instance_id, lambda one: _applied(one, now))
        application = instance.application
        if application is None:
            return

        def saw(seen: Application) -> None:
            book.change(instance.instance_id, lambda one: _with(one, seen))

        end = self._end_of(application, instance.names, now, saw)
        if end == "refused":
            book.change(instance.instance_id, lambda one: one.refused(self.ca.refuses))
        elif end == "issued":
            self._hand_out(instance, now)

    def _hand_out(self, instance: Instance, now: datetime) -> None:
        """Hosting brings it where the former one stands, too."""
        key = "ec" if instance.key_algorithm.startswith("ECC") else "rsa"
        made = self._issue(instance.names, instance.days, key)
        added = self._add(made, instance.names, instance.site, instance.instance_id, 0)
        book = self._keeping.instances
        done = book.change(instance.instance_id, lambda one: one.issued(added.number))
        if done.auto_reissue:
            self._keeping.deploying.issued(done, added.number, now)

    def _settle_order(self, order: Order, now: datetime) -> None:
        book = self._keeping.packages
        if order.application is None:
            return

        def saw(seen: Application) -> None:
            book.keep(_with(order, seen))

        end = self._end_of(order.application, order.names, now, saw)
        if end == "refused":
            book.keep(order.refused(self.ca.refuses))
        elif end == "issued":
            made = self._issue(order.names, order.days, "rsa")
            self._add(made, order.names, order.site, order.instance_id, order.number)
            counted_late = self._keeping.switches["cas.quota_counts"] == "issued"
            book.count(order.product, issued=1, used=1 if counted_late else 0)
            book.done(order.number)

    def _end_of(
        self,
        application: Application,
        names: Sequence[str],
        now: datetime,
        saw: Callable[[Application], None],
    ) -> str:
        """`refused`, `issued`, or "" while it goes on."""
        seen = application
        if seen.validated_at is None:
            if not all(self._is_there(record) for record in seen.records(names)):
                return ""
            seen = seen.validated(now)
            saw(seen)
        wait = timedelta(seconds=self.ca.issue_seconds)
        if seen.validated_at is None or now < seen.validated_at + wait:
            return ""
        return "refused" if self.ca.refuses else "issued"

    def _is_there(self, record: Record) -> bool:
        """A file is taken as there when the world says so (acts), never by itself."""
        if record.kind == "FILE":
            return False
        return record.value in self._zone.resolve(record.name, record.kind)

    def _is_due(self, instance: Instance, now: datetime) -> bool:
        held = self._keeping.get(f"{instance.certificate}-{instance.site}")
        days = int(self._keeping.switches["cas.auto_reissue_days"])
        return held is not None and held.facts.not_after - now <= timedelta(days=days)

    def _issue(self, names: Sequence[str], days: int, key: str) -> tuple[str, str]:
        made = self._authorities.issue(names, days=days, key=key)
        return made.chain_pem, made.key_pem

    def _add(
        self, pems: tuple[str, str], names: Sequence[str], site: str, instance_id: str, order: int
    ) -> StoredCertificate:
        label = names[0].replace("*", "wildcard").replace(".", "-")
        return self._keeping.add_applied(
            pems, site=site, name=label, instance_id=instance_id, order=order
        )


def _applied(one: Instance, now: datetime) -> Instance:
    """By itself, unless a request came first."""
    return one if one.application is not None else one.applied(now, by_itself=True)


def _with(one: _Applied, application: Application) -> _Applied:
    return replace(one, application=application)
