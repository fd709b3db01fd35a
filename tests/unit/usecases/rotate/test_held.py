"""What a person took off, or has not named, is left alone by the timers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import NotFoundError
from certbind.events import (
    EventType,
    certificate_event,
    step,
)
from certbind.requests import RollbackRequest
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import (
    CDN,
    WWW,
    Account,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sound_account, sweep


def rotated_and_rolled_back(anchors: TrustAnchors, *, days_left: int = 40) -> Account:
    """A renewal was bound and then put back by a person."""
    old, old_chain = chain_of(certificate(1, days_left=days_left))
    new, new_chain = chain_of(certificate(2, days_left=90))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=new.id))
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(*account.connected)(asked)
    account.probe.serve(WWW.domain, old_chain)
    account.run_queue()
    return account


def test_a_rollback_is_not_undone_by_the_timer(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    sent = len(account.queue.sent)
    assert findings(sweep(account)) == {SweepFinding.HELD}
    assert len(account.queue.sent) == sent
    plan = PlanAccount(account.sources, account.rules)()
    (keep,) = plan.kept
    assert (keep.word, plan.to_do) == ("held", ())


def test_a_held_domain_takes_what_ends_later(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    later = certificate(3, days_left=180)
    account.hold(later)
    assert SweepFinding.MISSED_EVENT in findings(sweep(account))
    account.run_queue(steps=200)
    assert account.binding(WWW).certificate_id == later.id
    assert account.state(WWW.domain).hold is None


def test_a_held_domain_is_let_go_before_what_stands_there_ends(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    account.clock.advance(timedelta(days=39))
    assert SweepFinding.MISSED_EVENT in findings(sweep(account))


def test_another_hand_that_went_back_is_not_fought_either(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    held = account.inventory.certificate(certificate(1).id)
    account.targets.rebind_by_hand(WWW, bound_to(held))
    found = findings(sweep(account))
    assert {SweepFinding.FOREIGN_CHANGE, SweepFinding.HELD} <= found
    account.run_queue()
    assert SweepFinding.FOREIGN_CHANGE not in findings(sweep(account)), "it is on record now"
    assert SweepFinding.HELD in findings(sweep(account))
    assert account.binding(WWW).certificate_id == held.id


def test_an_end_that_nears_on_a_held_domain_is_told(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors, days_left=20)
    event = certificate_event(EventType.EXPIRY_APPROACHING, certificate(1).id, stage="approaching")
    outcome = account.handle(event)
    assert outcome.reason == "held"
    assert outcome.details["no_better"] == [WWW.domain]
    assert outcome.details["reasons"] == {WWW.domain: "held"}


def test_an_end_that_nears_on_a_held_domain_is_not_put_down_to_an_empty_cas(
    anchors: TrustAnchors,
) -> None:
    account = rotated_and_rolled_back(anchors, days_left=20)
    account.clock.advance(timedelta(days=14))
    told = dict(sweep(account).domains[0].findings)
    assert set(told) == {SweepFinding.HELD, SweepFinding.EXPIRING}
    assert told[SweepFinding.EXPIRING].endswith(
        "no better one is there, or may be bound by itself"
    )


@pytest.mark.parametrize("scope", [(), (CDN.domain,)])
def test_a_domain_that_is_not_named_is_only_planned(
    anchors: TrustAnchors, scope: tuple[Domain, ...]
) -> None:
    old, chain = chain_of(certificate(1, days_left=40))
    account = Account(with_binding(WWW, old), anchors=anchors, policy=Policy(scope=scope))
    account.inventory.add(old, chain)
    account.probe.serve(WWW.domain, chain)
    new = certificate(2)
    account.hold(new)
    planned = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert planned.details["keep"][0]["reason"] == "plan_only"
    assert f"would bind {new.id}" in planned.details["keep"][0]["why"]
    assert findings(sweep(account)) == {SweepFinding.PLAN_ONLY}
    assert account.handle(step(WWW, "x", 0, candidate=new.id)).reason == "plan_only"
    assert account.binding(WWW).certificate_id == old.id
    assert account.queue.sent == []


def test_a_domain_that_is_named_is_bound(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors, policy=Policy(scope=(WWW.domain,)))
    new = certificate(2)
    account.hold(new)
    account.handle(certificate_event(EventType.ISSUED, new.id))
    account.handle(account.queue.take_due()[0])
    assert account.binding(WWW).certificate_id == new.id


def test_a_held_domain_is_let_go_when_what_stands_there_is_revoked(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    put_back = account.inventory.certificate(certificate(1).id)
    account.hold(replace(put_back, status=CertificateStatus.REVOKED))
    assert SweepFinding.MISSED_EVENT in findings(sweep(account))


def test_a_status_that_nobody_knows_lets_nothing_go(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    put_back = account.inventory.certificate(certificate(1).id)
    account.hold(replace(put_back, status=CertificateStatus.UNKNOWN))
    assert findings(sweep(account)) == {SweepFinding.HELD}


def test_a_plan_goes_on_past_what_cannot_be_read(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    other = replace(WWW, domain=Domain("other.shop.example"))
    both = certificate(1, WWW.domain, other.domain, CDN.domain, days_left=40)
    account.targets.add(with_binding(other, both))
    account.targets.add(with_binding(CDN, both))
    account.hold(certificate(5, other.domain, CDN.domain, days_left=300))
    account.spoil(other.domain)
    gone = NotFoundError("gone", service="cdn", action="DescribeUserDomains")
    account.targets.trouble.before("read", gone)
    planned = PlanAccount(account.sources, account.rules)()
    assert {one.target: one.word for one in planned.decisions} == {
        WWW: "held",
        CDN: "not_found",
        other: "newer_ledger",
    }
    told = {failure.where: failure.code for failure in planned.failures}
    assert told == {str(CDN): "not_found", str(other): "newer_ledger"}
