"""Functions under their role: what they may do, whether it trusts them, and new credentials."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from localcloud.control import all_acts
from localcloud.runner.platform import InvocationRefusedError
from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account, policy, trust

SERVICE_FILE = """
edition: 3.0.0
resources:
  f:
    component: fc3
    props:
      functionName: f
      region: cn-hangzhou
      runtime: {runtime}
      handler: f.handler
      code: ./code
      role: acs:ram::1:role/Worker
      timeout: 30
      environmentVariables:
        OSS_ENDPOINT: ${{env('OSS_ENDPOINT')}}
"""
SOURCE = """
import os
import oss2

def handler(event, context):
    if event == b"environment":
        names = ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN")
        key = [os.environ["ALIBABA_CLOUD_" + name] for name in names]
    else:
        own = context.credentials
        key = [own.access_key_id, own.access_key_secret, own.security_token]
    bucket = oss2.Bucket(oss2.StsAuth(*key), os.environ["OSS_ENDPOINT"], "shop")
    try:
        bucket.put_object("one", b"1")
    except oss2.exceptions.ServerError as error:
        return [key[0], error.code]
    return [key[0], "written"]
"""
MAY_WRITE = policy(("oss:PutObject", "acs:oss:*:*:shop/*"))
MakeWorld = Callable[..., LocalCloud]


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[MakeWorld]:
    """A started world whose function `f` writes into a bucket, as its role lets it."""
    with ExitStack() as stack:

        def make(runtime: str = "python3.10", **settings: Any) -> LocalCloud:
            (tmp_path / "code").mkdir()
            (tmp_path / "code" / "f.py").write_text(textwrap.dedent(SOURCE))
            (tmp_path / "s.yaml").write_text(SERVICE_FILE.format(runtime=runtime))
            settings = {"delays": {"cdn": 0, "oss": 0}, "strict_roles": True, **settings}
            world = LocalCloud(None, service_file=tmp_path / "s.yaml", **settings)
            stack.enter_context(world)
            world.oss.world.create_bucket("shop", "cn-hangzhou")
            return world

        yield make


def ask(world: LocalCloud, event: str = "") -> tuple[str, str]:
    """The key that the function used, and what came of it."""
    result = world.runner.invoke("f", event.encode())
    assert result.error_type == "", result.body
    key, outcome = json.loads(result.body)
    return key, outcome


def test_a_function_may_do_what_its_role_may(make_world: MakeWorld) -> None:
    world = make_world()
    assert ask(world)[1] == "AccessDenied"  # there is no such role yet
    world.ram.set_role("worker", [policy(("oss:GetObject", "*"))])
    assert ask(world)[1] == "AccessDenied"
    world.ram.set_role("worker", [MAY_WRITE])
    assert ask(world)[1] == "written"
    denied = all_acts(world)["calls.list"](denied=True)
    account = world.kernel.credentials.account_id
    missing = f"oss:PutObject on acs:oss:*:{account}:shop/one"
    assert [call["missing"] for call in denied] == [missing, missing]


def test_without_strict_roles_a_role_that_nobody_made_may_do_everything(
    make_world: MakeWorld,
) -> None:
    assert ask(make_world(strict_roles=False))[1] == "written"


def test_a_role_that_does_not_trust_functions_is_not_taken_on(make_world: MakeWorld) -> None:
    world = make_world()
    world.ram.set_role("worker", [MAY_WRITE])
    account = Account(world)
    other = trust(Service="ecs.aliyuncs.com")
    account.call("RAM", "UpdateRole", RoleName="worker", NewAssumeRolePolicyDocument=other)
    with pytest.raises(InvocationRefusedError) as caught:
        world.runner.invoke("f")
    assert (caught.value.status, caught.value.code) == (403, "AccessDenied")


def test_new_credentials_come_with_the_context_while_the_environment_stays(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    world.ram.set_role("worker", [MAY_WRITE])
    first, outcome = ask(world)
    assert outcome == "written"
    assert ask(world, "environment") == (first, "written")
    assert world.rotate_credentials("worker") == 1
    second, outcome = ask(world)
    assert (outcome, second != first) == ("written", True)
    assert ask(world, "environment") == (first, "SecurityTokenExpired")
    assert len({run.instance for run in world.runner.invocations()}) == 1


def test_python3_12_has_no_credentials_in_its_context_so_its_instance_is_not_used_again(
    make_world: MakeWorld,
) -> None:
    world = make_world("python3.12")
    world.ram.set_role("worker", [MAY_WRITE])
    first, outcome = ask(world, "environment")
    assert outcome == "written"
    world.rotate_credentials("worker")
    second, outcome = ask(world, "environment")
    assert (outcome, second != first) == ("written", True)
    one, two = world.runner.invocations()
    assert one.instance != two.instance


def test_credentials_that_ran_out_after_a_rotation_end_the_instance(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    world.ram.set_role("worker", [MAY_WRITE])
    ask(world)
    world.rotate_credentials("worker")
    ask(world)
    world.advance(timedelta(hours=37))
    assert ask(world)[1] == "written"
    instances = [run.instance for run in world.runner.invocations()]
    assert instances[0] == instances[1] != instances[2]


def test_roles_are_set_shown_and_rotated_by_acts(make_world: MakeWorld) -> None:
    world = make_world()
    acts = all_acts(world)
    assert acts["status"]()["roles_missing"] == ["worker"]
    assert acts["role.list"]() == [{"role": "worker", "policies": "not in RAM: may do nothing"}]
    acts["role.set"]("worker", [MAY_WRITE, policy(("cdn:*", "*"))])
    assert acts["role.set"]("worker", [MAY_WRITE]) == {"role": "worker", "policies": "worker-1"}
    assert acts["role.list"]() == [{"role": "worker", "policies": "worker-1"}]
    assert [policy.name for policy in world.ram.policies("Custom")] == ["worker-1"]
    assert acts["status"]()["roles_missing"] == []
    ask(world)
    assert acts["role.rotate"]("worker") == {"role": "worker", "ended": 1}
    assert ask(world)[1] == "written"
