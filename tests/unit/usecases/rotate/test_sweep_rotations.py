"""What a sweep makes of rotations without an end, and of other hands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    Step,
    step,
)
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    certificate,
    unbound,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sound_account, sweep, verified


def test_a_rotation_whose_look_was_lost_is_looked_at_again(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new, chain = chain_of(certificate(2))
    account.inventory.add(new, chain)
    account.probe.serve(WWW.domain, chain)
    account.handle(step(WWW, "issued-2", 0, candidate=new.id))
    account.queue.take_due()
    account.clock.advance(timedelta(hours=6))
    account.queue.take_due()  # the look is lost
    report = sweep(account)
    assert findings(report) == {SweepFinding.STUCK}
    (look,) = account.queue.take_due()
    assert isinstance(look, Step)
    assert report.domains[0].queued == (look.id,)
    account.handle(look)
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_an_intent_without_a_result_is_taken_up_after_its_lease(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(2)
    account.hold(new)

    account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(step(WWW, "issued-2", 0, candidate=new.id))
    assert sweep(account).domains[0].queued == ()
    account.clock.advance(timedelta(seconds=301))
    assert findings(sweep(account)) == {SweepFinding.STUCK, SweepFinding.MISSED_EVENT}
    account.run_queue()
    assert account.binding(WWW).certificate_id == new.id


def test_a_better_one_follows_at_once_on_the_look_that_a_sweep_asks_for(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED
    account.probe.serve(WWW.domain, chain)
    account.hold(certificate(3, days_left=300))
    sweep(account)
    account.run_queue()
    assert EntryKind.VERIFIED in account.kinds(WWW.domain)
    assert account.binding(WWW).certificate_id == certificate(3).id


def test_a_rotation_that_is_stuck_is_looked_at_before_it_is_judged(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = certificate(2, days_left=180)
    account.hold(newer)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    account.clock.advance(timedelta(hours=6))
    account.queue.take_due()  # the look is lost, and the edges serve the old one
    assert findings(sweep(account)) == {SweepFinding.STUCK}


def test_what_was_not_verified_is_looked_at_again_once_it_is_served(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED  # the edges serve the old one
    account.probe.serve(WWW.domain, chain)
    sweep(account)
    ((_, look),) = account.queue.waiting()
    assert getattr(look, "look", False)
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert findings(sweep(account)) == {SweepFinding.OK}


def test_a_rollback_that_died_before_its_write_is_taken_up_as_not_made(
    anchors: TrustAnchors,
) -> None:
    account, newer, _ = verified(anchors)
    account.targets.trouble.before("bind", CrashError())
    ask = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual")
    with pytest.raises(CrashError):
        Rollback(*account.connected)(ask)
    account.clock.advance(account.rules.times.lease)
    assert findings(sweep(account)) == {SweepFinding.STUCK}
    account.run_queue()
    assert account.phase(WWW.domain) == "verified"
    assert account.binding(WWW).certificate_id == newer.id
    assert findings(sweep(account)) == {SweepFinding.OK}
