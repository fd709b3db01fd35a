"""What every port of orders does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.cas.orders import CasOrders
from certbind.domain.model.certificate import Certificate
from certbind.domain.renewal.order import (
    Order,
    OrderCall,
    OrderKind,
    OrderStage,
    Renewable,
    yields_another,
)
from certbind.errors import CloudError, QuotaError
from certbind.ports.certificates import Orders
from localcloud.services.cas.applying.application import Record
from localcloud.services.cas.applying.packages import Package
from tests.contract.wired import Wired
from tests.fakes import FakeClock, FakeOrders
from tests.unit.usecases.account import certificate

NAME, PRODUCT = "www.shop.example", "geotrust-dv-1-starter"


class Subject(Protocol):
    """Orders with the world around them."""

    port: Orders

    def hold(self, kind: OrderKind, quota: int = 2) -> Renewable:
        """A certificate of an instance, of an order, or of neither."""

    def issue(self) -> None:
        """The records are there, and the CA issues."""

    def refuse(self, why: str) -> None:
        """The records are there, and the CA refuses."""

    def pass_time(self) -> None:
        """Some seconds, after which CAS shows what was submitted."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeOrders(FakeClock())
        self.port: Orders = self.fake
        self.held: Certificate = certificate(1, NAME, days_left=20, instance="cas-ivauto-1")

    def hold(self, kind: OrderKind, quota: int = 2) -> Renewable:
        if kind is not OrderKind.UNKNOWN:
            self.fake.hold(self.held, kind)
        self.fake.quota = quota
        return Renewable.of(self.held)

    def issue(self) -> None:
        self.fake.issue_now(self.held)

    def refuse(self, why: str) -> None:
        self.fake.refuse(self.held, why)

    def pass_time(self) -> None:
        pass


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.wired = wired
        self.cloud = wired.cloud
        self.port: Orders = CasOrders(wired._sites, wired.retry)

    def hold(self, kind: OrderKind, quota: int = 2) -> Renewable:
        made = self.cloud.authorities.issue([NAME], days=20)
        line = None if kind is OrderKind.INSTANCE else "cas_dv-cn-1"
        stored = self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name="old", instance_id=line
        )
        self.cloud.cas.packages.set(Package(PRODUCT, quota))
        listed = self.wired.inventory().list_certificates()
        (found,) = (one for one in listed if one.id.number == stored.number)
        one = Renewable.of(found)
        return replace(one, instance_id="cas-none") if kind is OrderKind.UNKNOWN else one

    def issue(self) -> None:
        wanted: dict[str, list[str]] = {}
        for record in self._records():
            wanted.setdefault(record.name, []).append(record.value)
        for name, values in wanted.items():
            self.cloud.dns.set_txt(name, *values)
        self.cloud.cas.settle()
        self.cloud.advance(timedelta(seconds=61))

    def refuse(self, why: str) -> None:
        ca = self.cloud.ca.ca
        ca.refuses = why
        self.cloud.ca.ca = ca
        self.issue()

    def pass_time(self) -> None:
        self.cloud.advance(timedelta(seconds=5))

    def _records(self) -> list[Record]:
        instances, orders = self.cloud.cas.instances.all(), self.cloud.cas.packages.open_orders()
        of_instances = [(one.names, one.application) for one in instances]
        every = [*of_instances, *((one.names, one.application) for one in orders)]
        return [record for names, one in every if one for record in one.records(names)]


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def place(subject: Subject, call: OrderCall, one: Renewable) -> int:
    return subject.port.place(call, one, subject.port.read(one))


def test_an_instance_is_applied_for_and_yields_another(subject: Subject) -> None:
    one = subject.hold(OrderKind.INSTANCE)
    before = subject.port.read(one)
    assert (before.kind, before.stage, before.latest) == (
        OrderKind.INSTANCE,
        OrderStage.IDLE,
        one.id,
    )
    assert not yields_another(before, one)
    assert place(subject, OrderCall.UPDATE, one) == 0
    assert subject.port.read(one).stage is OrderStage.IDLE, "an update need not submit"
    place(subject, OrderCall.APPLY, one)
    subject.pass_time()
    pending = subject.port.read(one)
    assert (pending.stage, pending.latest) == (OrderStage.VALIDATING, one.id)
    (record,) = pending.records
    assert (record.domain, record.kind, bool(record.value)) == (NAME, "TXT", True)
    assert record.name == f"_dnsauth.{NAME}"
    assert subject.port.task(one) is None, "a task that succeeded is no certificate"
    subject.issue()
    done = subject.port.read(one)
    assert (done.stage, done.records) == (OrderStage.IDLE, ())
    assert yields_another(done, one)


@pytest.mark.parametrize("call", [OrderCall.UPDATE, OrderCall.APPLY])
def test_what_is_pending_takes_no_second_call(subject: Subject, call: OrderCall) -> None:
    one = subject.hold(OrderKind.INSTANCE)
    place(subject, OrderCall.APPLY, one)
    with pytest.raises(CloudError) as refused:
        place(subject, call, one)
    assert refused.value.retryable


def test_why_a_ca_refused_an_instance_is_told(subject: Subject) -> None:
    one = subject.hold(OrderKind.INSTANCE)
    place(subject, OrderCall.APPLY, one)
    subject.pass_time()
    subject.refuse("CAA forbids it")
    found = subject.port.read(one)
    assert (found.stage, found.remark) == (OrderStage.IDLE, "CAA forbids it")
    assert subject.port.task(one) == "CAA forbids it"


def test_an_order_is_created_from_the_quota_and_followed(subject: Subject) -> None:
    one = subject.hold(OrderKind.PACKAGE)
    before = subject.port.read(one)
    assert (before.kind, before.stage, before.left) == (OrderKind.PACKAGE, OrderStage.IDLE, 2)
    assert (before.product, before.validation) == (PRODUCT, "DV")
    number = place(subject, OrderCall.CREATE, one)
    pending = subject.port.read(one)
    assert (pending.stage, pending.number) == (OrderStage.VALIDATING, number)
    assert pending.records[0].name == f"_dnsauth.{NAME}"
    subject.issue()
    done = subject.port.read(one)
    assert yields_another(done, one)
    assert done.stage is OrderStage.IDLE


def test_a_refused_order_is_told(subject: Subject) -> None:
    one = subject.hold(OrderKind.PACKAGE)
    place(subject, OrderCall.CREATE, one)
    subject.refuse("no")
    assert subject.port.read(one).stage is OrderStage.REFUSED


def test_a_renewed_order_waits_for_its_application(subject: Subject) -> None:
    one = subject.hold(OrderKind.PACKAGE)
    number = place(subject, OrderCall.RENEW, one)
    found = subject.port.read(one)
    assert (found.stage, found.number) == (OrderStage.PAYED, number)


def test_quota_zero_is_refused_by_class(subject: Subject) -> None:
    one = subject.hold(OrderKind.PACKAGE, quota=0)
    assert subject.port.read(one).left == 0
    with pytest.raises(QuotaError):
        place(subject, OrderCall.CREATE, one)


def test_what_cas_shows_no_order_of_is_unknown(subject: Subject) -> None:
    one = subject.hold(OrderKind.UNKNOWN)
    assert subject.port.read(one) == Order(OrderKind.UNKNOWN)


def test_an_upload_is_not_asked_for(subject: Subject) -> None:
    one = replace(subject.hold(OrderKind.UNKNOWN), uploaded=True)
    assert subject.port.read(one) == Order(OrderKind.UPLOAD)


READINGS = {
    "cas.pending_shows": "none",
    "cas.instance_times": "seconds",
    "cas.unknown_instance_code": "InvalidParameter",
    "cas.validation_host": "whole",
    "cas.quota_counts": "issued",
}


@pytest.mark.parametrize("submits", ["no", "yes"])
def test_every_other_reading_of_what_is_uncertain_is_understood(
    wired: Wired, submits: str
) -> None:
    for name, value in {**READINGS, "cas.update_submits": submits}.items():
        wired.cloud.switches.set(name, value)
    subject = CloudSubject(wired)
    of_order = subject.hold(OrderKind.PACKAGE)
    place(subject, OrderCall.CREATE, of_order)
    assert subject.port.read(of_order).records[0].name == f"_dnsauth.{NAME}"
    one = subject.hold(OrderKind.INSTANCE)
    place(subject, OrderCall.UPDATE, one)
    if submits == "no":
        place(subject, OrderCall.APPLY, one)
    subject.pass_time()
    pending = subject.port.read(one)
    assert pending.stage is OrderStage.VALIDATING
    assert pending.records[0].name == f"_dnsauth.{NAME}"
    assert pending.latest is None
    subject.issue()
    assert yields_another(subject.port.read(one), one)
