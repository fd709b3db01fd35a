"""What a person is shown before anything is bound."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.situation.situation import Wish, WishKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import NotFoundError, PermissionDeniedError
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.account.plan import AccountPlan, PlanAccount
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import CDN, WWW, Account, certificate, unbound, with_binding
from tests.unit.usecases.authority import chain_of

OLD = certificate(1, days_left=40)
NEW = certificate(2, days_left=90)
IN_FRONT = Target(ProductName("cdn"), WWW.domain)


def plan_of(account: Account, *domains: Domain) -> AccountPlan:
    return PlanAccount(account.sources, account.rules)(domains)


def named(account: Account, certificate_id: CertificateId, *domains: Domain) -> AccountPlan:
    """As `certbind bind --certificate` shows it."""
    wish = Wish(WishKind.BIND, "cli-plan", certificate_id)
    return PlanAccount(account.sources, account.rules)(domains, wish)


def test_a_named_certificate_is_planned_for_what_visitors_meet(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), with_binding(IN_FRONT, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    planned = named(account, NEW.id, WWW.domain)
    (bind,), (keep,) = planned.to_do, planned.kept
    assert bind.target == IN_FRONT
    assert (keep.target, keep.word) == (WWW, "cdn_in_front")


def test_a_named_certificate_that_does_not_cover_the_domain_cannot(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    other = certificate(3, "other.example")
    account.hold(other)
    (cannot,) = named(account, other.id, WWW.domain).refused
    assert cannot.word == "name_mismatch"


def test_a_person_may_name_what_certbind_would_not_bind_by_itself(anchors: TrustAnchors) -> None:
    """Rolled back, pinned to another, not in scope: a person who names it has said it."""
    policy = Policy(scope=(), pins=((WWW.domain, OLD.id),), require_chain_seen=True)
    account = Account(with_binding(WWW, OLD), anchors=anchors, policy=policy)
    account.hold(OLD, NEW)
    account.handle(step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True))
    assert account.binding(WWW).certificate_id == NEW.id
    back = RollbackRequest(domain=WWW.domain, dry_run=False, force=True, request_id="hand")
    Rollback(*account.connected)(back)
    assert account.binding(WWW).certificate_id == OLD.id
    planned = named(account, NEW.id, WWW.domain)
    (decision,) = planned.to_do
    account.handle(step(decision.target, "cli-2", 0, candidate=NEW.id, by_hand=True))
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_certificate_that_cas_does_not_hold_is_told(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    with pytest.raises(NotFoundError):
        named(account, CertificateId(404, "cn-hangzhou"), WWW.domain)


def test_the_best_of_all_is_planned_from_lists_that_are_read_once(anchors: TrustAnchors) -> None:
    both = (WWW.domain, CDN.domain)
    old, new = certificate(1, *both, days_left=20), certificate(2, *both)
    account = Account(with_binding(WWW, old), with_binding(CDN, old), anchors=anchors)
    account.hold(old, new)
    planned = plan_of(account)
    assert [one.target for one in planned.to_do] == [CDN, WWW]
    binds = [one.bind for one in planned.to_do]
    assert [bind and bind.expects.certificate_id for bind in binds] == [old.id, old.id]
    assert (planned.certificates, planned.failures) == (2, ())
    calls = {**account.targets.trouble.calls, **account.inventory.trouble.calls}
    assert (calls["scan"], calls["read"], calls["list_certificates"]) == (1, 1, 1)
    assert (calls["facts"], calls["chain"]) == (2, 2), "of both, once for all domains"


def test_only_the_domains_that_were_asked_for_are_planned(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, OLD), with_binding(CDN, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    for plan in (
        plan_of(account, WWW.domain),
        named(account, NEW.id, WWW.domain),
    ):
        assert [decision.target for decision in plan.decisions] == [WWW]
    assert account.targets.trouble.calls["read"] == 0


def test_what_its_chain_rules_out_gives_way_to_the_next_best(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, OLD), anchors=anchors)
    best, chain = chain_of(certificate(3, days_left=200))
    account.hold(OLD, NEW)
    account.inventory.add(best, chain[:1])
    (decision,) = plan_of(account).to_do
    assert decision.bind is not None
    assert decision.bind.certificate.id == NEW.id
    (passed,) = decision.passed
    assert (passed.certificate, passed.against[0].reason.value) == (best.id, "chain_incomplete")
    (refused,) = named(account, best.id).refused
    assert refused.word == "chain_incomplete"


def test_an_expired_certificate_that_the_list_hides_is_known_where_it_stands(
    anchors: TrustAnchors,
) -> None:
    gone = certificate(1, days_left=-1, issued_days_ago=90)
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.hold(gone, NEW)
    for planned in (
        plan_of(account),
        named(account, NEW.id),
    ):
        (decision,) = planned.to_do
        assert decision.bind is not None
        assert decision.bind.certificate.id == NEW.id
        assert planned.certificates == 1
    assert plan_of(account).to_do[0].word == "replaces_dead"
    assert plan_of(account).to_do[0].detail == (
        "1-cn-hangzhou, which is bound there, ended 2026-11-23"
    )


def test_a_part_that_could_not_be_listed_is_told_with_a_named_certificate_too(
    anchors: TrustAnchors,
) -> None:
    account = Account(with_binding(CDN, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    account.targets.hide("locked")
    denied = PermissionDeniedError("no", service="cdn", action="Describe")
    account.targets.trouble.before("read", denied)
    planned = named(account, NEW.id)
    told = [(failure.where, failure.code) for failure in planned.failures]
    assert told == [("locked", "permission_denied"), (str(CDN), "permission_denied")]
    assert (planned.to_do, planned.kept) == ((), ())


def test_a_plan_writes_and_queues_nothing(anchors: TrustAnchors) -> None:
    """Nor does it look at visitors where what is bound is known."""
    account = Account(with_binding(WWW, OLD), with_binding(CDN, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    plan_of(account)
    named(account, NEW.id)
    assert account.journal.subjects("") == []
    assert account.queue.sent == []
    assert account.targets.trouble.calls["bind"] == 0
    assert account.probe.trouble.calls["observe"] == 0
