"""watch and recheck: what no event told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.certificate import CertificateStatus
from certbind.domain.chain import TrustAnchors
from certbind.domain.identity import Domain
from certbind.domain.journal import EntryKind, Record, seal
from certbind.domain.observation import Resolution
from certbind.domain.policy import Policy
from certbind.domain.reasons import Reason
from certbind.domain.target import Binding, BindingSource, BoundTarget
from certbind.errors import UnavailableError
from certbind.events import (
    BindCommand,
    CertificateEvent,
    EventType,
    VerifyCommand,
    bind_command,
    certificate_event,
)
from certbind.requests import RollbackRequest
from certbind.usecases.domain_journal import subject_of
from certbind.usecases.plan_account import PlanAccount
from certbind.usecases.recheck import Recheck
from certbind.usecases.recheck_report import RecheckFinding, RecheckReport
from certbind.usecases.rollback import Rollback
from certbind.usecases.watch_certificates import WatchCertificates, WatchReport
from tests.unit.usecases.account import (
    CDN,
    WWW,
    Account,
    CrashError,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of


def watch(account: Account) -> WatchReport:
    return WatchCertificates(account.clock, account.inventory, account.queue, account.journal)()


def recheck(account: Account) -> RecheckReport:
    return Recheck(account.ports, account.rules)()


def findings(report: RecheckReport) -> set[RecheckFinding]:
    return {finding for domain in report.domains for finding, _ in domain.findings}


def test_the_first_watch_takes_the_baseline_and_announces_nothing(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(*(certificate(n, f"d{n}.example") for n in range(1, 30)))
    report = watch(account)
    assert report.baseline
    assert account.queue.sent == []
    assert watch(account).events == ()


def test_a_new_certificate_is_issued_and_one_of_the_same_line_renewed(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    old = certificate(1, "a.example", instance="i-1")
    account.hold(old, certificate(2, "b.example"))
    watch(account)
    account.hold(
        certificate(3, "c.example"),
        certificate(4, "a.example", "aa.example", days_left=180, instance="i-1"),
        certificate(5, "b.example", days_left=180),
    )
    events = {e.certificate.number: e for e in watch(account).events}
    assert events[3].type is EventType.ISSUED
    assert (events[4].type, events[4].replaces) == (EventType.RENEWED, old.id)
    assert events[5].type is EventType.RENEWED
    assert watch(account).events == ()


def test_each_stage_of_an_end_is_announced_once(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=89))
    watch(account)
    stages: list[str] = []
    for _ in range(90):
        account.clock.advance(timedelta(days=1))
        stages += [e.stage for e in watch(account).events]
    assert stages == ["approaching", "urgent", "emergency"]


def test_the_end_of_a_certificate_that_has_a_successor_is_no_news(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=40), certificate(2, days_left=400))
    watch(account)
    account.clock.advance(timedelta(days=20))
    assert watch(account).events == ()


def test_a_watch_that_dies_before_its_snapshot_repeats_the_same_event(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    watch(account)
    account.hold(certificate(1))
    account.journal.trouble.before("append", UnavailableError("x", service="oss", action="Put"))
    with pytest.raises(UnavailableError):
        watch(account)
    watch(account)
    first, second = account.queue.sent
    assert isinstance(first, CertificateEvent)
    assert first == second


def sound_account(anchors: TrustAnchors) -> Account:
    held, chain = chain_of(certificate(1))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    return account


def test_a_domain_that_is_well_is_ok_and_nothing_is_queued(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    report = recheck(account)
    assert findings(report) == {RecheckFinding.OK}
    assert report.is_clean
    assert account.queue.sent == []


def test_a_missed_renewal_is_found_and_queued_once(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = certificate(2, days_left=180)
    account.hold(newer)
    report = recheck(account)
    assert findings(report) == {RecheckFinding.MISSED_EVENT}
    (command,) = account.queue.sent
    assert isinstance(command, BindCommand)
    assert command.certificate == newer.id
    account.handle(command)
    assert account.binding(WWW).certificate_id == newer.id


def test_a_candidate_that_was_refused_is_not_queued_at_every_sweep(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    recheck(account)
    assert account.run_queue()[0].reason == "chain_incomplete"
    assert recheck(account).domains[0].queued == ()


def test_a_cdn_domain_is_read_exactly_before_it_is_judged(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, CDN.domain))
    account = Account(with_binding(CDN, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(CDN.domain, chain)
    assert findings(recheck(account)) == {RecheckFinding.OK}


def test_an_expired_certificate_that_is_still_bound_is_replaced(anchors: TrustAnchors) -> None:
    """CAS's list hides expired certificates, so the bound one is asked for by id."""
    gone = certificate(1, days_left=-1, issued_days_ago=90)
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.hold(gone, certificate(2))
    report = recheck(account)
    assert RecheckFinding.MISSED_EVENT in findings(report)


def test_a_rotation_whose_look_was_lost_is_looked_at_again(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new, chain = chain_of(certificate(2))
    account.inventory.add(new, chain)
    account.probe.serve(WWW.domain, chain)
    account.handle(bind_command(WWW, new.id, cause="issued-2"))
    account.queue.take_due()
    account.clock.advance(timedelta(hours=6))
    account.queue.take_due()  # the look is lost
    assert findings(recheck(account)) == {RecheckFinding.STUCK}
    (look,) = account.queue.take_due()
    assert isinstance(look, VerifyCommand)
    account.handle(look)
    assert account.run_queue()[-1].result.value == "verified"


def test_an_intent_without_a_result_is_taken_up_after_its_lease(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(2)
    account.hold(new)

    def crash(*_: object) -> str:
        raise CrashError

    real = account.targets.bind
    account.targets.bind = crash  # type: ignore[method-assign, assignment]
    with pytest.raises(CrashError):
        account.handle(bind_command(WWW, new.id, cause="issued-2"))
    account.targets.bind = real  # type: ignore[method-assign]
    assert recheck(account).domains[0].queued == ()
    account.clock.advance(timedelta(seconds=301))
    assert findings(recheck(account)) == {RecheckFinding.STUCK}
    account.run_queue()
    assert account.binding(WWW).certificate_id == new.id


def test_another_hand_is_told_and_not_fought(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    theirs, their_chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(theirs, their_chain)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.probe.serve(WWW.domain, their_chain)
    sent = len(account.queue.sent)
    assert findings(recheck(account)) == {RecheckFinding.FOREIGN_CHANGE}
    assert account.kinds(WWW.domain)[-1] is EntryKind.FOREIGN_CHANGE
    assert len(account.queue.sent) == sent
    assert findings(recheck(account)) == {RecheckFinding.OK}


def test_served_is_not_bound_and_unreachable_are_findings(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    _, other = chain_of(certificate(9))
    account.probe.serve(WWW.domain, other)
    assert findings(recheck(account)) == {RecheckFinding.SERVED_NOT_BOUND}
    held, _ = chain_of(certificate(1, CDN.domain))
    nowhere = Account(with_binding(CDN, held), anchors=anchors)
    nowhere.hold(held)
    assert findings(recheck(nowhere)) == {RecheckFinding.UNREACHABLE}


def test_an_end_without_anything_better_is_a_finding(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    assert findings(recheck(account)) == {RecheckFinding.EXPIRING}


def test_one_domain_that_cannot_be_read_leaves_the_others_alone(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.targets.add(BoundTarget(CDN, Binding(BindingSource.UPLOAD, raw_id="x")))
    account.targets.trouble.before("read", UnavailableError("x", service="cdn", action="Describe"))
    report = recheck(account)
    assert findings(report) == {RecheckFinding.OK, RecheckFinding.UNREAD}
    assert not report.is_clean


def test_a_state_of_another_version_is_told_and_leaves_the_others_alone(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    other = replace(WWW, domain=Domain("other.example.com"))
    account.targets.add(BoundTarget(other, account.targets.read(WWW).binding))
    record = Record(EntryKind.BOUND, "issued-1", state={"phase": "bound", "target": None})
    account.journal.append(seal(subject_of(other.domain), None, account.clock.now(), record))
    reports = {report.domain: report for report in recheck(account).domains}
    ((finding, said),) = reports[other.domain].findings
    assert finding is RecheckFinding.UNREAD
    assert "Entry 1 holds no state of a domain: KeyError 'current'" in said
    assert RecheckFinding.UNREAD not in dict(reports[WWW.domain].findings)


def test_a_part_that_could_not_be_listed_is_never_called_clean(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.targets.hide("other-bucket")
    report = recheck(account)
    assert report.unread == ("other-bucket: other-bucket may not be read.",)
    assert not report.is_clean


def test_visitors_who_are_sent_elsewhere_are_a_finding(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    assert findings(recheck(account)) == {RecheckFinding.DNS_ELSEWHERE}


def rotated_and_rolled_back(anchors: TrustAnchors, *, days_left: int = 40) -> Account:
    """A renewal was bound and then put back by a person."""
    old, old_chain = chain_of(certificate(1, days_left=days_left))
    new, new_chain = chain_of(certificate(2, days_left=90))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    account.handle(bind_command(WWW, new.id, cause="renewed-2"))
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(account.ports, account.rules)(asked)
    account.probe.serve(WWW.domain, old_chain)
    account.run_queue()
    return account


def test_a_rollback_is_not_undone_by_the_timer(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    sent = len(account.queue.sent)
    assert findings(recheck(account)) == {RecheckFinding.HELD}
    assert len(account.queue.sent) == sent
    plan = PlanAccount(account.ports, account.rules)().plan
    (keep,) = plan.keeps
    assert keep.finding.reason is Reason.HELD


def test_a_held_domain_takes_what_ends_later(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    later = certificate(3, days_left=180)
    account.hold(later)
    assert RecheckFinding.MISSED_EVENT in findings(recheck(account))
    account.run_queue(steps=200)
    assert account.binding(WWW).certificate_id == later.id
    assert account.state(WWW.domain).held_to is None


def test_a_held_domain_is_let_go_before_what_stands_there_ends(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors)
    account.clock.advance(timedelta(days=39))
    assert RecheckFinding.MISSED_EVENT in findings(recheck(account))


def test_another_hand_that_went_back_is_not_fought_either(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    held = account.inventory.certificate(certificate(1).id)
    account.targets.rebind_by_hand(WWW, bound_to(held))
    sent = len(account.queue.sent)
    assert RecheckFinding.FOREIGN_CHANGE in findings(recheck(account))
    assert RecheckFinding.HELD in findings(recheck(account))
    assert len(account.queue.sent) == sent


def test_an_end_that_nears_on_a_held_domain_is_told(anchors: TrustAnchors) -> None:
    account = rotated_and_rolled_back(anchors, days_left=20)
    event = certificate_event(EventType.EXPIRY_APPROACHING, certificate(1).id, stage="approaching")
    outcome = account.handle(event)
    assert outcome.reason == "no_certificate"
    assert outcome.details["no_better"] == [WWW.domain]


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
    assert findings(recheck(account)) == {RecheckFinding.PLAN_ONLY}
    assert account.handle(bind_command(WWW, new.id, cause="x")).reason == "plan_only"
    assert account.binding(WWW).certificate_id == old.id
    assert [e for e in account.queue.sent if isinstance(e, BindCommand)] == []


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
    assert RecheckFinding.MISSED_EVENT in findings(recheck(account))
