"""What people do with zones of Alidns: the commands, and a validation that the CA sees there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localcloud.world import LocalCloud
from tests.localcloud.cli.conftest import Run
from tests.localcloud.cli.wire import rpc

Act = Callable[..., Any]


def test_the_ca_sees_a_record_that_stands_in_a_zone(act: Act, run: Run, world: LocalCloud) -> None:
    made = act("zone", "add", "shop.example")
    assert made["answered_by"] == ["dns7.hichina.com", "dns8.hichina.com"]
    instance = act("instance", "buy", "www.shop.example")["instance"]
    act("ca", "--issue-seconds", "0")
    rpc(world, "CAS", "ApplyCertificate", InstanceId=instance)
    ((record,),) = (one["records"] for one in act("instance", "list"))
    name, kind, value = record.split()
    act("zone", "delegate", "shop.example", "--elsewhere")
    assert act("zone", "record", name, kind, value)["records"] == [f"{kind} {name} = {value}"]
    detail = rpc(world, "CAS", "GetInstanceDetail", InstanceId=instance)
    assert detail["Status"] == "pending"
    act("zone", "delegate", "shop.example")
    detail = rpc(world, "CAS", "GetInstanceDetail", InstanceId=instance)
    assert detail["Status"] == "normal"
    assert act("zone", "remove", name, "--value", value)["records"] == []
    run("zone", "remove", name, code=2)
    run("zone", "add", "shop.example", code=2)
    run("zone", "record", "www.other.example", "TXT", "x", code=2)
    run("zone", "delay", "--", "-1", code=2)
    assert act("zone", "delay", "30") == {"delay": 30.0}
    assert [one["zone"] for one in act("zone", "list")] == ["shop.example"]
    act("zone", "drop", "shop.example")
    run("zone", "delegate", "shop.example", code=2)
