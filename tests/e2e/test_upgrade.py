"""Two versions of certbind meet at one queue and one ledger."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import oss2

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.events import EventType, certificate_event, render
from demo.stage import ROOT
from localcloud.services.mns.model import Draft
from tests.e2e.scene import LEDGER, QUEUE, STATIC, WWW, Scene


def entries_of(scene: Scene, domain: str) -> dict[str, bytes]:
    """A domain's entries as they lie in the bucket, newest first."""
    bucket = scene.bucket(LEDGER)
    keys = [found.key for found in oss2.ObjectIteratorV2(bucket, f"certbind/domain/{domain}/")]
    return {key: bucket.get_object(key).read() for key in keys}


def test_an_entry_of_a_newer_version_stops_its_domain_and_no_other(scene: Scene) -> None:
    """What was written by whoever understands it is neither judged nor added to."""
    scene.map(WWW, STATIC)
    old = scene.issue(WWW, STATIC, days=20)
    scene.announce(old)
    scene.let_it_finish(minutes=4)
    newest, entry = next(iter(entries_of(scene, WWW).items()))
    body = {key: value for key, value in json.loads(entry).items() if key != "hash"}
    body["version"] = 99
    whole = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    newer = json.dumps({**body, "hash": hashlib.sha256(whole.encode()).hexdigest()})
    scene.bucket(LEDGER).put_object(newest, newer)
    before = entries_of(scene, WWW)

    new = scene.issue(WWW, STATIC)
    scene.announce(new)
    scene.let_it_finish(minutes=12)
    assert scene.bound(WWW) == old.identifier
    assert entries_of(scene, WWW) == before
    assert scene.bound(STATIC) == new.identifier
    assert scene.kinds(STATIC)[-1] is EntryKind.VERIFIED
    told = [o for o in scene.outcomes() if o.get("subject") == new.identifier]
    (planned,) = [o for o in told if o["outcome"] == "planned"]
    (unread,) = planned["details"]["unread"]
    assert WWW in unread["where"]
    assert "entry format 99; this certbind reads format 1" in unread["message"]
    assert scene.dead() == [], "the event said what it could not read, and the sweep asks again"


def test_what_waits_in_the_queue_is_taken_up_by_the_package_that_is_deployed_next(
    scene: Scene, tmp_path: Path
) -> None:
    """A look that is not due yet and an event that nobody took; and back again."""
    scene.map(WWW, STATIC)
    first = scene.issue(WWW)
    scene.announce(first)
    assert scene.kinds(WWW)[-1] is EntryKind.BOUND
    scene.cloud.runner.stop()
    second = scene.issue(STATIC)
    event = certificate_event(EventType.ISSUED, CertificateId.parse(second.identifier))
    scene.cloud.mns.model.send(QUEUE, Draft(render(event)))
    shutil.copytree(ROOT / "build" / "fc", tmp_path / "next")
    scene.redeploy(CERTBIND_CODE=str(tmp_path / "next"))
    scene.let_it_finish(minutes=4)
    assert (scene.bound(WWW), scene.bound(STATIC)) == (first.identifier, second.identifier)
    for domain in (WWW, STATIC):
        assert scene.kinds(domain).count(EntryKind.BOUND) == 1
        assert scene.kinds(domain)[-1] is EntryKind.VERIFIED

    scene.redeploy(CERTBIND_CODE=str(ROOT / "build" / "fc"))
    scene.announce(first)
    assert [o["outcome"] for o in scene.outcomes()] == ["duplicate"]
    third = scene.issue(WWW, days=120)
    scene.announce(third)
    scene.let_it_finish(minutes=4)
    assert scene.bound(WWW) == third.identifier
    assert scene.kinds(WWW).count(EntryKind.BOUND) == 2
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []
