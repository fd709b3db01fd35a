"""The way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import CertificateStatus, ChainLink
from certbind.domain.model.identity import CertificateId, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
)
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    CloudError,
    LedgerConflictError,
    PermissionDeniedError,
    UnavailableError,
)
from certbind.events import bind_command
from certbind.requests import RollbackRequest
from certbind.usecases.outcome import Result
from certbind.usecases.recheck import Recheck
from certbind.usecases.reports import read_status
from certbind.usecases.rollback import Rollback
from certbind.usecases.rollback_report import RollbackReport
from tests.unit.usecases.account import (
    STATIC,
    WWW,
    Account,
    CrashError,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of

OLD = certificate(1, days_left=40)
NEW = certificate(2, days_left=90)


def rotated(anchors: TrustAnchors) -> Account:
    account = Account(with_binding(WWW, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    account.handle(bind_command(WWW, NEW.id, cause="renewed-2"))
    return account


def first_binding(anchors: TrustAnchors) -> Account:
    return Account(*unbound(WWW), anchors=anchors)


def rollback(account: Account, **request: object) -> RollbackReport:
    asked = RollbackRequest(request_id="manual-1", **request)  # type: ignore[arg-type]
    return Rollback(account.ports, account.rules)(asked)


def test_the_dry_run_says_the_exact_change_and_changes_nothing(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    report = rollback(account, domain=WWW.domain)
    (outcome,) = report.outcomes
    assert outcome.result is Result.PLANNED
    assert (
        "would replace certificate 2-cn-hangzhou by certificate 1-cn-hangzhou" in outcome.message
    )
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.kinds(WWW.domain)[-1] is EntryKind.BOUND


def test_what_stood_before_is_bound_again_and_looked_at(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    report = rollback(account, domain=WWW.domain, dry_run=False)
    assert report.is_complete
    assert account.binding(WWW).certificate_id == OLD.id
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.INTENT, EntryKind.BOUND]
    assert "rollback" in account.entries(WWW.domain)[-1].record.message


def test_a_rollback_said_twice_does_not_go_back_and_forth(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    rollback(account, domain=WWW.domain, dry_run=False)
    (again,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "already_rolled_back")
    assert account.binding(WWW).certificate_id == OLD.id


def test_a_rollback_can_be_undone_by_naming_the_certificate(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    rollback(account, domain=WWW.domain, dry_run=False)
    rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


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
        account.handle(bind_command(WWW, NEW.id, cause="renewed-2"))
        (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
        assert (outcome.result, outcome.reason) == (Result.REFUSED, "chain_incomplete")
        assert account.binding(WWW).certificate_id == NEW.id


def test_what_ends_in_no_root_that_browsers_trust_is_not_restored(anchors: TrustAnchors) -> None:
    links = (ChainLink("leaf", "CA"), ChainLink("CA", "Gone Root"))
    untrusted = replace(OLD, chain_summary=links)
    account = Account(with_binding(WWW, untrusted), anchors=anchors)
    account.hold(untrusted, NEW)
    account.handle(bind_command(WWW, NEW.id, cause="renewed-2"))
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
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "binding_not_restorable")


def test_a_named_certificate_can_be_restored_instead(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    third = certificate(3, days_left=60)
    account.hold(third)
    rollback(account, domain=WWW.domain, to=third.id, dry_run=False)
    assert account.binding(WWW).certificate_id == third.id
    assert "3-cn-hangzhou was asked for" in account.entries(WWW.domain)[-1].record.message


def test_a_named_certificate_goes_to_cdn_when_cdn_is_in_front(anchors: TrustAnchors) -> None:
    """No ledger entry tells the target: what visitors meet is the one that counts."""
    in_front = Target(ProductName("cdn"), WWW.domain)
    account = Account(with_binding(WWW, OLD), with_binding(in_front, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    (outcome,) = rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False).outcomes
    assert outcome.result is Result.BOUND
    assert account.binding(in_front).certificate_id == NEW.id
    assert account.binding(WWW).certificate_id == OLD.id


def test_every_domain_of_a_certificate_goes_back(anchors: TrustAnchors) -> None:
    both = ("www.shop.example", "static.shop.example")
    old, new = certificate(1, *both, days_left=40), certificate(2, *both)
    account = Account(with_binding(WWW, old), with_binding(STATIC, old), anchors=anchors)
    account.hold(old, new)
    for target in (WWW, STATIC):
        account.handle(bind_command(target, new.id, cause="renewed-2"))
    report = rollback(account, certificate=new.id, dry_run=False)
    assert {o.subject for o in report.outcomes} == set(both)
    assert account.binding(WWW).certificate_id == old.id
    assert account.binding(STATIC).certificate_id == old.id


def test_a_domain_with_another_certificate_is_not_meant(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.hold(certificate(4, STATIC.domain, days_left=40), certificate(5, STATIC.domain))
    account.targets.add(with_binding(STATIC, certificate(4, STATIC.domain, days_left=40)))
    fifth = certificate(5).id
    account.handle(bind_command(STATIC, fifth, cause="renewed-5"))
    read = account.targets.trouble.calls["read"]
    report = rollback(account, certificate=NEW.id, dry_run=False)
    assert [outcome.subject for outcome in report.outcomes] == [WWW.domain]
    assert account.targets.trouble.calls["read"] == read + 1, "the ledger alone tells"
    assert account.binding(STATIC).certificate_id == fifth


def test_everything_since_a_time_goes_back_to_what_stood_then(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    third = certificate(3, days_left=120)
    account.hold(third)
    since = account.clock.now() - timedelta(minutes=1)
    account.clock.advance(timedelta(hours=1))
    account.handle(bind_command(WWW, third.id, cause="renewed-3"))
    rollback(account, since=since, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id


def test_what_was_bound_before_the_time_stays(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.clock.advance(timedelta(hours=1))
    (outcome,) = rollback(account, since=account.clock.now(), dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "nothing_to_restore")
    assert f"since {account.clock.now().isoformat()}" in outcome.message
    assert account.binding(WWW).certificate_id == NEW.id
    account.hold(THIRD)
    since = account.clock.now()
    account.handle(bind_command(WWW, THIRD.id, cause="renewed-3"))
    rollback(account, since=since, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


THIRD = certificate(3, days_left=120)


def crash_before_the_record(account: Account, step: Callable[[], object]) -> None:
    """The function dies when its write at the target is done."""
    account.targets.trouble.after("bind", CrashError())
    with pytest.raises(CrashError):
        step()


def test_after_a_crash_it_goes_back_to_what_stood_before_the_crash(anchors: TrustAnchors) -> None:
    """OLD, NEW, and the function died right after it had bound THIRD: NEW is to come back."""
    account = rotated(anchors)
    account.hold(THIRD)
    third = bind_command(WWW, THIRD.id, cause="renewed-3")
    crash_before_the_record(account, lambda: account.handle(third))
    (busy,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (busy.result, busy.reason) == (Result.FAILED, "busy_domain")
    account.clock.advance(account.rules.lease)
    (outcome,) = rollback(account, domain=WWW.domain).outcomes
    assert f"would replace certificate {THIRD.id} by certificate {NEW.id}" in outcome.message
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_where_the_certificate_was_bound_unrecorded_is_meant(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.hold(THIRD)
    third = bind_command(WWW, THIRD.id, cause="renewed-3")
    crash_before_the_record(account, lambda: account.handle(third))
    account.clock.advance(account.rules.lease)
    rollback(account, certificate=THIRD.id, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_that_the_certificate_never_reached_is_not_meant(anchors: TrustAnchors) -> None:
    """Its intent came to nothing: going back from there would take off what is well."""
    for account, stands in ((rotated(anchors), NEW.id), (first_binding(anchors), None)):
        account.hold(THIRD)
        account.targets.trouble.before("bind", UnavailableError("x", service="oss", action="Put"))
        account.handle(bind_command(WWW, THIRD.id, cause="renewed-3"))
        assert account.state(WWW.domain).intent_certificate == THIRD.id
        (outcome,) = rollback(account, certificate=THIRD.id, dry_run=False).outcomes
        assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "nothing_to_restore")
        assert account.binding(WWW).certificate_id == stands


def test_a_rollback_that_crashed_still_keeps_off_what_it_took_off(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    crash_before_the_record(account, lambda: rollback(account, domain=WWW.domain, dry_run=False))
    account.clock.advance(account.rules.lease)
    for _ in range(2):
        Recheck(account.ports, account.rules)()
        account.run_queue()
    assert account.binding(WWW).certificate_id == OLD.id
    state = account.state(WWW.domain)
    assert state.rolled_back
    assert state.held_to == NEW.not_after


def test_what_visitors_were_seen_not_to_get_is_no_way_back(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.run_queue()
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED
    account.hold(THIRD)
    account.handle(bind_command(WWW, THIRD.id, cause="renewed-3"))
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id


def test_what_a_hand_put_over_it_is_the_way_back_all_the_same(anchors: TrustAnchors) -> None:
    """Only what certbind bound itself was seen not to be served."""
    account = rotated(anchors)
    account.run_queue()
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED
    theirs = certificate(8, days_left=100)
    account.hold(theirs, THIRD)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.handle(bind_command(WWW, THIRD.id, cause="renewed-3"))
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_rollback_records_what_it_took_off_though_visitors_never_got_it(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.run_queue()
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED
    rollback(account, domain=WWW.domain, dry_run=False)
    previous = account.state(WWW.domain).previous
    assert previous is not None
    assert previous.binding.certificate_id == NEW.id


@pytest.mark.parametrize("request_of", ["certificate", "since"])
def test_a_domain_that_somebody_changed_since_is_left_to_them(
    anchors: TrustAnchors, request_of: str
) -> None:
    account = rotated(anchors)
    since = account.clock.now()
    account.hold(THIRD)
    account.targets.rebind_by_hand(WWW, bound_to(THIRD))
    asked = {"certificate": NEW.id, "since": since}[request_of]
    (outcome,) = rollback(account, **{request_of: asked}, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "foreign_change")
    assert f"another hand put {THIRD.id} there since" in outcome.message
    assert "--domain" in outcome.message
    assert account.binding(WWW).certificate_id == THIRD.id
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id


def test_https_that_somebody_turned_off_since_stays_off(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.targets.rebind_by_hand(WWW, UNBOUND)
    (outcome,) = rollback(account, certificate=NEW.id, dry_run=False).outcomes
    assert "another hand put no certificate there since" in outcome.message
    assert account.binding(WWW).is_empty


def test_an_entry_that_cannot_be_read_stops_no_other_domain(anchors: TrustAnchors) -> None:
    """At three in the morning, one spoilt entry must not hold the other domains."""
    for request in ({"certificate": NEW.id}, {"since": Account(anchors=anchors).clock.now()}):
        account = rotated(anchors)
        account.spoil(STATIC.domain)
        report = rollback(account, **request, dry_run=False)
        outcomes = {outcome.subject: outcome for outcome in report.outcomes}
        assert outcomes[WWW.domain].result is Result.BOUND
        assert outcomes[STATIC.domain].result is Result.FAILED
        assert outcomes[STATIC.domain].reason == "ledger_unreadable"
        assert not report.is_complete


def test_status_tells_the_domains_whose_entries_cannot_be_read(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.spoil(STATIC.domain)
    report = read_status(account.journal)
    assert [one.domain for one in report.domains] == [WWW.domain]
    ((domain, error),) = report.unread
    assert domain == STATIC.domain
    assert "Entry 1 holds no state" in str(error)
    assert [one["domain"] for one in report.to_json()] == [WWW.domain, STATIC.domain]


def test_a_domain_without_history_has_nothing_to_restore(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    (outcome,) = rollback(account, domain=WWW.domain).outcomes
    assert outcome.reason == "nothing_to_restore"
    (outcome,) = rollback(account, certificate=NEW.id).outcomes
    assert outcome.result is Result.NOTHING_TO_DO


def test_a_first_binding_has_nothing_before_it(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    account.hold(NEW)
    account.handle(bind_command(WWW, NEW.id, cause="issued-2"))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == "nothing_to_restore"


def test_a_pasted_certificate_that_was_replaced_cannot_come_back(anchors: TrustAnchors) -> None:
    pasted = BoundTarget(WWW, Binding(BindingSource.UPLOAD, raw_id="pasted"))
    account = Account(pasted, anchors=anchors, policy=Policy(allow_unrestorable=True))
    account.hold(NEW)
    account.handle(bind_command(WWW, NEW.id, cause="issued-2"))
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == "binding_not_restorable"


def test_a_hand_in_between_is_planned_anew(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    theirs = certificate(8, days_left=50)
    account.hold(theirs)
    account.targets.trouble.act_before(
        "bind", lambda: account.targets.rebind_by_hand(WWW, bound_to(theirs))
    )
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id
    assert EntryKind.REPLANNED in account.kinds(WWW.domain)


def test_a_look_that_cannot_be_queued_does_not_make_the_rollback_a_failure(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    down = UnavailableError("no answer", service="mns", action="SendMessage")
    account.queue.trouble.before("send", down)
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.result is Result.BOUND
    assert "recheck looks at visitors, for the look could not be queued" in outcome.message
    assert account.binding(WWW).certificate_id == OLD.id


DENIED = PermissionDeniedError("no", service="oss", action="PutCname", api_code="AccessDenied")
DOWN = UnavailableError("no answer", service="oss", action="PutObject")


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("port", "method", "error"), [("targets", "bind", DENIED), ("journal", "append", DOWN)]
)
def test_a_rollback_that_came_to_nothing_is_a_failure(
    anchors: TrustAnchors, is_first: bool, port: str, method: str, error: CloudError
) -> None:
    """What the newest entry says was bound is another's work, or none at all."""
    account = first_binding(anchors) if is_first else rotated(anchors)
    account.hold(THIRD)
    before = account.binding(WWW)
    getattr(account, port).trouble.before(method, error)
    (outcome,) = rollback(account, domain=WWW.domain, to=THIRD.id, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.FAILED, error.code)
    assert account.binding(WWW) == before


def test_a_rollback_to_what_stands_there_binds_nothing(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.targets.trouble.calls["bind"] == 1


def test_a_named_certificate_that_cas_does_not_hold_is_not_found(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=WWW.domain, to=THIRD.id, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.FAILED, "not_found")
    assert account.binding(WWW).certificate_id == NEW.id


@pytest.mark.parametrize(
    ("conflicts", "reason", "stands"), [(1, "", OLD.id), (4, "lost_race", NEW.id)]
)
def test_a_race_for_an_entry_is_run_again_a_few_times(
    anchors: TrustAnchors, conflicts: int, reason: str, stands: CertificateId
) -> None:
    account = rotated(anchors)
    taken = LedgerConflictError("taken")
    account.journal.trouble.before("append", taken, times=conflicts)
    (outcome,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert outcome.reason == reason
    assert account.binding(WWW).certificate_id == stands


def test_a_domain_that_no_target_carries_is_told_with_what_could_not_be_read(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=STATIC.domain, to=NEW.id).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "nothing_to_restore")
    assert outcome.message.endswith("no target of the account has this name.")
    account.targets.hide("other-bucket")
    (outcome,) = rollback(account, domain=STATIC.domain, to=NEW.id).outcomes
    unread = "other-bucket: other-bucket may not be read"
    assert f"as far as it could be read ({unread}" in outcome.message
