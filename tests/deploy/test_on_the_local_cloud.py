"""The package at work: its own SDKs, under the platform's Python, against the local cloud."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localcloud.world import LocalCloud
from scripts.package import PYTHONS
from scripts.stage_functions import ROOT
from tests.deploy.calling import BUILDS, Unpack, call, python_or_skip

pytestmark = BUILDS
LEDGER = "package-ledger"


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    """An account with a ledger, the queues and one certificate; no functions of its own."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    made = LocalCloud(tmp_path / "cloud")
    made.start()
    try:
        made.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        for queue in ("certbind-events", "certbind-events-dead"):
            made.mns.model.create_queue(queue, {})
        yield made
    finally:
        made.stop()


@pytest.mark.parametrize("version", PYTHONS)
def test_every_function_does_its_work_from_the_package(
    version: str, unpacked: Unpack, cloud: LocalCloud
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    settings = {**cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}

    def answer(name: str, payload: str | None = None) -> dict[str, Any]:
        told = call(python, code, name, settings=settings, payload=payload)
        assert "returned" in told, told
        returned: dict[str, Any] = told["returned"]
        return returned

    assert answer("watch")["outcome"] == "baseline"
    issued = cloud.authorities.issue(("www.example.com",), days=90)
    cloud.cas.add_issued(
        issued.chain_pem, issued.key_pem, site="cn-hangzhou", name="www", instance_id="line-1"
    )
    assert [e["type"] for e in answer("watch")["events"]] == ["certificate.issued"]
    (message,) = cloud.mns.model.peek("certbind-events", 16)
    event = json.loads((ROOT / "events" / "queue-event-driven.json").read_text())
    event["data"]["messageBody"] = message.body
    handled = answer("certificate_event", json.dumps(event))
    assert handled["outcome"] == "nothing_to_do"
    assert "(www.example.com): 0 to bind" in handled["message"]
    assert answer("recheck")["outcome"] == "rechecked"
    assert answer("rollback")["domains"][0]["reason"] == "nothing_to_restore"
