"""Messages of certbind 0.1 that wait in a queue go on as steps."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.events import (
    Step,
    from_cloud_event,
)

NEW = CertificateId(12345901, "cn-hangzhou")
OSS = Target(ProductName("oss"), Domain("static.example.com"), "example-assets", "cn-hangzhou")


def of_0_1(kind: str, **more: Any) -> dict[str, Any]:
    """A message as certbind 0.1 wrote it."""
    target = {"kind": "oss", "domain": OSS.domain, "bucket": OSS.bucket, "region": OSS.region}
    data = {"target": target, "certificate": str(NEW), "cause": "renewed-1", "attempt": 3, **more}
    return {"specversion": "1.0", "id": "its-id-3", "type": kind, "data": data}


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_bind_command_of_0_1_is_read_as_a_step(by_hand: bool) -> None:
    raw = of_0_1("certbind.bind", **({"by_hand": True} if by_hand else {}))
    assert from_cloud_event(raw) == Step(
        "its-id-3", OSS, "renewed-1", candidate=NEW, by_hand=by_hand
    )


def test_a_verify_command_of_0_1_is_read_as_a_step() -> None:
    raw = of_0_1("certbind.verify", sequence=7, deadline="2026-11-20T07:00:00+00:00")
    assert from_cloud_event(raw) == Step("its-id-3", OSS, "renewed-1")
