"""A step, when a person changes or has changed the binding too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.target import UNBOUND
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    BusyError,
)
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    CrashError,
    bound_to,
    certificate,
)
from tests.unit.usecases.renewal import COMMAND, NEW, NEWER, OLD, account_with_old


def test_a_hand_between_plan_and_apply_is_noticed_and_planned_anew(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    theirs = certificate(7, days_left=30)
    account.hold(theirs)
    account.targets.trouble.act_before(
        "bind", lambda: account.targets.rebind_by_hand(WWW, bound_to(theirs))
    )
    assert account.handle(COMMAND).result is Result.BOUND
    assert account.kinds(WWW.domain) == [
        EntryKind.INTENT,
        EntryKind.REPLANNED,
        EntryKind.INTENT,
        EntryKind.BOUND,
    ]
    previous = account.state(WWW.domain).way_back
    assert previous is not None
    assert previous.binding.certificate_id == theirs.id


def test_a_hand_that_bound_something_better_wins(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    theirs = certificate(7, days_left=180)
    account.hold(theirs)
    account.targets.trouble.before("bind", BusyError("x", service="oss", action="PutCname"))
    account.handle(COMMAND)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    assert account.run_queue()[0].reason == "already_bound"
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_second_event_for_what_was_rolled_back_does_not_bring_it_back(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    rollback = Rollback(*account.connected)
    rollback(RollbackRequest(domain=WWW.domain, dry_run=False, request_id="hand"))
    account.run_queue()
    entry = len(account.entries(WWW.domain))
    outcome = account.handle(step(WWW, "issued-2", entry, candidate=NEW.id))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "held")
    assert account.binding(WWW).certificate_id == OLD.id
    account.hold(NEWER)
    account.handle(step(WWW, "renewed-3", entry + 1, candidate=NEWER.id))
    assert account.binding(WWW).certificate_id == NEWER.id


def test_a_hand_is_on_record_whoever_looks_first(anchors: TrustAnchors) -> None:
    """Decision 0008: a hand bound what ends earlier, and an event of the one that it took off
    comes under a new id before the sweep.
    """
    account = account_with_old(anchors)
    account.handle(COMMAND)
    account.run_queue()
    account.targets.rebind_by_hand(WWW, bound_to(OLD))
    entry = len(account.entries(WWW.domain))
    outcome = account.handle(step(WWW, "issued-2-again", entry, candidate=NEW.id))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "held")
    assert account.binding(WWW).certificate_id == OLD.id
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.FOREIGN_CHANGE, EntryKind.KEPT]
    told = account.entries(WWW.domain)[-2].record.message
    assert "2-cn-hangzhou was bound by certbind, now 1-cn-hangzhou is" in told
    way_back = account.state(WWW.domain).way_back
    assert way_back is not None
    assert way_back.binding.certificate_id == NEW.id
    event = certificate_event(EventType.RENEWED, NEW.id, replaces=OLD.id)
    assert account.handle(event).details["keep"][0]["reason"] == "held"
    assert account.queue.waiting() == []


def test_a_crash_after_a_hand_was_put_on_record_does_not_lose_the_message(
    anchors: TrustAnchors,
) -> None:
    """What a hand detached comes back, though the function died between the two entries."""
    account = account_with_old(anchors)
    account.handle(COMMAND)
    account.run_queue()
    account.targets.rebind_by_hand(WWW, UNBOUND)
    message = step(WWW, "recheck", len(account.entries(WWW.domain)), candidate=NEW.id)
    account.journal.trouble.after("append", CrashError())
    with pytest.raises(CrashError):
        account.handle(message)
    assert account.kinds(WWW.domain)[-1] is EntryKind.FOREIGN_CHANGE
    assert account.handle(message).result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_reading_of_before_the_last_write_blames_no_other_hand(anchors: TrustAnchors) -> None:
    """Another instance bound while this one kept what it had listed."""
    account = account_with_old(anchors)
    assert account.handle(COMMAND).result is Result.BOUND
    bound, trouble = account.targets, account.targets.trouble
    theirs = certificate(7, days_left=30)
    account.hold(theirs)
    trouble.act_before("read", lambda: bound.rebind_by_hand(WWW, bound_to(theirs)))
    trouble.act_before("read", lambda: bound.rebind_by_hand(WWW, bound_to(NEW)))
    account.clock.advance(timedelta(minutes=2))
    assert account.run_queue()
    assert EntryKind.FOREIGN_CHANGE not in account.kinds(WWW.domain)
    assert account.binding(WWW).certificate_id == NEW.id
