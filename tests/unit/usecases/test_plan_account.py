"""What a person is shown before anything is bound."""

from __future__ import annotations

import pytest

from certbind.domain.chain import TrustAnchors
from certbind.domain.identity import CertificateId, Domain
from certbind.domain.plan import Cannot
from certbind.domain.policy import Policy
from certbind.domain.target import Target, TargetKind
from certbind.errors import NotFoundError
from certbind.events import bind_command
from certbind.requests import RollbackRequest
from certbind.usecases.plan_account import PlanAccount
from certbind.usecases.rollback import Rollback
from tests.unit.usecases.account import WWW, Account, certificate, unbound, with_binding

OLD = certificate(1, days_left=40)
NEW = certificate(2, days_left=90)
IN_FRONT = Target(TargetKind.CDN, WWW.domain)


def test_a_named_certificate_is_planned_for_what_visitors_meet(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), with_binding(IN_FRONT, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    planned = PlanAccount(account.ports, account.rules).named(NEW.id, (WWW.domain,))
    (bind,), (keep,) = planned.plan.binds, planned.plan.keeps
    assert bind.target == IN_FRONT
    assert keep.target == WWW
    assert keep.finding.reason.value == "cdn_in_front"


def test_a_named_certificate_that_does_not_cover_the_domain_cannot(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    other = certificate(3, "other.example")
    account.hold(other)
    ((cannot),) = (
        PlanAccount(account.ports, account.rules).named(other.id, (WWW.domain,)).plan.decisions
    )
    assert isinstance(cannot, Cannot)
    assert cannot.findings[0].reason.value == "name_mismatch"


def test_a_person_may_name_what_certbind_would_not_bind_by_itself(anchors: TrustAnchors) -> None:
    """Rolled back, pinned to another, not in scope: a person who names it has said it."""
    policy = Policy(scope=(), pins=((WWW.domain, OLD.id),), require_chain_seen=True)
    account = Account(with_binding(WWW, OLD), anchors=anchors, policy=policy)
    account.hold(OLD, NEW)
    account.handle(bind_command(WWW, NEW.id, cause="cli-1", by_hand=True))
    assert account.binding(WWW).certificate_id == NEW.id
    back = RollbackRequest(domain=WWW.domain, dry_run=False, force=True, request_id="hand")
    Rollback(account.ports, account.rules)(back)
    assert account.binding(WWW).certificate_id == OLD.id
    planned = PlanAccount(account.ports, account.rules).named(NEW.id, (WWW.domain,))
    (bind,) = planned.plan.binds
    account.handle(bind_command(bind.target, bind.certificate.id, cause="cli-2", by_hand=True))
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_certificate_that_cas_does_not_hold_is_told(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    with pytest.raises(NotFoundError):
        PlanAccount(account.ports, account.rules).named(
            CertificateId(404, "cn-hangzhou"), (Domain(WWW.domain),)
        )
