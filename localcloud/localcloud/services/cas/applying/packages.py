"""Packages of the old model (V1): quotas by product, and the orders that use them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.services.cas.applying.application import Application
from localcloud.store import Store

PRODUCTS = (
    "digicert-free-1-free",
    "symantec-free-1-free",
    "symantec-dv-1-starter",
    "symantec-ov-1-personal",
    "symantec-ov-w-personal",
    "geotrust-dv-1-starter",
    "geotrust-dv-w-starter",
    "geotrust-ov-1-personal",
    "geotrust-ov-w-personal",
    "globalsign-dv-1-personal",
    "globalsign-dv-w-advanced",
    "globalsign-ov-1-personal",
    "globalsign-ov-w-advanced",
    "cfca-ov-1-personal",
    "cfca-ev-w-advanced",
)
"""ProductCodes of the documentation; `-w-` is for wildcards."""


def cert_type_of(product: str) -> str:
    """`CertType` of an order of this product."""
    return next((kind.upper() for kind in ("free", "ov", "ev") if f"-{kind}-" in product), "DV")


@dataclass(frozen=True, slots=True)
class Order:
    """An order that has no certificate yet, or never gets one. state: `payed`, `checking`,
    `failed`.
    """

    number: int
    site: str
    instance_id: str
    names: tuple[str, ...]
    product: str
    ordered_at: datetime
    state: str = "payed"
    application: Application | None = None
    remark: str = ""
    days: int = 90

    def applied(self, moment: datetime, kind: str = "TXT") -> Order:
        """Its application goes to the CA."""
        return replace(self, state="checking", application=Application.at(moment, kind))

    def refused(self, why: str) -> Order:
        """The CA will not."""
        return replace(self, state="failed", application=None, remark=why)

    @property
    def type(self) -> str:
        """`Type` of DescribeCertificateState."""
        if self.state != "checking":
            return {"payed": "payed", "failed": "verify_fail"}[self.state]
        application = self.application
        is_seen = application is not None and application.validated_at is not None
        return "process" if is_seen else "domain_verify"

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **fields,
            "names": list(self.names),
            "ordered_at": self.ordered_at.isoformat(),
            "application": self.application and self.application.to_json(),
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Order:
        """The reverse of `to_json`."""
        return cls(
            **{
                **record,
                "names": tuple(record["names"]),
                "ordered_at": datetime.fromisoformat(record["ordered_at"]),
                "application": Application.from_json(record["application"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Package:
    """What is left of one product."""

    product: str
    total: int = 0
    used: int = 0
    issued: int = 0


class Packages:
    """Quotas and open orders of both sites, kept over restarts. lock: CAS's."""

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._lock = lock
        self._orders = store.table("cas.orders")
        self._packages = store.table("cas.packages")

    def find(self, number: int) -> Order | None:
        """An order without a certificate."""
        record = self._orders.get(str(number))
        return None if record is None else Order.from_json(record)

    def open_orders(self) -> tuple[Order, ...]:
        """Newest first."""
        orders = (Order.from_json(record) for record in self._orders.values())
        return tuple(sorted(orders, key=lambda one: one.number, reverse=True))

    def keep(self, order: Order) -> Order:
        """As it is now."""
        self._orders[str(order.number)] = order.to_json()
        return order

    def done(self, number: int) -> None:
        """It has its certificate, which tells of it from now on."""
        del self._orders[str(number)]

    def package(self, product: str) -> Package:
        """All zero where nothing was bought."""
        return Package(product, **self._packages.get(product, {}))

    def set(self, package: Package) -> Package:
        """What was bought and used of it."""
        self._packages[package.product] = {
            "total": package.total,
            "used": package.used,
            "issued": package.issued,
        }
        return package

    def count(self, product: str, *, used: int = 0, issued: int = 0) -> None:
        """More of them."""
        with self._lock:
            held = self.package(product)
            self.set(replace(held, used=held.used + used, issued=held.issued + issued))
