"""A step whose answer never came: what stands at the target tells how it ended."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.policy import Policy
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import ThrottledError
from certbind.events import (
    step,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    certificate,
)
from tests.unit.usecases.renewal import LOST, NEW, account_with_old
from tests.unit.usecases.sweeps import verified

LATER = certificate(3, days_left=200)


def test_a_binding_whose_answer_was_lost_is_found_recorded_and_looked_at(
    anchors: TrustAnchors,
) -> None:
    """The way back must lead to what truly stood before."""
    account, newer, _ = verified(anchors)
    account.hold(LATER)
    account.targets.trouble.after("bind", LOST)
    begun = len(account.entries(WWW.domain))
    outcome = account.handle(step(WWW, "renewed-3", begun, candidate=LATER.id))
    assert outcome.result is Result.DEFERRED
    assert account.binding(WWW).certificate_id == LATER.id
    ((due, again),) = account.queue.waiting()
    account.clock.advance(due - account.clock.now())
    account.queue.take_due()
    account.handle(again)
    assert account.kinds(WWW.domain)[-3:] == [
        EntryKind.INTENT,
        EntryKind.DEFERRED,
        EntryKind.BOUND,
    ]
    assert account.targets.trouble.calls["bind"] == 2
    state = account.state(WWW.domain)
    assert state.standing is not None
    assert state.way_back is not None
    assert state.standing.binding.certificate_id == LATER.id
    assert state.way_back.binding.certificate_id == newer.id
    assert [getattr(look, "cause", "") for _, look in account.queue.waiting()] == ["renewed-3"]


def test_what_becomes_of_a_write_may_be_unreadable_and_it_is_nobody_else_s_all_the_same(
    anchors: TrustAnchors,
) -> None:
    """The write was made, and the reading after it throttled until the call gave up."""
    account, _, _ = verified(anchors)
    account.hold(LATER)
    unread = ThrottledError("too many", service="cdn", action="DescribeDomainCertificateInfo")
    unread.is_in_doubt = True
    account.targets.trouble.after("bind", unread)
    begun = len(account.entries(WWW.domain))
    account.handle(step(WWW, "renewed-3", begun, candidate=LATER.id))
    ((due, again),) = account.queue.waiting()
    account.clock.advance(due - account.clock.now())
    account.queue.take_due()
    account.handle(again)
    assert account.kinds(WWW.domain)[-3:] == [
        EntryKind.INTENT,
        EntryKind.DEFERRED,
        EntryKind.BOUND,
    ]


def test_a_lost_answer_keeps_no_other_command_off_the_domain(anchors: TrustAnchors) -> None:
    """Nobody is at work on it any more, so what stands there tells how it ended."""
    account = account_with_old(anchors)
    account.hold(LATER)
    account.targets.trouble.before("bind", LOST)
    assert account.handle(step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True)).result is (
        Result.DEFERRED
    )
    outcome = account.handle(step(WWW, "renewed-3", 2, candidate=LATER.id))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == LATER.id
    assert account.kinds(WWW.domain) == [
        EntryKind.INTENT,
        EntryKind.DEFERRED,
        EntryKind.REPLANNED,
        EntryKind.INTENT,
        EntryKind.BOUND,
    ]


def test_what_a_person_asked_for_is_done_though_it_had_to_wait(anchors: TrustAnchors) -> None:
    """Neither CERTBIND_BIND nor a hold stands against it, in whichever try."""
    account = account_with_old(anchors, Policy(scope=()))
    account.targets.trouble.before("bind", LOST, times=3)
    asked = step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True)
    assert account.handle(asked).result is Result.DEFERRED
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.state(WWW.domain).has_carried("cli-1")
