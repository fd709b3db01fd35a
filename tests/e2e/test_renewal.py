"""A renewal from the warning to the new certificate, bound and verified, all over the wire."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas.applying.application import Record
from localcloud.services.cas.applying.packages import Package
from localcloud.services.cas.certificates import StoredCertificate
from tests.e2e.scene import LEDGER, SITE, WWW, Scene

PRODUCT = "geotrust-dv-1-starter"


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A person has switched renewals on, and the writing of records where a zone is in Alidns."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    os.environ.update(CERTBIND_LEDGER_BUCKET=LEDGER, CERTBIND_RENEW="all", CERTBIND_VALIDATE="all")
    made = Scene(tmp_path / "cloud")
    with made:
        yield made


def near_its_end(scene: Scene, line: str | None = None) -> StoredCertificate:
    """A certificate of 90 days that has 15 left, and stands at the domain. `watch` has looked."""
    scene.pass_time(minutes=5)
    begun = scene.cloud.clock.now().replace(microsecond=0) - timedelta(days=75)
    made = scene.cloud.authorities.issue([WWW], days=90, not_before=begun)
    held = scene.cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site=SITE, name="old", instance_id=line
    )
    held = scene.cloud.cas._keep(replace(held, product=PRODUCT))
    scene.map(WWW)
    scene.cloud.oss.world.bind("assets", WWW, held.identifier)
    return held


def line_of(scene: Scene) -> list[EntryKind]:
    """What the only line's journal tells, in order."""
    journal = scene.journal()
    (subject,) = journal.subjects("line/")
    return [entry.record.kind for entry in reversed(journal.entries(subject))]


def calls(scene: Scene, action: str) -> int:
    return scene.cloud.kernel.calls.counts().get(f"cas.{action}", 0)


def publish(scene: Scene, records: tuple[Record, ...]) -> None:
    """A person creates the records that the CA waits for."""
    for record in records:
        scene.cloud.dns.set_txt(record.name, record.value)


def calls_of(scene: Scene, action: str) -> int:
    return scene.cloud.kernel.calls.counts().get(f"alidns.{action}", 0)


def until_verified(scene: Scene, old: StoredCertificate) -> StoredCertificate:
    """The CA looks, issues, and the rest is as with every certificate."""
    for _ in range(12):
        scene.pass_time(seconds=61)
        if scene.bound(WWW) != old.identifier and scene.kinds(WWW)[-1] is EntryKind.VERIFIED:
            break
    new = scene.cloud.cas.get(scene.bound(WWW))
    assert new is not None
    assert new.identifier != old.identifier
    assert scene.leaf(WWW) == {new.facts.sha256.lower()}
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert EntryKind.ORDER_ISSUED in line_of(scene)[-2:]
    assert scene.dead() == []
    return new


def test_an_instance_is_renewed_from_the_warning_to_what_visitors_get(scene: Scene) -> None:
    """V2.0 without AutoReissue: UpdateInstance, ApplyCertificate, the record told, the new id."""
    old = near_its_end(scene)
    scene.announce(old, "expiry_approaching")
    for _ in range(3):
        scene.pass_time(seconds=31)
    found = scene.cloud.cas.instances.find(old.instance_id)
    assert found is not None
    assert found.application is not None
    told = json.dumps(scene.outcomes())
    (record,) = found.application.records(found.names)
    assert "validation_missing" in told
    assert f"TXT {record.name} = {record.value}" in told
    publish(scene, (record,))
    new = until_verified(scene, old)
    found = scene.cloud.cas.instances.find(old.instance_id)
    assert found is not None
    assert (found.applications, found.certificate) == (1, new.number)
    assert (calls(scene, "UpdateInstance"), calls(scene, "ApplyCertificate")) == (1, 1)
    assert line_of(scene)[:4] == [EntryKind.ORDER_INTENT, EntryKind.ORDER_PLACED] * 2


def test_an_order_whose_answer_was_lost_is_found_and_not_paid_for_twice(scene: Scene) -> None:
    """An order package: quota, CreateCertificateForPackageRequest, DescribeCertificateState."""
    old = near_its_end(scene, "cas_dv-cn-0001")
    scene.cloud.cas.packages.set(Package(PRODUCT, 3))
    create = "CreateCertificateForPackageRequest"
    scene.cloud.kernel.faults.add(FaultRule(FaultKind.LOST_RESPONSE, "cas", create))
    scene.announce(old, "expiry_approaching")
    scene.pass_time(seconds=31)
    (order,) = scene.cloud.cas.packages.open_orders()
    assert order.application is not None
    publish(scene, order.application.records(order.names))
    until_verified(scene, old)
    assert calls(scene, "CreateCertificateForPackageRequest") == 1
    assert scene.cloud.cas.packages.package(PRODUCT) == Package(PRODUCT, 3, used=1, issued=1)
    kinds = line_of(scene)
    assert kinds[:2] == [EntryKind.ORDER_INTENT, EntryKind.DEFERRED]
    assert kinds.count(EntryKind.ORDER_INTENT) == 1


def test_what_the_ca_waits_for_is_written_into_the_accounts_dns_and_taken_away(
    scene: Scene,
) -> None:
    """The zone is in Alidns: nobody touches the renewal."""
    zone = scene.cloud.alidns.add_zone("shop.example")
    scene.cloud.alidns.delay = timedelta(seconds=20)
    old = near_its_end(scene)
    scene.announce(old, "expiry_approaching")
    until_verified(scene, old)
    assert (calls_of(scene, "AddDomainRecord"), calls_of(scene, "DeleteDomainRecord")) == (1, 1)
    assert scene.cloud.alidns.records(zone.name) == ()
    kinds = [kind for kind in line_of(scene) if kind is not EntryKind.ORDER_PENDING]
    assert kinds[4:] == [
        EntryKind.RECORD_INTENT,
        EntryKind.RECORD_WRITTEN,
        EntryKind.ORDER_ISSUED,
        EntryKind.RECORD_REMOVED,
    ]
    assert "validation_missing" not in json.dumps(scene.outcomes())
