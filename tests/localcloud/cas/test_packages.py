"""Orders from packages (V1): quota, states, renewal."""

from __future__ import annotations

from typing import Any

import pytest

from localcloud.services.cas.applying.packages import Package
from tests.localcloud.cas.applicants import Applicants
from tests.localcloud.rpc.cloud import refusal

PRODUCT = "geotrust-dv-1-starter"
OLD_LINE = "cas_dv-cn-0001"


def bought(applicants: Applicants, total: int = 2) -> None:
    applicants.cloud.cas.packages.set(Package(PRODUCT, total))


def create(applicants: Applicants, **changes: Any) -> Any:
    wanted = {"ProductCode": PRODUCT, "Domain": "www.shop.example", "ValidateType": "DNS"}
    return applicants.call("CreateCertificateForPackageRequest", **{**wanted, **changes})


def state(applicants: Applicants, order: int) -> Any:
    return applicants.call("DescribeCertificateState", OrderId=order)


def counts(applicants: Applicants) -> tuple[int, int, int]:
    shown = applicants.call("DescribePackageState", ProductCode=PRODUCT)
    return shown["TotalCount"], shown["UsedCount"], shown["IssuedCount"]


def test_an_order_is_validated_and_issued(applicants: Applicants) -> None:
    bought(applicants)
    order = create(applicants)["OrderId"]
    wanted = state(applicants, order)
    assert (wanted["Type"], wanted["RecordDomain"]) == ("domain_verify", "_dnsauth.www")
    assert counts(applicants) == (2, 1, 0)
    (listed,) = applicants.call("ListUserCertificateOrder")["CertificateOrderList"]
    assert (listed["OrderId"], listed["Status"]) == (order, "CHECKING")
    applicants.zone.records["_dnsauth.www.shop.example", "TXT"] = (wanted["RecordValue"],)
    assert state(applicants, order)["Type"] == "process"
    applicants.pass_time(seconds=61)
    done = state(applicants, order)
    assert done["Type"] == "certificate"
    assert "PRIVATE KEY" in done["PrivateKey"], "the answer that must never be logged"
    (listed,) = applicants.call("ListUserCertificateOrder")["CertificateOrderList"]
    assert (listed["OrderId"], listed["Status"]) == (order, "ISSUED")
    assert counts(applicants) == (2, 1, 1)


def test_the_ca_may_refuse_an_order(applicants: Applicants) -> None:
    bought(applicants)
    ca = applicants.ca.ca
    ca.refuses, ca.issue_seconds = "no", 0
    applicants.ca.ca = ca
    order = create(applicants)["OrderId"]
    value = state(applicants, order)["RecordValue"]
    applicants.zone.records["_dnsauth.www.shop.example", "TXT"] = (value,)
    assert state(applicants, order)["Type"] == "verify_fail"


def test_a_renewed_order_waits_for_its_application(applicants: Applicants) -> None:
    bought(applicants)
    held = applicants.held("www.shop.example", days=20, line=OLD_LINE)
    renewed = applicants.call("RenewCertificateOrderForPackageRequest", OrderId=held.order_id)
    applicants.pass_time(days=3)
    assert state(applicants, renewed["OrderId"])["Type"] == "payed"


def test_a_renewal_that_is_applied_for_by_itself_is_the_other_reading(
    applicants: Applicants,
) -> None:
    bought(applicants)
    applicants.cloud.switches.set("cas.renewed_order", "applied")
    held = applicants.held("www.shop.example", days=20, line=OLD_LINE)
    renewed = applicants.call("RenewCertificateOrderForPackageRequest", OrderId=held.order_id)
    assert state(applicants, renewed["OrderId"])["Type"] == "domain_verify"


@pytest.mark.parametrize(
    ("names", "days", "code"),
    [
        (("www.shop.example",), 90, "OperationDenied.StatusNotSupport"),
        (("www.shop.example", "shop.example"), 20, "OperationDenied.ProductNotSupport"),
    ],
)
def test_a_renewal_is_refused(
    applicants: Applicants, names: tuple[str, ...], days: int, code: str
) -> None:
    bought(applicants)
    held = applicants.held(*names, days=days, line=OLD_LINE)
    renew = "RenewCertificateOrderForPackageRequest"
    assert refusal(applicants.call, renew, OrderId=held.order_id) == (400, code)


def test_an_order_that_is_over_cannot_be_renewed(applicants: Applicants) -> None:
    bought(applicants)
    held = applicants.held("www.shop.example", days=20, line=OLD_LINE)
    applicants.pass_time(days=21)
    renew = "RenewCertificateOrderForPackageRequest"
    assert refusal(applicants.call, renew, OrderId=held.order_id) == (400, "OrderExpired")


@pytest.mark.parametrize("reading", ["applied", "issued"])
def test_quota_zero_is_refused(applicants: Applicants, reading: str) -> None:
    applicants.cloud.switches.set("cas.quota_counts", reading)
    bought(applicants, 1)
    create(applicants)
    assert counts(applicants)[1] == (1 if reading == "applied" else 0)
    assert refusal(create, applicants) == (400, "InsufficientQuota")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Domain": None}, "MissingDomain"),
        ({"Domain": "*.shop.example"}, "DomainAndProductNotMatch"),
        ({"Domain": "a.b.example,*.b.example"}, "InvalidParameter"),
        ({"Domain": ",".join(f"d{n}.b.example" for n in range(6))}, "InvalidParameter"),
        ({"ProductCode": "nobody-dv-1"}, "InvalidParameter"),
        ({"ValidateType": "MAIL"}, "InvalidParameter"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(
    applicants: Applicants, changes: dict[str, Any], code: str
) -> None:
    bought(applicants)
    given = {name: value for name, value in changes.items() if value is not None}
    if None in changes.values():
        call = applicants.call
        wanted = {"ProductCode": PRODUCT}
        refused = refusal(call, "CreateCertificateForPackageRequest", **wanted)
    else:
        refused = refusal(create, applicants, **given)
    assert refused == (400, code)
