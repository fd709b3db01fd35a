"""The way back leads to what can be put back, or to a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.certificate import CertificateStatus, ChainLink
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import step
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    STATIC,
    WWW,
    Account,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.rollbacks import (
    NEW,
    OLD,
    THIRD,
    rollback,
    rotated,
)


def test_something_worse_is_refused_unless_forced(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.clock.advance(timedelta(days=41))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "expired")
    assert account.binding(WWW).certificate_id == NEW.id
    report = rollback(account, domain=WWW.domain, dry_run=False, force=True)
    assert report.outcomes[0].result is Result.BOUND


def test_what_browsers_would_refuse_by_its_chain_is_not_restored(anchors: TrustAnchors) -> None:
    old, chain = chain_of(OLD)
    alone = replace(OLD, chain_summary=(ChainLink("leaf", "Test Intermediate"),))
    for held, seen in ((old, chain[:1]), (alone, None)):
        account = Account(with_binding(WWW, held), anchors=anchors)
        account.hold(NEW)
        account.inventory.add(held, seen)
        account.handle(step(WWW, "renewed-2", 0, candidate=NEW.id))
        (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
        assert (outcome.result, outcome.reason) == (Result.REFUSED, "chain_incomplete")
        assert account.binding(WWW).certificate_id == NEW.id


def test_what_ends_in_no_root_that_browsers_trust_is_not_restored(anchors: TrustAnchors) -> None:
    links = (ChainLink("leaf", "CA"), ChainLink("CA", "Gone Root"))
    untrusted = replace(OLD, chain_summary=links)
    account = Account(with_binding(WWW, untrusted), anchors=anchors)
    account.hold(untrusted, NEW)
    account.handle(step(WWW, "renewed-2", 0, candidate=NEW.id))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "chain_untrusted")


def test_a_revoked_certificate_is_not_restored(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.hold(replace(OLD, status=CertificateStatus.REVOKED))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == "revoked"


def test_a_deleted_certificate_cannot_come_back_and_the_reason_is_said(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.inventory.remove(OLD.id)
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "predecessor_deleted")
    assert "is in CAS no more; name another with --to" in outcome.message


def test_what_visitors_were_seen_not_to_get_is_no_way_back(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.run_queue()
    assert account.phase(WWW.domain) == "not_verified"
    account.hold(THIRD)
    account.handle(step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True))
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id


def test_what_a_hand_put_over_it_is_the_way_back_all_the_same(anchors: TrustAnchors) -> None:
    """Only what certbind bound itself was seen not to be served."""
    account = rotated(anchors)
    account.run_queue()
    assert account.phase(WWW.domain) == "not_verified"
    theirs = certificate(8, days_left=100)
    account.hold(theirs, THIRD)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.handle(step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True))
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_rollback_records_what_it_took_off_though_visitors_never_got_it(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.run_queue()
    assert account.phase(WWW.domain) == "not_verified"
    rollback(account, domain=WWW.domain, dry_run=False)
    previous = account.state(WWW.domain).way_back
    assert previous is not None
    assert previous.binding.certificate_id == NEW.id


def test_a_domain_without_history_has_nothing_to_restore(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    (outcome,) = rollback(account, domain=WWW.domain).outcomes
    assert outcome.reason == "nothing_to_restore"
    (outcome,) = rollback(account, certificate=NEW.id).outcomes
    assert outcome.result is Result.NOTHING_TO_DO


def test_a_first_binding_has_nothing_before_it(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    account.hold(NEW)
    account.handle(step(WWW, "issued-2", 0, candidate=NEW.id))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == "nothing_to_restore"


def test_a_pasted_certificate_that_was_replaced_cannot_come_back(anchors: TrustAnchors) -> None:
    pasted = BoundTarget(WWW, Binding(BindingSource.UPLOAD, raw_id="pasted"))
    account = Account(pasted, anchors=anchors, policy=Policy(allow_unrestorable=True))
    account.hold(NEW)
    account.handle(step(WWW, "issued-2", 0, candidate=NEW.id))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == "binding_not_restorable"


def test_a_named_certificate_that_cas_does_not_hold_is_not_found(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=WWW.domain, to=THIRD.id, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert outcome.message.endswith("not_found: CAS has no certificate 3-cn-hangzhou.")
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_that_no_target_carries_is_told_with_what_could_not_be_read(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=STATIC.domain, to=NEW.id).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "nothing_to_restore")
    assert outcome.message.endswith("no target of the account has this name.")
    account.targets.hide("other-bucket")
    (outcome,) = rollback(account, domain=STATIC.domain, to=NEW.id).outcomes
    assert (outcome.result, outcome.reason) == (Result.FAILED, "domain_unread")
    assert "other-bucket (permission_denied) could not be read" in outcome.message


def test_a_slip_in_a_name_is_answered_by_the_name_that_is_there(anchors: TrustAnchors) -> None:
    account, slip = rotated(anchors), Domain(WWW.domain.replace("www", "wwv"))
    (outcome,) = rollback(account, domain=slip, to=NEW.id).outcomes
    assert outcome.message.endswith(f"has this name. Did you mean {WWW.domain}?")
    account.targets.limits = ("CERTBIND_BUCKETS",)
    (outcome,) = rollback(account, domain=slip, to=NEW.id).outcomes
    assert f"the rest was not asked. Did you mean {WWW.domain}?" in outcome.message


def test_a_domain_outside_what_settings_let_it_look_at_is_not_said_to_be_absent(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.targets.limits = ("CERTBIND_BUCKETS",)
    (outcome,) = rollback(account, domain=STATIC.domain, to=NEW.id).outcomes
    assert (outcome.result, outcome.reason) == (Result.FAILED, "domain_out_of_scope")
    assert "not among what CERTBIND_BUCKETS lets certbind look at" in outcome.message


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_stopped_domain_is_neither_planned_nor_put_back(
    anchors: TrustAnchors, dry_run: bool
) -> None:
    account = rotated(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(NEW), TargetState.OFFLINE))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=dry_run).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "target_offline")
    assert account.binding(WWW).certificate_id == NEW.id


def test_what_stood_a_minute_ago_comes_back_though_its_chain_was_not_seen(
    anchors: TrustAnchors,
) -> None:
    """CERTBIND_REQUIRE_CHAIN_SEEN is for what nobody has bound yet."""
    old, old_chain = chain_of(OLD)
    policy = Policy(require_chain_seen=True)
    account = Account(with_binding(WWW, old), anchors=anchors, policy=policy)
    new, chain = chain_of(NEW)
    account.inventory.add(old)
    account.inventory.add(new, chain)
    account.probe.serve(WWW.domain, old_chain)
    assert account.handle(step(WWW, "renewed-2", 0, candidate=new.id)).result is Result.BOUND
    account.clock.advance(timedelta(minutes=1))
    (planned,) = rollback(account, domain=WWW.domain).outcomes
    assert planned.result is Result.PLANNED
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == old.id
