"""Two versions of certbind meet at one queue and one ledger."""

from __future__ import annotations

import json

import oss2

from certbind.domain.journal import EntryKind
from tests.e2e.scene import LEDGER, STATIC, WWW, Scene


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
    newer = json.dumps({**json.loads(entry), "version": 99})
    scene.bucket(LEDGER).put_object(newest, newer)
    before = entries_of(scene, WWW)

    new = scene.issue(WWW, STATIC)
    scene.announce(new)
    scene.let_it_finish(minutes=12)
    assert scene.bound(WWW) == old.identifier
    assert entries_of(scene, WWW) == before
    assert scene.bound(STATIC) == new.identifier
    assert scene.kinds(STATIC)[-1] is EntryKind.VERIFIED
    failed = [i.result.body.decode() for i in scene.cloud.runner.invocations() if i.result.failed]
    assert failed
    assert all("entry format 99; this certbind reads format 1" in body for body in failed)
    waiting = [body for body in scene.dead() if "certbind.bind" in body]
    assert waiting
    assert all(WWW in body and STATIC not in body for body in waiting)
