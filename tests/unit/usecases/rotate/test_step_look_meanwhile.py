"""Looks that come twice, early or late, and what happens meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.target import UNBOUND, TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.events import (
    Step,
    step,
)
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    CrashPoint,
    bound_to,
    certificate,
    edges_of,
    install,
    unbound,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.looks import ADDRESSES, account_serving, next_look, serve_everywhere


def test_a_binding_by_another_hand_meanwhile_is_told_and_not_fought(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = account_serving(anchors)
    theirs, chain = chain_of(certificate(9))
    account.hold(theirs)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    next_look(account)
    (hand, kept) = account.entries(WWW.domain)[-2:]
    assert hand.record.kind is EntryKind.FOREIGN_CHANGE
    assert "another hand" in hand.record.message
    assert kept.record.reason == "already_bound"
    assert account.binding(WWW).certificate_id == theirs.id
    assert (account.state(WWW.domain).look, account.queue.waiting()) == (None, [])


def test_a_target_that_tells_the_old_one_for_a_while_is_no_other_hand(
    anchors: TrustAnchors,
) -> None:
    """A product may tell what stood before a write for a while after it."""
    account, new, chain = account_serving(anchors)
    old = account.inventory.certificate(certificate(1).id)
    account.targets.rebind_by_hand(WWW, bound_to(old))
    next_look(account)
    assert EntryKind.FOREIGN_CHANGE not in account.kinds(WWW.domain)
    account.targets.rebind_by_hand(WWW, bound_to(new))
    serve_everywhere(account, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_what_a_target_tells_late_is_not_what_visitors_are_held_against(
    anchors: TrustAnchors,
) -> None:
    """All of them still get the old one, and the product still tells it: that is no proof."""
    account, new, chain = account_serving(anchors)
    old = account.inventory.certificate(certificate(1).id)
    account.targets.rebind_by_hand(WWW, bound_to(old))
    for _ in range(3):
        assert "serve what was there before" in next_look(account)
    serve_everywhere(account, chain)
    account.targets.rebind_by_hand(WWW, bound_to(new))
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_what_was_replaced_is_told_late_too_where_it_is_no_way_back(
    anchors: TrustAnchors,
) -> None:
    """Of what visitors were not seen to get certbind never goes back to, and yet it stood there
    until the write.
    """
    account, _, chain = account_serving(anchors)
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED
    replaced = account.binding(WWW)
    third, third_chain = chain_of(certificate(3))
    account.inventory.add(third, third_chain)
    asked = step(WWW, "asked", 0, candidate=third.id, by_hand=True)
    assert account.handle(asked).result is Result.BOUND
    state = account.state(WWW.domain)
    assert state.way_back is not None
    assert state.way_back.binding.certificate_id == certificate(1).id
    account.targets.rebind_by_hand(WWW, replaced)
    serve_everywhere(account, chain)
    assert "serve what was there before" in next_look(account)
    assert EntryKind.FOREIGN_CHANGE not in account.kinds(WWW.domain)
    account.targets.rebind_by_hand(WWW, bound_to(third))
    serve_everywhere(account, third_chain)
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_a_target_that_tells_late_that_it_has_a_certificate_is_looked_at(
    anchors: TrustAnchors,
) -> None:
    """HTTPS was turned on; the product tells for a while that nothing is bound."""
    account = Account(*unbound(WWW), anchors=anchors)
    new, chain = chain_of(certificate(2))
    account.inventory.add(new, chain)
    serve_everywhere(account, chain)
    assert account.handle(step(WWW, "issued-2", 0, candidate=new.id)).result is Result.BOUND
    account.targets.rebind_by_hand(WWW, UNBOUND)
    assert "all 3 addresses serve it" in next_look(account)
    assert account.run_queue()[-1].result is Result.VERIFIED


@pytest.mark.parametrize("unseen", [timedelta(), timedelta(hours=6)])
def test_edges_of_a_target_that_was_off_begin_with_nothing_and_that_blames_nobody(
    anchors: TrustAnchors, unseen: timedelta
) -> None:
    """It was stopped in the moment of the binding, and started days later: that its edges show
    their own certificate then, however long they do, is not the new one's fault.
    """
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED
    third, third_chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, third_chain)
    assert account.handle(step(WWW, "issued-3", 0, candidate=third.id)).result is Result.BOUND
    on = account.targets.read(WWW)
    account.targets.add(replace(on, state=TargetState.OFFLINE))
    account.clock.advance(unseen)
    assert account.run_queue()[-1].reason == "target_offline"
    account.clock.advance(timedelta(days=11))
    account.targets.add(on)
    _, default = chain_of(certificate(6, "edge.example"))
    serve_everywhere(account, default)
    Sweep(*account.connected)()
    last = account.run_queue()[-1]
    assert (last.result, last.reason) == (Result.NOT_VERIFIED, "name_mismatch")
    assert account.binding(WWW).certificate_id == third.id
    serve_everywhere(account, third_chain)
    Sweep(*account.connected)()
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert account.targets.trouble.calls["bind"] == 2


def test_an_edge_that_is_hours_behind_shows_the_hour_without_one_and_that_blames_nobody(
    anchors: TrustAnchors,
) -> None:
    """Somebody took HTTPS off, certbind turned it on again, and some edges heard of neither: they
    served the old one all the time. They come to that hour while the next one is looked at.
    """
    account, new, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED
    account.targets.rebind_by_hand(WWW, UNBOUND)
    Sweep(*account.connected)()
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert account.binding(WWW).certificate_id == new.id
    third, third_chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, third_chain)
    assert account.handle(step(WWW, "issued-3", 0, candidate=third.id)).result is Result.BOUND
    _, default = chain_of(certificate(6, "edge.example"))
    first, *others = ADDRESSES
    account.probe.serve(WWW.domain, third_chain, first)
    for address in others:
        account.probe.serve(WWW.domain, default, address)
    account.clock.advance(timedelta(minutes=7))
    assert account.run_queue()[-1].result is not Result.VERIFIED
    assert account.binding(WWW).certificate_id == third.id


def test_a_rollback_does_not_take_what_is_told_late_for_done(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    old = account.inventory.certificate(certificate(1).id)
    account.targets.rebind_by_hand(WWW, bound_to(old))
    report = Rollback(*account.connected)(RollbackRequest(domain=WWW.domain, dry_run=False))
    assert [one.result for one in report.outcomes] == [Result.BOUND]
    assert account.targets.trouble.calls["bind"] == 2
    assert account.state(WWW.domain).look is not None


def test_a_third_leaf_on_an_edge_is_waited_for_while_the_target_holds_ours(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = account_serving(anchors)
    _, chain = chain_of(certificate(9))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    message = next_look(account)
    assert "1 of 3 addresses serves another certificate" in message
    assert "looking again in 60 s" in message
    assert account.phase(WWW.domain) == "bound"


def test_a_look_that_comes_twice_is_recorded_once(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    account.handle(look)
    before = account.kinds(WWW.domain)
    assert account.handle(look).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == [*before, EntryKind.KEPT], "its successor is sent again"
    assert account.handle(look).result is Result.NOTHING_TO_DO
    assert len(account.kinds(WWW.domain)) == len(before) + 1


def test_copies_of_a_look_bring_two_successors_at_most_however_many_they_are(
    anchors: TrustAnchors,
) -> None:
    """Where the queue's answers are lost each copy would send copies, without end."""
    account, _, _ = account_serving(anchors)
    for _ in range(4):
        due, _ = account.queue.waiting()[0]
        account.clock.advance(max(due - account.clock.now(), timedelta()))
        for look in account.queue.take_due():
            for _ in range(5):
                account.handle(look)
        assert 1 <= len(account.queue.waiting()) <= 2


def test_only_the_newest_look_brings_its_successor_back(anchors: TrustAnchors) -> None:
    """It may have been lost with a crash; one before it has had its successor."""
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (first,) = account.queue.take_due()
    account.handle(first)
    account.clock.advance(timedelta(seconds=60))
    (second,) = account.queue.take_due()
    account.handle(second)
    (third,) = account.queue.waiting()
    account.handle(first)
    assert account.queue.waiting() == [third]
    account.queue.take_due()
    account.handle(second)
    assert third[1] in [event for _, event in account.queue.waiting()]


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_look_after_the_end_changes_nothing(anchors: TrustAnchors, ends_well: bool) -> None:
    account, _, chain = account_serving(anchors)
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain if ends_well else chain[:1], address)
    account.run_queue()
    before = account.kinds(WWW.domain)
    assert before[-1] is (EntryKind.VERIFIED if ends_well else EntryKind.NOT_VERIFIED)
    (*_, early, last) = account.queue.sent
    assert account.handle(last).result is Result.DUPLICATE
    assert account.handle(early).reason == "already_bound"
    assert account.kinds(WWW.domain)[:-1] == before, "told once, by a message that came late"
    assert account.handle(early).result is Result.DUPLICATE
    assert account.phase(WWW.domain) == ("verified" if ends_well else "not_verified")
    assert account.queue.waiting() == []


def test_a_better_certificate_waits_for_the_look_that_is_open(anchors: TrustAnchors) -> None:
    """One change at a time: else what is seen cannot be ascribed."""
    account, new, chain = account_serving(anchors)
    newer = certificate(3, days_left=200)
    account.hold(newer)
    outcome = account.handle(step(WWW, "renewed-3", 2, candidate=newer.id))
    assert (outcome.result, outcome.reason) == (Result.DEFERRED, "looking")
    assert account.binding(WWW).certificate_id == new.id
    serve_everywhere(account, chain)
    account.run_queue()
    assert EntryKind.VERIFIED in account.kinds(WWW.domain)
    assert account.binding(WWW).certificate_id == newer.id, "its message comes back"


def test_a_crash_at_any_point_of_a_look_loses_no_look(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    for at in edges_of(account, partial(next_look, account), least=12):
        account, _, chain = account_serving(anchors)
        serve_everywhere(account, chain)
        account.clock.advance(timedelta(seconds=60))
        (look,) = account.queue.take_due()
        trouble = CrashPoint(at)
        install(account, trouble)
        with pytest.raises(CrashError):
            account.handle(look)
        account.handle(look)
        account.run_queue()
        assert account.phase(WWW.domain) == "verified", at


def test_a_probe_fault_of_ours_does_not_pass_as_a_look(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    assert isinstance(look, Step)
    account.probe.trouble.before("observe", UnavailableError("x", service="dns", action="look"))
    with pytest.raises(UnavailableError):
        account.handle(look)


def test_two_good_looks_close_together_are_one(anchors: TrustAnchors) -> None:
    """One good answer proves one machine: the second counts after `confirm_after`."""
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert "once more in 30 s" in next_look(account)
    looks = account.probe.trouble.calls["observe"]
    account.clock.advance(account.rules.times.confirm_after - timedelta(seconds=5))
    ((_, look),) = account.queue.waiting()
    early = account.handle(look)
    assert (early.result, early.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.probe.trouble.calls["observe"] == looks
    assert account.phase(WWW.domain) == "bound"
    account.clock.advance(timedelta(seconds=5))
    assert account.handle(look).result is Result.VERIFIED
