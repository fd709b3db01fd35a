"""What is applied for: V2.0 instances, orders from packages, and the CA that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from localcloud.acts.certificates import site_of
from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.services.cas.applying.application import Application
from localcloud.services.cas.applying.instances import FINAL, Instance
from localcloud.services.cas.applying.packages import PRODUCTS, Order, Package
from localcloud.world import LocalCloud


class Applications:
    """Acts on what becomes of certificates that are bought in CAS."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world
        self._cas = world.cas

    def buy(
        self,
        names: Sequence[str],
        *,
        test: bool = False,
        validation: str = "DV",
        site: str = "china",
        days: int = 90,
    ) -> dict[str, Any]:
        """A person buys a V2.0 instance for these names; nothing is applied for yet."""
        instance = Instance(
            self._cas.new_instance_id(),
            site_of(site),
            tuple(a_label(name) for name in names),
            self._world.clock.now(),
            kind="TEST" if test else "BUY",
            validation=validation,
            days=days,
        )
        return self._instance(self._cas.instances.keep(instance))

    def change(
        self,
        instance: str,
        *,
        auto_reissue: bool | None = None,
        record: str | None = None,
        ended: str | None = None,
        own_csr: bool | None = None,
        test: bool | None = None,
    ) -> dict[str, Any]:
        """A person changes an instance in the console, or it comes to its end (`refund`,
        `closed`; "" takes that back). record: how domains are validated: TXT, CNAME or FILE.
        """
        found = self._find(instance)
        if ended not in (None, "", *FINAL[:2]):
            raise Refusal(f"an instance ends as {' or '.join(FINAL[:2])}, not as {ended!r}")
        wanted = {
            "auto_reissue": auto_reissue,
            "record_kind": record,
            "ended": ended,
            "generate_csr": own_csr if own_csr is None else ("upload" if own_csr else "online"),
            "kind": test if test is None else ("TEST" if test else "BUY"),
        }
        given: dict[str, Any] = {k: v for k, v in wanted.items() if v is not None}
        book = self._cas.instances
        return self._instance(book.change(found.instance_id, lambda one: replace(one, **given)))

    def instances(self) -> list[dict[str, Any]]:
        """Both sites."""
        self._cas.settle()
        return [self._instance(one) for one in self._cas.instances.all()]

    def orders(self) -> list[dict[str, Any]]:
        """Those without a certificate yet, newest first."""
        self._cas.settle()
        return [self._order(one) for one in self._cas.packages.open_orders()]

    def apply(self, order: int) -> dict[str, Any]:
        """A person submits the application of an order that waits for it, in the console."""
        found = self._cas.packages.find(order)
        if found is None or found.state != "payed":
            raise Refusal(f"order {order} waits for no application")
        applied = found.applied(self._world.clock.now())
        return self._order(self._cas.packages.keep(applied))

    def validate(self, application: str) -> dict[str, Any]:
        """The CA sees what it wants to see (a file, say) for an instance or an order, now."""
        now = self._world.clock.now()
        instance = self._cas.instances.find(application)
        if instance is not None and instance.application is not None:
            return self._instance(
                self._cas.instances.change(application, lambda one: _validated(one, now))
            )
        order = self._cas.packages.find(int(application)) if application.isdigit() else None
        if order is None or order.application is None:
            raise Refusal(f"nothing is applied for under {application!r}")
        seen_order = replace(order, application=order.application.validated(now))
        return self._order(self._cas.packages.keep(seen_order))

    def set_package(
        self, product: str, *, total: int | None = None, used: int | None = None
    ) -> dict[str, Any]:
        """What was bought of a product, and how much of it is used."""
        if product not in PRODUCTS:
            raise Refusal(f"there is no product {product!r}; there are {', '.join(PRODUCTS)}")
        held = self._cas.packages.package(product)
        new = Package(
            product,
            held.total if total is None else total,
            held.used if used is None else used,
            held.issued,
        )
        return _package(self._cas.packages.set(new))

    def packages(self) -> list[dict[str, Any]]:
        """Those of which something was bought."""
        held = [self._cas.packages.package(product) for product in PRODUCTS]
        return [_package(one) for one in held if one.total]

    def set_ca(
        self, *, issue_seconds: int | None = None, refuses: str | None = None
    ) -> dict[str, Any]:
        """How the CA answers from now on. refuses: its words to every application; "": none."""
        ca = self._world.ca.ca
        if issue_seconds is not None:
            ca.issue_seconds = issue_seconds
        if refuses is not None:
            ca.refuses = refuses
        self._world.ca.ca = ca
        return {"issue_seconds": ca.issue_seconds, "refuses": ca.refuses}

    def set_units(self, left: int) -> dict[str, Any]:
        """How many instances hosting can still be switched on for."""
        self._cas.instances.units = left
        return {"hosting_units": left}

    def _find(self, instance: str) -> Instance:
        found = self._cas.instances.find(instance)
        if found is None:
            raise Refusal(f"there is no instance {instance!r}")
        return found

    def _instance(self, one: Instance) -> dict[str, Any]:
        return {
            "instance": one.instance_id,
            "site": one.site,
            "names": list(one.names),
            "status": one.status(self._world.clock.now()),
            "kind": one.kind,
            "auto_reissue": one.auto_reissue,
            "certificate": one.certificate,
            "applications": one.applications,
            "records": _records(one.application, one.names),
            "remark": one.remark,
        }

    def _order(self, one: Order) -> dict[str, Any]:
        return {
            "order": one.number,
            "site": one.site,
            "names": list(one.names),
            "product": one.product,
            "type": one.type,
            "records": _records(one.application, one.names),
            "remark": one.remark,
        }


def _records(application: Application | None, names: Sequence[str]) -> list[str]:
    if application is None or application.validated_at is not None:
        return []
    return [f"{one.name} {one.kind} {one.value}" for one in application.records(names)]


def _validated(one: Instance, now: datetime) -> Instance:
    """As it was where the CA has come to an end of it meanwhile."""
    pending = one.application
    return one if pending is None else replace(one, application=pending.validated(now))


def _package(one: Package) -> dict[str, Any]:
    return {"product": one.product, "total": one.total, "used": one.used, "issued": one.issued}
