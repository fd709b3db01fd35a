"""To a backup of another CA, which recheck keeps an eye on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.words.sentences import said
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import CDN, certificate
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.serving.protecting import BACKUP, BACKUP_CHAIN, CHAIN, HTTPS, Scene


def scene_with(anchors: TrustAnchors, backup: CertificateId = BACKUP.id) -> Scene:
    return Scene(anchors, Policy(backups=((CDN.domain, backup),)))


def sweep(scene: Scene) -> tuple[str, str]:
    rows = Sweep(*scene.account.connected)().domains
    (row,) = [one for one in rows if one.domain == CDN.domain]
    return row.word, " ".join(detail for _, detail in row.findings)


def put(scene: Scene, held: Certificate) -> CertificateId:
    real, chain = chain_of(held)
    scene.account.inventory.add(real, chain)
    return real.id


def test_it_is_bound_and_held_until_something_lasts_longer(anchors: TrustAnchors) -> None:
    scene = scene_with(anchors)
    planned = scene.fail_over(CDN, dry_run=True)
    assert planned.result is Result.PLANNED
    assert f"{BACKUP.id}, the backup, was asked for" in planned.message
    assert scene.account.binding(CDN).certificate_id == HTTPS.id
    assert scene.fail_over(CDN).result is Result.BOUND
    assert scene.account.binding(CDN).certificate_id == BACKUP.id
    scene.account.probe.serve(CDN.domain, BACKUP_CHAIN)
    scene.account.run_queue()
    scene.account.clock.advance(timedelta(days=1))
    assert sweep(scene)[0] == "held"
    renewed = put(scene, certificate(9, CDN.domain, days_left=200))
    scene.account.clock.advance(timedelta(days=1))
    Sweep(*scene.account.connected)()
    scene.account.run_queue()
    assert scene.account.binding(CDN).certificate_id == renewed
    again = scene.fail_over(CDN)
    assert again.result is Result.BOUND


def test_nobody_named_one(anchors: TrustAnchors) -> None:
    refused = Scene(anchors).fail_over(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "no_backup")


def test_one_of_the_same_ca_is_bound_by_force_alone(anchors: TrustAnchors) -> None:
    scene = scene_with(anchors, CertificateId(7, "cn-hangzhou"))
    put(scene, certificate(7, CDN.domain, days_left=60))
    refused = scene.fail_over(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "backup_unfit")
    assert "same CA" in refused.message
    assert scene.fail_over(CDN, force=True).result is Result.BOUND


def test_one_of_the_same_ca_is_offered_where_visitors_do_not_get_what_is_bound(
    anchors: TrustAnchors,
) -> None:
    """It was refused as unfit, and nobody was told that it would bring HTTPS back."""
    scene = scene_with(anchors, CertificateId(7, "cn-hangzhou"))
    put(scene, certificate(7, CDN.domain, days_left=60))
    works = scene.fail_over(CDN)
    assert works.message.endswith("; --force binds it all the same.")
    _, ended = chain_of(certificate(5, CDN.domain, days_left=-1, issued_days_ago=90))
    scene.account.probe.serve(CDN.domain, ended)
    refused = scene.fail_over(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "backup_unfit")
    assert "visitors do not get what is bound (browsers refuse it" in refused.message
    assert "nothing else speaks against 7-cn-hangzhou" in refused.message
    assert f"`certbind emergency failover {CDN.domain} --force --apply`" in refused.message
    assert "如果问题不在其 CA" in said(refused.message, "zh")
    assert scene.account.binding(CDN).certificate_id == HTTPS.id, "a person decides"
    scene.account.probe.serve(CDN.domain, CHAIN)
    held, chain = scene.account.inventory.certificate(HTTPS.id), CHAIN
    scene.account.inventory.add(replace(held, status=CertificateStatus.REVOKED), chain)
    revoked = scene.fail_over(CDN).message
    assert "CAS says that what is bound is revoked, and nothing else speaks against" in revoked
    assert "CAS 显示当前绑定的证书已吊销，而 7-cn-hangzhou 没有其他问题" in said(revoked, "zh")
    assert scene.fail_over(CDN, force=True).result is Result.BOUND


def test_one_of_the_same_ca_that_is_bad_too_is_told_as_both_bad(anchors: TrustAnchors) -> None:
    """That it is of the same CA was said, and that it would serve nobody was not."""
    scene = scene_with(anchors, CertificateId(7, "cn-hangzhou"))
    put(scene, replace(certificate(7, CDN.domain), status=CertificateStatus.REVOKED))
    _, ended = chain_of(certificate(5, CDN.domain, days_left=-1, issued_days_ago=90))
    scene.account.probe.serve(CDN.domain, ended)
    refused = scene.fail_over(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "both_bad")
    assert "CAS says that it is revoked" in refused.message
    assert "certbind upload" in refused.message
    assert "emergency downgrade" in refused.message


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, "CAS has no certificate"),
        (certificate(7, "other.example.com", days_left=60), "covers only other.example.com"),
    ],
)
def test_both_bad_is_told_with_what_is_left(
    anchors: TrustAnchors, held: Certificate | None, told: str
) -> None:
    scene = scene_with(anchors, CertificateId(7, "cn-hangzhou"))
    if held is not None:
        put(scene, replace(held, issuer="Another CA"))
    alone = scene.fail_over(CDN)
    assert alone.result is Result.REFUSED
    assert alone.reason != "both_bad"
    _, other = chain_of(certificate(5, "elsewhere.example.com"))
    scene.account.probe.serve(CDN.domain, other)
    bad = scene.fail_over(CDN)
    assert (bad.result, bad.reason) == (Result.REFUSED, "both_bad")
    assert told in bad.message
    assert "emergency downgrade" in bad.message


def test_a_target_that_is_configuring_is_waited_for(anchors: TrustAnchors) -> None:
    scene = scene_with(anchors)
    targets = scene.account.targets
    targets.add(replace(targets.read(CDN), state=TargetState.CONFIGURING))
    late = scene.fail_over(CDN)
    assert (late.result, late.reason) == (Result.FAILED, "target_busy")
    scene.waited = lambda: targets.add(replace(targets.read(CDN), state=TargetState.ONLINE))
    assert scene.fail_over(CDN).result is Result.BOUND


def test_it_goes_over_what_cas_does_not_hold(anchors: TrustAnchors) -> None:
    scene = scene_with(anchors)
    scene.account.inventory.remove(HTTPS.id)
    assert scene.fail_over(CDN).result is Result.BOUND


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, "CAS has no certificate 7-cn-hangzhou"),
        (certificate(7, "other.example.com"), "covers only"),
        (certificate(7, CDN.domain, days_left=5, issued_days_ago=85), "ends "),
        (certificate(7, CDN.domain), "same CA"),
    ],
)
def test_recheck_tells_when_it_could_not_take_over(
    anchors: TrustAnchors, held: Certificate | None, told: str
) -> None:
    scene = scene_with(anchors, CertificateId(7, "cn-hangzhou"))
    if held is not None:
        put(scene, held if "same" in told else replace(held, issuer="Another CA"))
    word, detail = sweep(scene)
    assert word == "backup_unfit"
    assert told in detail


def test_one_that_is_ready_is_no_finding(anchors: TrustAnchors) -> None:
    scene = scene_with(anchors)
    scene.account.probe.serve(CDN.domain, CHAIN)
    assert sweep(scene)[0] == "already_bound"
    assert Policy(backups=((CDN.domain, BACKUP.id),)).backup(Domain("x.example.com")) is None
