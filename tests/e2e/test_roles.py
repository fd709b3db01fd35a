"""The functions under the roles that `certbind setup` makes, while those roles' keys change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.stage import Stage
from localcloud.calls import Call
from tests.e2e.scene import WWW


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """As the demo has it: strict roles, set up by the command."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    with Stage(tmp_path / "cloud") as made:
        made.cloud.oss.world.create_bucket("assets", "cn-hangzhou")
        made.cloud.oss.world.map_domain("assets", WWW)
        made.pass_time(minutes=5)
        yield made


def test_credentials_that_rotate_under_a_warm_instance_stop_nothing(stage: Stage) -> None:
    """The environment of an instance keeps its old keys; each request brings new ones."""
    stage.issue(WWW, days=60)
    stage.pass_time(minutes=5)
    bound = [o["outcome"] for o in stage.outcomes()]
    assert "bound" in bound
    for name in ("watch", "certificate-event"):
        assert stage.cloud.rotate_credentials(f"certbind-{name}") > 0
    warm = {i.instance for i in stage.cloud.runner.invocations("certbind-watch")}
    stage.issue(WWW, days=120)
    stage.pass_time(minutes=5)
    stage.pass_time(minutes=1)  # until the looks at the first one have ended
    assert "bound" in [o["outcome"] for o in stage.outcomes()]
    last = stage.cloud.runner.invocations("certbind-watch")[-1]
    assert last.instance in warm, "the instance was warm"


def test_a_permission_that_is_taken_away_is_named_and_given_back_the_next_recheck_binds(
    stage: Stage,
) -> None:
    held = stage.cloud.ram
    role = "certbind-certificate-event"
    printed = json.loads(stage.certbind("setup", "--print-policies", "--json"))
    document = json.dumps(printed[role])
    held.set_role(role, [document.replace("oss:PutCname", "oss:Nothing")])
    issued = stage.issue(WWW)
    stage.pass_time(minutes=5)
    (failed,) = [o for o in stage.outcomes() if o["outcome"] == "failed"]
    assert failed["reason"] == "permission_denied"
    assert "oss:PutCname" in failed["message"]
    assert bound(stage) == ""
    held.set_role(role, [document])
    stage.pass_time(hours=6)
    for _ in range(4):  # until visitors were looked at twice
        stage.pass_time(minutes=1)
    assert bound(stage) == issued.identifier
    (call,) = [call for call in stage.cloud.kernel.calls.calls() if binds(call)]
    assert call.principal.startswith(f"role/{role}/")
    assert "verified" in [o["outcome"] for o in stage.outcomes()]


def bound(stage: Stage) -> str:
    (mapped,) = stage.cloud.oss.world.cnames()
    return mapped.certificate.identifier if mapped.certificate else ""


def binds(call: Call) -> bool:
    return (call.service, call.action, call.code) == ("oss", "PutCname", "")
