"""A renewal from the warning to the new certificate, bound and verified, all over the wire."""

from __future__ import annotations

import json
from typing import Any

from certbind.domain.lifecycle.journal import EntryKind
from localcloud.services.cas.certificates import StoredCertificate
from tests.e2e.scene import WWW, Scene


def line_of(scene: Scene) -> list[EntryKind]:
    """What the only line's journal tells, in order."""
    journal = scene.journal()
    (subject,) = journal.subjects("line/")
    return [entry.record.kind for entry in reversed(journal.entries(subject))]


def calls(scene: Scene, *actions: str) -> int:
    counts = scene.cloud.kernel.calls.counts()
    return sum(counts.get(f"cas.{action}", 0) for action in actions)


def instance(scene: Scene, held: StoredCertificate) -> Any:
    found = scene.cloud.cas.instances.find(held.instance_id)
    assert found is not None
    return found


def publish(scene: Scene, held: StoredCertificate) -> None:
    """A person creates the records that the CA waits for."""
    pending = instance(scene, held)
    for record in pending.application.records(pending.names):
        scene.cloud.dns.set_txt(record.name, record.value)


def test_an_instance_is_renewed_from_the_warning_to_what_visitors_get(scene: Scene) -> None:
    """V2.0 without AutoReissue: UpdateInstance, ApplyCertificate, the record told, the new id."""
    scene.redeploy(CERTBIND_RENEW="all")
    scene.map(WWW)
    scene.pass_time(minutes=5)
    old = scene.issue(WWW, days=90)
    scene.pass_time(minutes=5)
    scene.let_it_finish(minutes=3)
    assert scene.leaf(WWW) == {old.facts.sha256.lower()}
    scene.pass_time(hours=24 * 60)
    scene.pass_time(minutes=5)  # watch: approaching
    scene.let_it_finish(minutes=3)
    assert instance(scene, old).applications == 1
    assert calls(scene, "UpdateInstance") == calls(scene, "ApplyCertificate") == 1
    told = json.dumps(scene.outcomes())
    assert "validation_missing" in told
    assert "TXT _dnsauth.www.shop.example = " in told
    publish(scene, old)
    scene.let_it_finish(minutes=12)
    new = scene.bound(WWW)
    assert new != old.identifier
    scene.let_it_finish(minutes=4)
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert scene.leaf(WWW) == {scene.cloud.cas.get(new).facts.sha256.lower()}  # type: ignore[union-attr]
    assert instance(scene, old).applications == 1
    kinds = line_of(scene)
    assert kinds[:4] == [
        EntryKind.ORDER_INTENT,
        EntryKind.ORDER_PLACED,
        EntryKind.ORDER_INTENT,
        EntryKind.ORDER_PLACED,
    ]
    assert kinds[-1] is EntryKind.ORDER_ISSUED
    assert scene.dead() == []
