"""setup, then the functions of s.yaml in processes of their own, under the roles that it made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from localcloud.runner.platform import Platform
from localcloud.runner.runner import Runner
from localcloud.runner.service_file import read_service_file
from localcloud.world import LocalCloud
from tests.setup.acting import CDN, WWW, Acting
from tests.setup.commands import run
from tests.setup.files import SERVICE_FILE

TRIAL = {"CERTBIND_PREFIX": "trial", "CERTBIND_BIND": CDN}
CHANGES = ("PutCname", "SetCdnDomainSSLCertificate")


@pytest.fixture
def deployed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[LocalCloud]:
    """Nothing is configured but the prefix, from which every other name follows, and what a test
    gives besides.
    """
    monkeypatch.setenv("CERTBIND_PREFIX", "shop")
    for name, value in getattr(request, "param", {}).items():
        monkeypatch.setenv(name, value)
    with LocalCloud(tmp_path / "cloud", service_file=SERVICE_FILE, strict_roles=True) as made:
        yield made


def settle(cloud: LocalCloud, **later: int) -> None:
    cloud.advance(timedelta(**later))
    assert cloud.runner.settle(60)


def test_from_setup_to_a_verified_certificate(deployed: LocalCloud) -> None:
    """The trigger reads the queue that setup made, and no call lacks a permission."""
    assert run(deployed, "setup", "--yes").code == 0
    Acting(deployed).map_domains()
    settle(deployed, minutes=5)
    Acting(deployed).issue(WWW, CDN)
    settle(deployed, minutes=5)
    for _ in range(4):
        settle(deployed, seconds=61)
    statuses = run(deployed, "status", "--json").json["domains"]
    phases = {one["domain"]: one["phase"] for one in statuses if one["entry"]}
    assert phases == {WWW: "verified", CDN: "verified"}
    assert [call for call in deployed.kernel.calls.calls() if call.missing] == []
    assert deployed.mns.model.peek("shop-events-dead", 16) == []


def test_without_setup_the_functions_fail_and_say_why(deployed: LocalCloud) -> None:
    """A ledger that was never made is named; a role that was never made may do nothing."""
    assert "(NoSuchBucket" in watched(deployed)
    account = deployed.kernel.credentials.account_id
    deployed.oss.world.create_bucket(f"shop-ledger-{account}", "cn-hangzhou")
    assert "permission_denied" in watched(deployed)


def watched(cloud: LocalCloud) -> str:
    """What the newest run of `watch` came to."""
    settle(cloud, minutes=5)
    runs = [each for each in cloud.runner.invocations() if each.function == "shop-watch"]
    return str(runs[-1].result)


@pytest.fixture
def second(deployed: LocalCloud, tmp_path: Path) -> Iterator[Runner]:
    """The functions of another deployment in the same account."""
    platform = Platform(
        deployed.clock,
        deployed.kernel.credentials,
        deployed.switches,
        deployed.store,
        deployed.queues,
        tmp_path / "second",
        lets_functions=deployed.ram.lets_functions,
    )
    environ = {**os.environ, **deployed.env(), **TRIAL}
    functions = read_service_file(SERVICE_FILE, environ).functions
    runner = Runner(platform, functions, deployed.kernel.calls)
    runner.start()
    yield runner
    runner.stop()


@pytest.mark.parametrize("deployed", [{"CERTBIND_BIND": WWW}], indirect=True)
def test_two_deployments_share_an_account_and_each_binds_its_own(
    deployed: LocalCloud, second: Runner
) -> None:
    """docs/guides/several-accounts.md: domains are divided by CERTBIND_BIND. Both see the one
    certificate; a recheck later neither has touched or missed what is the other's.
    """

    def pass_time(**later: int) -> None:
        settle(deployed, **later)
        assert second.settle(60)
        assert deployed.runner.settle(60)

    for environ in ({}, TRIAL):
        assert run(deployed, "setup", "--yes", **environ).code == 0
    Acting(deployed).map_domains()
    pass_time(minutes=5)
    issued = Acting(deployed).issue(WWW, CDN)
    for _ in range(5):
        pass_time(minutes=2)
    pass_time(hours=6)
    pass_time(minutes=2)
    calls = deployed.kernel.calls.calls()
    assert {(c.action, c.principal.split("/")[1]) for c in calls if c.action in CHANGES} == {
        ("PutCname", "shop-certificate-event"),
        ("SetCdnDomainSSLCertificate", "trial-certificate-event"),
    }
    assert deployed.kernel.calls.counts()["oss.PutCname"] == 1
    assert deployed.kernel.calls.counts()["cdn.SetCdnDomainSSLCertificate"] == 1
    for environ, domain in (({}, WWW), (TRIAL, CDN)):
        rows = run(deployed, "status", "--json", **environ).json["domains"]
        (own,) = (one for one in rows if one["entry"])
        assert (own["domain"], own["phase"]) == (domain, "verified")
        assert own["certificate"]["id"] == issued.identifier
    assert [call for call in calls if call.missing] == []
    for queue in ("shop-events-dead", "trial-events-dead"):
        assert deployed.mns.model.peek(queue, 16) == []
