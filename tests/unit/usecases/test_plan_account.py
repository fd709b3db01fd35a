"""What a person is shown before anything is bound."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.plan import Cannot
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import NotFoundError, PermissionDeniedError
from certbind.events import bind_command
from certbind.requests import RollbackRequest
from certbind.usecases.plan_account import PlanAccount
from certbind.usecases.rollback import Rollback
from tests.unit.usecases.account import CDN, WWW, Account, certificate, unbound, with_binding
from tests.unit.usecases.authority import chain_of

OLD = certificate(1, days_left=40)
NEW = certificate(2, days_left=90)
IN_FRONT = Target(ProductName("cdn"), WWW.domain)


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


def test_the_best_of_all_is_planned_from_lists_that_are_read_once(anchors: TrustAnchors) -> None:
    both = (WWW.domain, CDN.domain)
    old, new = certificate(1, *both, days_left=20), certificate(2, *both)
    account = Account(with_binding(WWW, old), with_binding(CDN, old), anchors=anchors)
    account.hold(old, new)
    planned = PlanAccount(account.ports, account.rules)()
    assert [bind.target for bind in planned.plan.binds] == [CDN, WWW]
    assert [bind.expects.certificate_id for bind in planned.plan.binds] == [old.id, old.id]
    assert (planned.certificates, planned.scan.failures) == (2, ())
    calls = {**account.targets.trouble.calls, **account.inventory.trouble.calls}
    assert (calls["scan"], calls["read"], calls["list_certificates"]) == (1, 1, 1)
    assert (calls["certificate"], calls["chain"]) == (1, 1), "of what would be bound, once"


def test_only_the_domains_that_were_asked_for_are_planned(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, OLD), with_binding(CDN, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    for plan in (
        PlanAccount(account.ports, account.rules)((WWW.domain,)),
        PlanAccount(account.ports, account.rules).named(NEW.id, (WWW.domain,)),
    ):
        assert [decision.target for decision in plan.plan.decisions] == [WWW]
    assert account.targets.trouble.calls["read"] == 0


def test_what_its_chain_rules_out_gives_way_to_the_next_best(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, OLD), anchors=anchors)
    best, chain = chain_of(certificate(3, days_left=200))
    account.hold(OLD, NEW)
    account.inventory.add(best, chain[:1])
    (bind,) = PlanAccount(account.ports, account.rules)().plan.binds
    assert bind.certificate.id == NEW.id
    (refused,) = PlanAccount(account.ports, account.rules).named(best.id, ()).plan.cannots
    assert refused.findings[0].reason.value == "chain_incomplete"


def test_an_expired_certificate_that_the_list_hides_is_known_where_it_stands(
    anchors: TrustAnchors,
) -> None:
    gone = certificate(1, days_left=-1, issued_days_ago=90)
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.hold(gone, NEW)
    for planned in (
        PlanAccount(account.ports, account.rules)(),
        PlanAccount(account.ports, account.rules).named(NEW.id, ()),
    ):
        (bind,) = planned.plan.binds
        assert bind.reason == "1-cn-hangzhou, which is bound there, ended 2026-11-23"
        assert planned.certificates == 1


def test_a_first_binding_costs_no_look_into_the_ledger(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    account.hold(NEW)
    assert PlanAccount(account.ports, account.rules)().plan.binds
    assert account.journal.trouble.calls["newest"] == 0


def test_a_part_that_could_not_be_listed_is_told_with_a_named_certificate_too(
    anchors: TrustAnchors,
) -> None:
    account = Account(with_binding(CDN, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    account.targets.hide("locked")
    denied = PermissionDeniedError("no", service="cdn", action="Describe")
    account.targets.trouble.before("read", denied)
    planned = PlanAccount(account.ports, account.rules).named(NEW.id, ())
    told = [(failure.where, failure.code) for failure in planned.scan.failures]
    assert told == [("locked", "permission_denied"), (str(CDN), "permission_denied")]
    assert planned.plan.decisions == ()
