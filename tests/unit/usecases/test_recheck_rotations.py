"""What a sweep makes of rotations without an end, and of other hands."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Target,
)
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
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
from certbind.usecases.recheck_report import RecheckFinding
from certbind.usecases.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, recheck, sound_account, verified


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
    in_front = Target(ProductName("cdn"), WWW.domain)
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
    in_front = Target(ProductName("cdn"), WWW.domain)
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
