"""What could not be handled: put aside by the platform, put back into work by a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from localcloud.faults import FaultKind, FaultRule
from tests.e2e.scene import QUEUE, WWW, Scene

CAS_DENIED = FaultRule(FaultKind.ERROR, "cas", count=None, status=403, code="Forbidden.RAM")
LEDGER_DENIED = FaultRule(
    FaultKind.ERROR, "oss", "PutObject", count=None, status=403, code="AccessDenied"
)


def listed(scene: Scene) -> list[dict[str, Any]]:
    scene.pass_time(seconds=2)  # what was looked at is shown again
    found: list[dict[str, Any]] = json.loads(scene.certbind("dead-letters", "list", "--json"))
    return found


@pytest.mark.parametrize("shape", ["event", "body"])
def test_a_permission_is_missing_and_mended_and_the_event_is_replayed(
    scene: Scene, shape: str
) -> None:
    scene.cloud.switches.set("eventbridge.dead_letter", shape)
    scene.map(WWW)
    issued = scene.issue(WWW)
    rule = scene.cloud.kernel.faults.add(LEDGER_DENIED)
    scene.announce(issued)
    scene.let_it_finish(minutes=3)
    letters = {event["id"]: one for one in listed(scene) for event in one["events"]}
    letter = letters[f"issued-{issued.identifier}"]
    assert scene.bound(WWW) == ""

    scene.cloud.kernel.faults.remove(rule.id)
    told = scene.certbind("dead-letters", "replay", letter["id"])
    assert "put back into the queue" in told
    scene.let_it_finish(minutes=3)
    assert scene.bound(WWW) == issued.identifier
    assert EntryKind.VERIFIED in scene.kinds(WWW)
    assert letter["id"] not in {one["id"] for one in listed(scene)}
    (subject,) = scene.journal().subjects("replays/")
    assert scene.journal().newest(subject).record.kind is EntryKind.REPLAYED
    scene.certbind("dead-letters", "replay", "--all")
    scene.let_it_finish(minutes=3)
    assert listed(scene) == []
    assert scene.bound(WWW) == issued.identifier


def test_a_timers_failed_call_is_told_as_such_and_once(scene: Scene) -> None:
    scene.cloud.kernel.faults.add(CAS_DENIED)
    for _ in range(4):
        scene.pass_time(minutes=5)  # watch's ticks
        scene.let_it_finish(minutes=1)
    letters = listed(scene)
    assert [letter["timer_tick"] for letter in letters] == [True]
    assert letters[0]["failed"]["function"] == "certbind-watch"
    assert letters[0]["failed"]["kind"] == "PermissionDeniedError"
    scene.cloud.kernel.faults.clear()
    scene.certbind("dead-letters", "replay", "--all")
    scene.settle()
    assert scene.cloud.mns.model.peek(QUEUE, 16) == []
    assert [one for one in listed(scene) if one["id"] in {x["id"] for x in letters}] == []
