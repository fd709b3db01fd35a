"""`localcloud role`, `localcloud calls --denied`, `localcloud up` with strict roles or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from localcloud.cli import main
from localcloud.control import Control
from tests.localcloud.ram.account import Account, policy

SERVICE_FILE = """
edition: 3.0.0
resources:
  f:
    component: fc3
    props: {functionName: f, region: cn-hangzhou, runtime: python3.10, handler: f.handler,
            code: ./code, role: worker}
"""
Run = Callable[..., str]


@pytest.fixture
def run(account: Account) -> Iterator[Run]:
    """A command against the account; what it printed."""
    control = Control(account.world)
    control.start()

    def invoke(*arguments: str, code: int = 0) -> str:
        environment = {"LOCALCLOUD_DIR": str(account.world.directory)}
        result = CliRunner().invoke(main, arguments, env=environment)
        assert result.exit_code == code, result.output
        return result.output

    yield invoke
    control.close()


def test_a_role_is_set_from_files(account: Account, run: Run, tmp_path: Path) -> None:
    document = tmp_path / "policy.json"
    document.write_text(policy(("cdn:DescribeUserDomains", "*")))
    run("role", "set", "worker", str(document))
    assert "worker-1" in run("role", "list")
    key = account.world.kernel.credentials.issue_role_key("worker/c-1")
    assert account.call("CDN", "DescribeUserDomains", key)
    assert '"ended": 1' in run("role", "rotate", "worker", "--json")
    refused = account.refused("CDN", "DescribeUserDomains", key)
    assert refused == (400, "InvalidSecurityToken.Expired")


def test_a_bad_policy_is_refused_and_changes_nothing(
    account: Account, run: Run, tmp_path: Path
) -> None:
    document = tmp_path / "policy.json"
    document.write_text("{}")
    assert "MalformedPolicyDocument" in run("role", "set", "worker", str(document), code=2)
    assert account.world.ram.roles() == ()
    assert "no role" in run("role", "rotate", "worker", code=2)


def test_denied_calls_are_listed_with_what_was_missing(account: Account, run: Run) -> None:
    account.call("CDN", "DescribeUserDomains")
    account.refused("CDN", "DescribeUserDomains", account.holder())
    denied = json.loads(run("calls", "--denied", "--json"))
    assert [call["missing"] for call in denied] == ["cdn:DescribeUserDomains on *"]
    assert len(json.loads(run("calls", "--json"))) == 2


def test_what_a_role_needed_is_told_each_once_granted_or_not(account: Account, run: Run) -> None:
    key = account.holder(policy(("cdn:*", "*")))
    for _ in range(2):
        account.call("CDN", "DescribeUserDomains", key)
    account.refused("CAS", "ListUserCertificateOrder", key)
    account.call("CAS", "ListUserCertificateOrder")
    assert json.loads(run("role", "uses", "worker", "--json")) == [
        {"action": "cdn:DescribeUserDomains", "resource": "*"},
        {"action": "yundun-cert:ListUserCertificateOrder", "resource": "*"},
    ]


@pytest.mark.parametrize(("options", "says"), [([], True), (["--lenient-roles"], False)])
def test_up_is_strict_and_names_the_roles_that_are_missing(
    tmp_path: Path, options: list[str], *, says: bool
) -> None:
    (tmp_path / "s.yaml").write_text(SERVICE_FILE)
    (tmp_path / "code").mkdir()
    environment = {**os.environ, "LOCALCLOUD_DIR": str(tmp_path / "state")}
    root = Path(__file__).resolve().parents[3] / "localcloud"
    environment["PYTHONPATH"] = str(root)

    def command(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "localcloud.cli", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True,
        ).stdout  # fmt: skip

    try:
        shown = command("up", "--detach", *options)
        assert ("role worker is not in RAM" in shown) == says
    finally:
        command("down")
