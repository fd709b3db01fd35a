"""CAS's orders in memory, which validate and issue as the test wills; and DNS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import (
    Order,
    OrderCall,
    OrderKind,
    OrderStage,
    Renewable,
    ValidationRecord,
)
from certbind.errors import BusyError, ConflictError, NotFoundError, QuotaError, UnavailableError
from certbind.ports.clock import Clock
from tests.fakes.trouble import Trouble


@dataclass
class Line:
    """One instance, or one package's orders. submitted: how many applications there ever were."""

    order: Order
    one: Certificate
    submitted: int = 0
    task: str | None = None
    is_updated: bool = False


@dataclass
class FakeOrders:
    """See Orders. update_submits: whether UpdateInstance hands in; quota: of packages."""

    clock: Clock
    update_submits: bool = False
    quota: int = 5
    lines: dict[str, Line] = field(default_factory=dict)
    issue: Callable[[Certificate], None] = lambda _: None
    trouble: Trouble = field(default_factory=Trouble)
    placed: list[OrderCall] = field(default_factory=list)
    _next: int = 9000

    def hold(
        self, one: Certificate, kind: OrderKind = OrderKind.INSTANCE, **known: object
    ) -> Line:
        """The line of a certificate."""
        product = {"product": "geotrust-dv-1-starter", "number": 1, "renewed": 1}
        given = known if kind is OrderKind.INSTANCE else {**product, **known}
        order = Order(kind, latest=one.id, latest_end=one.not_after, **given)  # type: ignore[arg-type]
        self.lines[_key(Renewable.of(one))] = Line(order, one)
        return self.lines[_key(Renewable.of(one))]

    def read(self, one: Renewable) -> Order:
        """See Orders."""
        with self.trouble.around("orders_read"):
            if one.uploaded:
                return Order(OrderKind.UPLOAD)
            line = self.lines.get(_key(one))
            if line is None:
                return Order(OrderKind.UNKNOWN)
            is_idle = line.order.kind is OrderKind.PACKAGE and line.order.stage is OrderStage.IDLE
            return replace(line.order, left=self.quota) if is_idle else line.order

    def instance(self, one: Renewable) -> Order | None:
        """See Hosting."""
        with self.trouble.around("instance"):
            line = self.lines.get(_key(one))
            is_one = line is not None and line.order.kind in (OrderKind.INSTANCE, OrderKind.TEST)
            return line.order if line is not None and is_one else None

    def task(self, one: Renewable) -> str | None:
        """See Orders."""
        with self.trouble.around("orders_task"):
            return self.lines[_key(one)].task

    def place(self, call: OrderCall, one: Renewable, order: Order) -> int:
        """See Orders."""
        with self.trouble.around("place"):
            line = self.lines[_key(one)]
            self.placed.append(call)
            if line.order.kind is OrderKind.PACKAGE:
                return self._from_package(line, call)
            if line.order.stage is not OrderStage.IDLE:
                refused = BusyError if call is OrderCall.UPDATE else ConflictError
                raise refused("it is pending", service="cas", action=call.value)
            if call is OrderCall.APPLY or self.update_submits:
                self._submit(line)
            line.is_updated = True
            return 0

    def issue_now(self, one: Certificate, *, days: int = 90) -> Certificate:
        """The CA hands out what was applied for."""
        line = self.lines[_key(Renewable.of(one))]
        now = self.clock.now()
        self._next += 1
        new = replace(
            line.one,
            id=CertificateId(self._next, line.one.id.region),
            not_before=now,
            not_after=now + timedelta(days=days),
            sha1=type(line.one.sha1)(f"{self._next:040x}"),
            sha256=None,
            serial=f"{self._next:x}",
        )
        line.one = new
        line.order = replace(
            line.order,
            stage=OrderStage.IDLE,
            latest=new.id,
            latest_end=new.not_after,
            records=(),
        )
        self.issue(new)
        return new

    def refuse(self, one: Certificate, why: str) -> None:
        """The CA says no."""
        line = self.lines[_key(Renewable.of(one))]
        is_package = line.order.kind is OrderKind.PACKAGE
        stage = OrderStage.REFUSED if is_package else OrderStage.IDLE
        line.order = replace(line.order, stage=stage, records=(), remark=why)
        line.task = why

    def _from_package(self, line: Line, call: OrderCall) -> int:
        if self.quota <= 0:
            raise QuotaError("none is left", service="cas", action=call.value)
        self.quota -= 1
        self._next += 1
        line.order = replace(line.order, number=self._next)
        if call is OrderCall.RENEW:
            line.order = replace(line.order, stage=OrderStage.PAYED)
            line.submitted += 1
        else:
            self._submit(line)
        return self._next

    def _submit(self, line: Line) -> None:
        line.submitted += 1
        records = tuple(
            ValidationRecord(name, "TXT", f"_dnsauth.{name}", f"value-{line.submitted}")
            for name in line.one.names
        )
        line.order = replace(line.order, stage=OrderStage.VALIDATING, records=records, remark="")
        line.task = None


@dataclass
class FakeRecords:
    """See RecordLookup. blind: nobody can look."""

    records: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    blind: bool = False

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """See RecordLookup."""
        return None if self.blind else self.records.get((name, kind), ())


LOST = UnavailableError("no answer", service="cas", action="ApplyCertificate")
GONE = NotFoundError("gone", service="cas", action="GetInstanceDetail")


def _key(one: Renewable) -> str:
    return one.instance_id or one.key_by_names
