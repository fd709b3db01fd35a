"""harden and emergency under their own roles: enough for their whole work, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind import bootstrap
from certbind.domain.deployment.permissions import BY_THE_PLATFORM, policy_document
from certbind.domain.model.identity import Domain
from certbind.requests import EmergencyAction, EmergencyRequest, HardenRequest
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.telling import ProtectReport
from certbind.wiring import uses
from tests.setup.acting import CDN, OLD, SITE, WWW, Acting, role_of


@pytest.fixture
def settled(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """Two domains that are served well, and none of the bucket without a certificate."""

    def wait(seconds: float) -> None:
        acting.cloud.advance(timedelta(seconds=seconds))

    monkeypatch.setattr(bootstrap, "_patience", lambda _: Patience(wait))
    acting.grant_all()
    acting.map_domains()
    acting.watch()
    acting.issue(WWW, CDN, OLD)
    acting.watch()
    acting.pump()
    return acting


def unused(acting: Acting, function: str) -> set[str]:
    """What the role may do and did not need; apart from the platform's own, narrower ones, those
    of CDN's likes, and what an instance asks once of the ledger's bucket.
    """
    used = {action for action, _ in acting.cloud.guard.uses(f"role/{role_of(function)}")}
    return {
        one.action
        for one in uses.permissions_of(function)
        if one not in BY_THE_PLATFORM
        and not one.if_named
        and one.if_used in (None, "cdn")
        and one.action not in {*used, "oss:GetBucketInfo"}
    }


def insist_complete(acting: Acting, report: ProtectReport) -> None:
    assert report.is_complete, [one.message for one in report.outcomes]
    assert acting.refused() == []


def test_hardening_and_its_undoing_use_all_that_the_role_may(settled: Acting) -> None:
    run = bootstrap.harden(settled.environment("harden"), 60)
    both = (Domain(CDN), Domain(WWW))
    insist_complete(settled, run(HardenRequest(both, dry_run=False, request_id="a")))
    insist_complete(settled, run(HardenRequest(both, undo=True, dry_run=False, request_id="b")))
    assert unused(settled, "harden") == set()


def test_a_sweep_that_may_harden_uses_all_that_it_may_besides(settled: Acting) -> None:
    """And never a bucket's policy. Where nobody switched it on, its policy has none of it."""
    may = {one.action for one in uses.permissions_of("recheck") if one.if_hardening}
    assert not may & {"oss:PutBucketPolicy", "oss:DeleteBucketPolicy"}
    assert not may & actions_of(settled)
    settled.scope = replace(settled.scope, hardens=True)
    settled.grant_all()
    settled.cloud.advance(timedelta(minutes=10))  # CDN takes no writes just after one
    assert settled.recheck().counts["hardened"] == 2, "the bucket's other domain finds it so"
    assert settled.refused() == []
    assert not may & unused(settled, "recheck")
    assert "hardened" not in settled.recheck().counts


def actions_of(acting: Acting) -> set[str]:
    """What recheck's policy allows."""
    document = policy_document(uses.permissions_of("recheck"), acting.scope)
    return {action for one in document["Statement"] for action in one["Action"]}


def test_an_emergency_from_beginning_to_end_uses_all_that_the_role_may(settled: Acting) -> None:
    harden = bootstrap.harden(settled.environment("harden"), 60)
    both = (Domain(CDN), Domain(WWW))
    insist_complete(settled, harden(HardenRequest(both, dry_run=False, request_id="a")))
    made = settled.cloud.authorities.issue([CDN, WWW], ca="backup", days=60)
    backup = settled.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name="b")
    names = ",".join(f"{domain}={backup.identifier}" for domain in both)
    environment = {**settled.environment("emergency"), "CERTBIND_BACKUPS": names}
    run = bootstrap.emergency(environment, 60)
    for domain in both:
        for action in EmergencyAction:
            request = EmergencyRequest(
                action, domain, dry_run=False, request_id=f"{domain}-{action.value}"
            )
            insist_complete(settled, run(request))
    # CAS's list is read where what stood before is gone: the loop then takes its best.
    lists = {"yundun-cert:ListUserCertificateOrder", "yundun-cert:ListCertificates"}
    assert unused(settled, "emergency") <= lists
