"""Calls that order: their form, and answers that are not as they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import alibabacloud_cas20200407.models as newer
import pytest

from certbind.adapters.cas.orders import CasOrders
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import Order, OrderCall, OrderKind, OrderStage, Renewable
from certbind.errors import NotFoundError, UnavailableError
from tests.fakes.clock import NOON
from tests.schemas import openapi_metadata
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import once

ONE = Renewable(
    CertificateId(1, "cn-hangzhou"),
    ("www.shop.example",),
    NOON - timedelta(days=70),
    NOON + timedelta(days=20),
    "cas-ivauto-1",
)
ORDER = Order(OrderKind.PACKAGE, product="geotrust-dv-1-starter", renewed=7)
DETAIL: dict[str, Any] = {
    "RequestId": "R",
    "InstanceId": "cas-ivauto-1",
    "Status": "normal",
    "Domain": "www.shop.example",
    "KeyAlgorithm": "ECC_256",
    "ValidationMethod": "DNS",
    "CertificateId": 1,
    "CertificateStatus": "willExpire",
}
LISTED = {
    "OrderId": 7,
    "InstanceId": "cas-ivauto-1",
    "Domain": "www.shop.example",
    "ProductCode": "geotrust-dv-1-starter",
    "CertType": "DV",
    "Status": "ISSUED",
}
TAKEN: dict[str, Any] = {"RequestId": "R", "OrderId": 8}


def orders(server: RpcServer) -> CasOrders:
    return CasOrders({"cn-hangzhou": server.api()}, once())


def package(*listed: object, total: int | None = None) -> dict[str, Any]:
    count = len(listed) if total is None else total
    return {"TotalCount": count, "CertificateOrderList": list(listed)}


def no_instance(server: RpcServer) -> Any:
    """GetInstanceDetail refuses, everything else is answered."""

    def refuse(_: Params) -> object:
        server.status = 400
        return {"Code": "NotFound", "Message": "none", "RequestId": "R"}

    return refuse


def answered(server: RpcServer, action: str, answer: object) -> None:
    def give(_: Params) -> object:
        server.status = 200
        return answer

    server.answers[action] = give


def everything(server: RpcServer) -> None:
    """Every call of the adapter, once at least."""
    for action in ("UpdateInstance", "ApplyCertificate"):
        answered(server, action, {"RequestId": "R"})
    for action in (
        "CreateCertificateForPackageRequest",
        "RenewCertificateOrderForPackageRequest",
    ):
        answered(server, action, TAKEN)
    answered(server, "GetInstanceDetail", DETAIL)
    answered(server, "GetTaskAttribute", {"RequestId": "R", "TaskStatus": "success"})
    subject = orders(server)
    for call in OrderCall:
        subject.place(call, ONE, ORDER)
    subject.read(ONE)
    subject.task(ONE)
    server.answers["GetInstanceDetail"] = no_instance(server)
    newest = {**LISTED, "OrderId": 8, "InstanceId": "other", "Status": "CHECKING"}
    answered(server, "ListUserCertificateOrder", package(LISTED, newest))
    answered(server, "DescribeCertificateState", {"Type": "process"})
    subject.read(ONE)
    answered(server, "ListUserCertificateOrder", package(LISTED))
    answered(server, "DescribePackageState", {"TotalCount": 2, "UsedCount": 1})
    subject.read(ONE)


def test_every_call_has_the_form_of_the_official_metadata(server: RpcServer) -> None:
    official = openapi_metadata("cas-2020-04-07")["actions"]
    everything(server)
    actions = {params["Action"] for params in server.requests}
    assert len(actions) == 9
    for params in server.requests:
        declared = {p["name"]: p["required"] for p in official[params["Action"]]["parameters"]}
        sent = set(params) - _COMMON
        assert sent <= set(declared), params["Action"]
        assert {name for name, required in declared.items() if required} <= sent
        assert "POST" in official[params["Action"]]["method"]


_COMMON = {
    "Action",
    "Version",
    "Format",
    "RegionId",
    "AccessKeyId",
    "Timestamp",
    "SignatureMethod",
    "SignatureType",
    "SignatureVersion",
    "SignatureNonce",
    "Signature",
}


def test_every_call_has_the_form_of_the_newest_sdk(server: RpcServer) -> None:
    """Whose models are newer than the metadata."""
    everything(server)
    for params in server.requests:
        request = getattr(newer, f"{params['Action']}Request")()
        for name in set(params) - _COMMON:
            attribute = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
            assert hasattr(request, attribute), (params["Action"], name)


def test_an_update_says_again_what_would_be_reset(server: RpcServer) -> None:
    answered(server, "GetInstanceDetail", DETAIL)
    answered(server, "UpdateInstance", {"RequestId": "R"})
    orders(server).place(OrderCall.UPDATE, ONE, Order(OrderKind.INSTANCE))
    sent = server.requests[-1]
    assert (sent["KeyAlgorithm"], sent["Domain"]) == ("ECC_256", "www.shop.example")
    assert "AutoReissue" not in sent, "hosting is a person's to switch"


@pytest.mark.parametrize("call", list(OrderCall))
def test_a_call_that_may_order_is_made_once(server: RpcServer, call: OrderCall) -> None:
    answered(server, "GetInstanceDetail", DETAIL)
    server.answers[call.value] = b"<html>502</html>"
    with pytest.raises(UnavailableError):
        orders(server).place(call, ONE, ORDER)
    assert [p["Action"] for p in server.requests].count(call.value) == 1


@pytest.mark.parametrize("call", list(OrderCall))
def test_an_answer_without_a_request_id_is_none(server: RpcServer, call: OrderCall) -> None:
    answered(server, "GetInstanceDetail", DETAIL)
    answered(server, call.value, {"OrderId": 8})
    with pytest.raises(UnavailableError, match="RequestId"):
        orders(server).place(call, ONE, ORDER)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Status": "PENDING", "CertificateId": None}, OrderStage.CHECKING),
        ({"Status": "refund"}, OrderStage.OVER),
        ({"Status": "closed"}, OrderStage.OVER),
        ({"Status": "expired"}, OrderStage.OVER),
        ({"Status": "inactive"}, OrderStage.IDLE),
        ({"Status": "willExpire"}, OrderStage.IDLE),
    ],
)
def test_the_states_of_an_instance(
    server: RpcServer, changes: dict[str, Any], expected: OrderStage
) -> None:
    answered(server, "GetInstanceDetail", {**DETAIL, **changes})
    assert orders(server).read(ONE).stage is expected


@pytest.mark.parametrize("status", ["revoked", "expired", ""])
def test_a_certificate_that_is_no_good_is_not_the_latest(server: RpcServer, status: str) -> None:
    answered(server, "GetInstanceDetail", {**DETAIL, "CertificateStatus": status})
    assert orders(server).read(ONE).latest is None


@pytest.mark.parametrize(
    ("record", "name", "kind"),
    [
        ({"ValidationType": "TXT", "ValidationKey": "_dnsauth.www"}, "_dnsauth.www", "TXT"),
        ({"ValidationType": "CNAME", "ValidationKey": "_x.www.shop.example"}, "_x.www", "CNAME"),
        ({"ValidationType": "HTTP", "ValidationKey": "/.well-known/x"}, "", "FILE"),
    ],
)
def test_validations_are_read_in_every_form(
    server: RpcServer, record: dict[str, str], name: str, kind: str
) -> None:
    wanted = {"Domain": "www.shop.example", "RootDomain": "shop.example", "ValidationValue": "v"}
    listed = [{**wanted, **record}, {"Domain": ""}, "nonsense"]
    detail = {**DETAIL, "Status": "pending", "DomainValidationList": listed}
    answered(server, "GetInstanceDetail", detail)
    (found,) = orders(server).read(ONE).records
    assert found.kind == kind
    whole = f"{name}.shop.example" if name else "http://www.shop.example/.well-known/x"
    assert (found.name, found.value) == (whole, "v")


@pytest.mark.parametrize("answer", [{"Status": ""}, {"Status": "dancing"}, {}])
def test_a_state_that_nobody_knows_is_unreadable(server: RpcServer, answer: object) -> None:
    answered(server, "GetInstanceDetail", answer)
    with pytest.raises(UnavailableError, match="Status is"):
        orders(server).read(ONE)


def test_a_list_that_changes_between_its_pages_is_read_again(server: RpcServer) -> None:
    """An order that is deleted meanwhile moves the others over the page boundary."""
    server.answers["GetInstanceDetail"] = no_instance(server)
    answered(server, "DescribePackageState", {"TotalCount": 2, "UsedCount": 1})
    pages = iter(
        [
            package(*({**LISTED, "OrderId": n, "InstanceId": "x"} for n in range(50)), total=51),
            package(total=50),
            package(*({**LISTED, "OrderId": n} for n in range(7, 8)), total=1),
        ]
    )

    def page(_: Params) -> object:
        server.status = 200
        return next(pages)

    server.answers["ListUserCertificateOrder"] = page
    assert orders(server).read(ONE).kind is OrderKind.PACKAGE


def test_orders_that_are_counted_and_never_shown_stop_it(server: RpcServer) -> None:
    """One of them may be the order under way, and another would be paid for."""
    server.answers["GetInstanceDetail"] = no_instance(server)
    answered(server, "ListUserCertificateOrder", package(LISTED, total=3))
    with pytest.raises(UnavailableError, match="2 orders more than it shows"):
        orders(server).read(ONE)


def test_orders_of_other_names_are_not_this_ones(server: RpcServer) -> None:
    server.answers["GetInstanceDetail"] = no_instance(server)
    other = {**LISTED, "OrderId": 9, "InstanceId": "o", "Domain": "a.www.shop.example"}
    answered(server, "ListUserCertificateOrder", package(LISTED, other))
    answered(server, "DescribePackageState", {"TotalCount": 2, "UsedCount": 1})
    found = orders(server).read(ONE)
    assert (found.number, found.left) == (7, 1)


def test_a_free_order_is_a_test(server: RpcServer) -> None:
    server.answers["GetInstanceDetail"] = no_instance(server)
    answered(server, "ListUserCertificateOrder", package({**LISTED, "CertType": "FREE"}))
    assert orders(server).read(ONE).kind is OrderKind.TEST


def test_a_private_key_in_an_orders_state_goes_nowhere(server: RpcServer) -> None:
    server.answers["GetInstanceDetail"] = no_instance(server)
    newest = {**LISTED, "OrderId": 8, "InstanceId": "other"}
    answered(server, "ListUserCertificateOrder", package(LISTED, newest))
    key = "-----BEGIN RSA PRIVATE KEY-----\nabc"
    state = {"Type": "certificate", "CertId": "9", "PrivateKey": key}
    answered(server, "DescribeCertificateState", state)
    answered(server, "DescribePackageState", {"TotalCount": 2, "UsedCount": 1})
    found = orders(server).read(ONE)
    assert found.latest == CertificateId(9, "cn-hangzhou")
    assert "PRIVATE" not in repr(found)


def test_a_site_that_is_not_read_is_named(server: RpcServer) -> None:
    elsewhere = replace(ONE, id=CertificateId(1, "ap-southeast-1"))
    with pytest.raises(NotFoundError, match="ap-southeast-1 is not read"):
        orders(server).read(elsewhere)
