"""recheck: what no event told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.certificate import Certificate
from certbind.domain.chain import TrustAnchors
from certbind.domain.identity import Domain
from certbind.domain.journal import Entry, EntryKind
from certbind.domain.observation import Resolution
from certbind.domain.state import Phase
from certbind.domain.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetKind,
    TargetState,
)
from certbind.errors import LedgerUnreadableError, UnavailableError
from certbind.events import (
    BindCommand,
    EventType,
    VerifyCommand,
    bind_command,
    certificate_event,
)
from certbind.requests import RollbackRequest
from certbind.usecases.domain_journal import subject_of
from certbind.usecases.outcome import Result
from certbind.usecases.recheck_report import DomainReport, RecheckFinding, RecheckReport
from certbind.usecases.rollback import Rollback
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
from tests.unit.usecases.sweeps import findings, recheck, sound_account


def test_a_domain_that_is_well_is_ok_and_nothing_is_queued(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    report = recheck(account)
    assert findings(report) == {RecheckFinding.OK}
    assert report.is_clean
    assert account.queue.sent == []
    newest = account.journal.newest("recheck/report")
    assert newest is not None
    assert newest.record.details == report.to_json()
    assert newest.record.message == "1 domains: {'ok': 1}."


def test_what_the_lists_tell_is_not_asked_for_once_a_domain(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    recheck(account)
    assert account.targets.trouble.calls["read"] == 0
    assert account.inventory.trouble.calls["certificate"] == 0


def test_a_domain_that_no_certificate_fits_has_no_https_and_the_reason(
    anchors: TrustAnchors,
) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    ((finding, said),) = recheck(account).domains[0].findings
    assert finding is RecheckFinding.NO_HTTPS
    assert said == "no_certificate: no certificate in CAS covers www.shop.example"


def test_a_broken_binding_that_nothing_can_replace_is_not_called_no_https(
    anchors: TrustAnchors,
) -> None:
    gone, chain = chain_of(certificate(1, days_left=-1, issued_days_ago=90))
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.inventory.add(gone, chain)
    account.probe.serve(WWW.domain, chain)
    assert findings(recheck(account)) == {RecheckFinding.EXPIRING, RecheckFinding.NOT_SOUND}


def test_what_cas_does_not_hold_is_judged_by_its_fingerprint_where_there_is_one(
    anchors: TrustAnchors,
) -> None:
    pasted, chain = chain_of(certificate(1))
    _, other_chain = chain_of(certificate(9))
    for sha256, other in ((pasted.sha256, RecheckFinding.SERVED_NOT_BOUND), (None, None)):
        stands = Binding(BindingSource.UPLOAD, raw_id="pasted", sha256=sha256)
        account = Account(BoundTarget(WWW, stands), anchors=anchors)
        account.probe.serve(WWW.domain, chain)
        assert findings(recheck(account)) == {RecheckFinding.OK}
        account.probe.serve(WWW.domain, other_chain)
        assert findings(recheck(account)) == {other or RecheckFinding.OK}


def test_an_end_that_is_near_is_no_finding_where_a_better_one_was_missed(
    anchors: TrustAnchors,
) -> None:
    held, chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    account.hold(certificate(2, days_left=180))
    assert findings(recheck(account)) == {RecheckFinding.MISSED_EVENT}


def test_a_missed_renewal_is_found_and_queued_once(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = certificate(2, days_left=180)
    account.hold(newer)
    report = recheck(account)
    assert findings(report) == {RecheckFinding.MISSED_EVENT}
    (command,) = account.queue.sent
    assert isinstance(command, BindCommand)
    assert command.certificate == newer.id
    assert report.domains[0].queued == (command.id,)
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
    report = recheck(account)
    assert findings(report) == {RecheckFinding.STUCK}
    (look,) = account.queue.take_due()
    assert isinstance(look, VerifyCommand)
    assert report.domains[0].queued == (look.id,)
    assert look.deadline == account.clock.now() + account.rules.verify_within
    account.handle(look)
    assert account.run_queue()[-1].result.value == "verified"


def test_an_intent_without_a_result_is_taken_up_after_its_lease(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(2)
    account.hold(new)

    account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(bind_command(WWW, new.id, cause="issued-2"))
    assert recheck(account).domains[0].queued == ()
    account.clock.advance(timedelta(seconds=301))
    assert findings(recheck(account)) == {RecheckFinding.STUCK}
    account.run_queue()
    assert account.binding(WWW).certificate_id == new.id


def test_another_hand_is_told_and_not_fought(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
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
    account.spoil(other.domain)
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


def verified(anchors: TrustAnchors) -> tuple[Account, Certificate, tuple[bytes, ...]]:
    """A renewal was bound and visitors were seen to get it."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    return account, newer, chain


def test_a_binding_made_while_the_sweep_was_under_way_is_no_other_hand(
    anchors: TrustAnchors,
) -> None:
    """What the scan read is older than the ledger by then."""
    account, _, _ = verified(anchors)
    third, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, chain)
    bind = bind_command(WWW, third.id, cause="renewed-3")
    account.targets.trouble.act_after("scan", lambda: account.handle(bind))
    assert RecheckFinding.FOREIGN_CHANGE not in findings(recheck(account))
    account.probe.serve(WWW.domain, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_a_binding_made_while_the_domain_is_examined_is_no_other_hand(
    anchors: TrustAnchors,
) -> None:
    """The ledger was read before, the target after it: the entry cannot be written."""
    account, _, _ = verified(anchors)
    third, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, chain)
    account.probe.serve(WWW.domain, chain)
    newest = account.journal.newest

    def newest_then_bind(subject: str) -> Entry | None:
        entry = newest(subject)
        if subject == subject_of(WWW.domain):
            account.journal.newest = newest  # type: ignore[method-assign]
            account.handle(bind_command(WWW, third.id, cause="renewed-3"))
        return entry

    account.journal.newest = newest_then_bind  # type: ignore[method-assign]
    assert RecheckFinding.FOREIGN_CHANGE not in findings(recheck(account))
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_cdn_that_is_put_in_front_later_is_bound_and_no_other_hand(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    in_front = Target(TargetKind.CDN, WWW.domain)
    account.targets.add(with_binding(in_front, account.inventory.certificate(certificate(1).id)))
    found = findings(recheck(account))
    assert RecheckFinding.FOREIGN_CHANGE not in found
    assert {RecheckFinding.SKIPPED, RecheckFinding.MISSED_EVENT} <= found
    account.run_queue()
    assert account.binding(in_front).certificate_id == newer.id


def test_cdn_is_bound_though_the_bucket_behind_it_waits_for_its_look(
    anchors: TrustAnchors,
) -> None:
    """CDN could not be listed when the domain was bound for the first time."""
    in_front = Target(TargetKind.CDN, WWW.domain)
    account = Account(*unbound(WWW, in_front), anchors=anchors)
    new = certificate(2)
    account.hold(new)
    account.targets.hide("cdn", "throttled")
    account.handle(certificate_event(EventType.ISSUED, new.id))
    (bind,) = account.queue.take_due()
    account.handle(bind)
    assert account.binding(WWW).certificate_id == new.id
    account.targets.show("cdn")
    assert RecheckFinding.MISSED_EVENT in findings(recheck(account))
    for event in account.queue.take_due():
        account.handle(event)
    assert account.binding(in_front).certificate_id == new.id


def test_what_was_kept_while_something_else_stood_there_is_asked_again(
    anchors: TrustAnchors,
) -> None:
    """Found by the simulation: a hand put the better one there and took it away again."""
    worse, better = certificate(1, days_left=40), certificate(2, days_left=90)
    account = Account(with_binding(WWW, worse), anchors=anchors)
    account.hold(worse, better)
    recheck(account)
    account.targets.rebind_by_hand(WWW, bound_to(better))
    account.run_queue()
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    account.targets.rebind_by_hand(WWW, bound_to(worse))
    recheck(account)
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id


@pytest.mark.parametrize("gone", ["stopped", "deleted"])
def test_a_domain_that_is_back_is_asked_for_again(anchors: TrustAnchors, gone: str) -> None:
    """While the command was on its way it was stopped, or deleted and made again."""
    worse, better = certificate(1, days_left=40), certificate(2, days_left=90)
    here = with_binding(WWW, worse)
    account = Account(here, anchors=anchors)
    account.hold(worse, better)
    recheck(account)
    if gone == "stopped":
        account.targets.add(replace(here, state=TargetState.OFFLINE))
    else:
        account.targets.remove(WWW)
    account.run_queue()
    recheck(account)
    assert account.queue.waiting() == [], "it is not asked for while it is not there"
    account.targets.add(here)
    assert RecheckFinding.MISSED_EVENT in findings(recheck(account))
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id


def test_what_was_refused_is_told_at_every_sweep(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    recheck(account)
    account.run_queue()
    for _ in range(2):
        report = recheck(account)
        assert findings(report) == {RecheckFinding.REFUSED}
        assert "Test Intermediate, which signed" in report.domains[0].findings[0][1]
        assert not report.is_clean


def test_the_refusal_of_another_certificate_is_not_told_as_this_one_s(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    recheck(account)
    account.run_queue()
    shorter = certificate(3, days_left=5)
    account.hold(shorter)
    account.handle(bind_command(WWW, shorter.id, cause="issued-3"))
    assert RecheckFinding.REFUSED not in findings(recheck(account))


def test_what_was_kept_on_a_closer_look_is_neither_asked_again_nor_called_refused(
    anchors: TrustAnchors,
) -> None:
    """The list said that it lasts longer; its own leaf says that it does not."""
    account = sound_account(anchors)
    twin, chain = chain_of(certificate(2))
    account.inventory.add(replace(twin, not_after=twin.not_after + timedelta(days=90)), chain)
    assert findings(recheck(account)) == {RecheckFinding.MISSED_EVENT}
    account.run_queue()
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    report = recheck(account)
    assert findings(report) == {RecheckFinding.OK}
    assert report.domains[0].queued == ()


def test_an_end_that_is_near_is_told_beside_a_refusal(anchors: TrustAnchors) -> None:
    held, held_chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, held_chain)
    account.probe.serve(WWW.domain, held_chain)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    recheck(account)
    account.run_queue()
    assert findings(recheck(account)) == {RecheckFinding.REFUSED, RecheckFinding.EXPIRING}


def test_a_better_one_that_is_queued_takes_the_place_of_another_look(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED
    account.probe.serve(WWW.domain, chain)
    account.hold(certificate(3, days_left=300))
    recheck(account)
    assert [type(event) for _, event in account.queue.waiting()] == [BindCommand]


def test_a_rotation_that_is_stuck_is_looked_at_before_it_is_judged(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = certificate(2, days_left=180)
    account.hold(newer)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    account.clock.advance(timedelta(hours=6))
    account.queue.take_due()  # the look is lost, and the edges serve the old one
    assert findings(recheck(account)) == {RecheckFinding.STUCK}


def test_what_was_not_verified_is_looked_at_again_once_it_is_served(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(bind_command(WWW, newer.id, cause="renewed-2"))
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED  # the edges serve the old one
    account.probe.serve(WWW.domain, chain)
    recheck(account)
    ((_, look),) = account.queue.waiting()
    assert isinstance(look, VerifyCommand)
    assert look.attempt == account.state(WWW.domain).looks + 1
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert findings(recheck(account)) == {RecheckFinding.OK}


def test_edges_that_go_back_to_the_old_one_later_are_found(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, old_chain = chain_of(certificate(1))
    account.probe.serve(WWW.domain, old_chain)
    assert findings(recheck(account)) == {RecheckFinding.SERVED_NOT_BOUND}


def test_an_intent_under_an_id_that_was_used_before_is_taken_up_too(anchors: TrustAnchors) -> None:
    """A person gave two rollbacks one id; the second died before its write."""
    account, newer, _ = verified(anchors)
    ask = partial(RollbackRequest, domain=WWW.domain, dry_run=False, request_id="manual")
    Rollback(account.ports, account.rules)(ask())
    real = account.targets.bind

    def crash(*_: object) -> str:
        raise CrashError

    account.targets.bind = crash  # type: ignore[method-assign, assignment]
    with pytest.raises(CrashError):
        Rollback(account.ports, account.rules)(ask(to=newer.id))
    account.targets.bind = real  # type: ignore[method-assign]
    account.queue.take_due()
    account.clock.advance(account.rules.lease)
    assert findings(recheck(account)) == {RecheckFinding.STUCK}
    account.run_queue()
    assert account.state(WWW.domain).phase is not Phase.INTENT


def test_https_that_a_hand_turned_off_is_told_as_what_it_is(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    account.targets.rebind_by_hand(WWW, UNBOUND)
    report = recheck(account)
    ((_, told), *_) = report.domains[0].findings
    assert "turns HTTPS on again" in told
    account.run_queue()
    assert account.binding(WWW).certificate_id == newer.id


def test_domains_that_are_skipped_hide_none_that_is_unwell() -> None:
    skipped = DomainReport("x", Domain("a.example"), ((RecheckFinding.SKIPPED, "provider"),))
    unwell = DomainReport("y", Domain("b.example"), ((RecheckFinding.NOT_SOUND, "expired"),))
    body = RecheckReport((*(skipped,) * 250, unwell)).to_json()
    assert [one["domain"] for one in body["findings"]] == ["b.example"]
    assert body["counts"] == {"skipped": 250, "not_sound": 1}


def test_a_report_that_finds_no_place_is_answered_all_the_same(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    unreadable = LedgerUnreadableError("Entry 3 is no entry.", subject="recheck/report")
    newest = account.journal.newest

    def newest_or_not(subject: str) -> Entry | None:
        if subject == "recheck/report":
            raise unreadable
        return newest(subject)

    account.journal.newest = newest_or_not  # type: ignore[method-assign]
    account.targets.hide("locked")
    report = recheck(account)
    assert findings(report) == {RecheckFinding.OK}
    listed, no_place = report.unread
    assert listed.startswith("locked: ")
    assert "Entry 3 is no entry." in no_place
