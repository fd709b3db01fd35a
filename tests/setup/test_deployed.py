"""setup, then the functions of s.yaml in processes of their own, under the roles that it made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from localcloud.world import LocalCloud
from tests.setup.acting import CDN, WWW, Acting
from tests.setup.commands import run
from tests.setup.files import SERVICE_FILE


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    """Nothing is configured but the prefix: every other name follows from it."""
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("CERTBIND_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CERTBIND_PREFIX", "shop")
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
    statuses = run(deployed, "status", "--json").json
    assert {one["domain"]: one["phase"] for one in statuses} == {WWW: "verified", CDN: "verified"}
    assert [call for call in deployed.kernel.calls.calls() if call.missing] == []
    assert deployed.mns.model.peek("shop-events-dead", 16) == []


def test_without_setup_the_functions_fail_and_say_why(deployed: LocalCloud) -> None:
    """A role that was never made may do nothing."""
    settle(deployed, minutes=5)
    (watched,) = [i for i in deployed.runner.invocations() if i.function == "shop-watch"][:1]
    assert "permission_denied" in str(watched.result)
