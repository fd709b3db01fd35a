"""What people and CAs do about certificates that are applied for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localcloud.world import LocalCloud
from tests.localcloud.cli.conftest import Run
from tests.localcloud.cli.wire import rpc

Act = Callable[..., Any]
NAME, PRODUCT = "www.shop.example", "geotrust-dv-1-starter"


def status(world: LocalCloud, instance: str) -> Any:
    return rpc(world, "CAS", "GetInstanceDetail", InstanceId=instance)["Status"]


def test_an_instance_is_bought_applied_for_validated_and_refunded(
    act: Act, run: Run, world: LocalCloud
) -> None:
    instance = act("instance", "buy", NAME)["instance"]
    assert status(world, instance) == "inactive"
    act("ca", "--issue-seconds", "0")
    rpc(world, "CAS", "ApplyCertificate", InstanceId=instance)
    ((record,),) = (one["records"] for one in act("instance", "list"))
    name, kind, value = record.split()
    act("dns", "set", name, kind, value)
    assert status(world, instance) == "normal"
    (listed,) = act("instance", "list")
    assert (listed["applications"], listed["records"]) == (1, [])
    act("instance", "change", instance, "--ended", "refund")
    assert status(world, instance) == "refund"
    act("instance", "change", instance, "--ended", "")
    assert status(world, instance) == "normal"
    run("instance", "change", "nobody", code=2)
    run("validate", instance, code=2)


def test_a_file_is_served_and_a_ca_refuses_until_it_does_not(act: Act, world: LocalCloud) -> None:
    instance = act("instance", "buy", NAME)["instance"]
    act("instance", "change", instance, "--record", "FILE", "--own-csr", "--auto-reissue")
    act("ca", "--issue-seconds", "0", "--refuses", "not you")
    rpc(world, "CAS", "ApplyCertificate", InstanceId=instance)
    act("validate", instance)
    detail = rpc(world, "CAS", "GetInstanceDetail", InstanceId=instance)
    assert (detail["Status"], detail["PendingResult"]) == ("inactive", "not you")
    assert (detail["GenerateCsrMethod"], detail["AutoReissue"]) == ("upload", "enable")
    act("ca", "--refuses", "")
    rpc(world, "CAS", "ApplyCertificate", InstanceId=instance)
    act("validate", instance)
    assert status(world, instance) == "normal"


def test_a_package_is_bought_and_a_renewed_order_applied_for(
    act: Act, run: Run, world: LocalCloud
) -> None:
    assert act("package", "list") == []
    act("package", "set", PRODUCT, "--total", "2")
    act("issue", NAME, "--days", "20", "--instance", "cas_dv-cn-1")
    (order,) = rpc(world, "CAS", "ListUserCertificateOrder")["CertificateOrderList"]
    renew = "RenewCertificateOrderForPackageRequest"
    number = rpc(world, "CAS", renew, OrderId=order["OrderId"])["OrderId"]
    assert [(one["order"], one["type"]) for one in act("order", "list")] == [(number, "payed")]
    act("order", "apply", str(number))
    run("order", "apply", str(number), code=2)
    act("ca", "--issue-seconds", "0")
    act("validate", str(number))
    state = rpc(world, "CAS", "DescribeCertificateState", OrderId=number)
    assert state["Type"] == "certificate"
    (left,) = act("package", "list")
    assert (left["total"], left["used"], left["issued"]) == (2, 1, 1)
    run("package", "set", "nobody", "--total", "1", code=2)


def test_a_test_instance_is_listed_as_such(act: Act, world: LocalCloud) -> None:
    held = act("issue", NAME)
    act("instance", "change", held["instance"], "--test")
    (listed,) = rpc(world, "CAS", "ListCertificates")["CertificateList"]
    assert listed["CertificateSource"] == "TEST"
    found = rpc(world, "CAS", "ListCertificates", CertificateSource="BUY")
    assert found["TotalCount"] == 0
