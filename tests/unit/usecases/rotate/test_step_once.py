"""A step that comes twice, at once, or to a function that dies ends in one binding."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    LedgerConflictError,
)
from certbind.events import (
    Step,
    step,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    CrashError,
    CrashPoint,
    Interleaved,
    edges_of,
    install,
)
from tests.unit.usecases.renewal import COMMAND, NEW, OLD, account_with_old


def test_a_duplicate_changes_nothing_and_says_so(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    before = account.kinds(WWW.domain)
    assert account.handle(COMMAND).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == [*before, EntryKind.KEPT], "the look is sent again"
    assert account.targets.trouble.calls["bind"] == 1


def test_a_duplicate_queues_the_first_look_only_while_there_was_none(
    anchors: TrustAnchors,
) -> None:
    """The look may have been lost with the crash that brought the duplicate."""
    account = account_with_old(anchors)
    account.handle(COMMAND)
    account.clock.advance(account.rules.times.verify_after)
    (look,) = account.queue.take_due()
    account.handle(COMMAND)
    ((due, again),) = account.queue.waiting()
    assert isinstance(look, Step)
    assert (due, again) == (account.clock.now(), step(WWW, look.cause, look.after + 1))
    account.queue.take_due()
    account.handle(look)
    (second,) = account.queue.waiting()
    account.handle(COMMAND)
    assert account.queue.waiting() == [second]


def test_another_function_at_work_is_waited_for(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(step(WWW, "other-event", 0, candidate=NEW.id))
    account.clock.advance(timedelta(seconds=100))
    waiting = account.handle(COMMAND)
    assert (waiting.result, waiting.reason) == (Result.DEFERRED, "busy_domain")
    ((due, again),) = account.queue.waiting()
    assert (again, due - account.clock.now()) == (COMMAND, timedelta(seconds=200))
    account.clock.advance(timedelta(seconds=200))
    assert account.handle(COMMAND).result is Result.BOUND


def edges(anchors: TrustAnchors) -> range:
    account = account_with_old(anchors)
    return edges_of(account, partial(account.handle, COMMAND), least=20)


def test_a_crash_at_any_point_leaves_a_way_on(anchors: TrustAnchors) -> None:
    """The process dies at every edge of every call in turn; the message comes again. Within its
    lease nobody goes on, not even the same message: another function may be at work on it.
    """
    for at in edges(anchors):
        account = account_with_old(anchors)
        install(account, CrashPoint(at))
        with pytest.raises(CrashError):
            account.handle(COMMAND)
        account.clock.advance(timedelta(seconds=20))
        account.handle(COMMAND)
        where = f"crash at edge {at}"
        while account.state(WWW.domain).change is not None:
            ((due, event),) = account.queue.waiting()
            assert due - account.clock.now() == timedelta(seconds=280), where
            account.clock.advance(due - account.clock.now())
            account.queue.take_due()
            account.handle(event)
        assert account.binding(WWW).certificate_id == NEW.id, where
        assert account.kinds(WWW.domain).count(EntryKind.BOUND) == 1, where
        assert account.phase(WWW.domain) == "bound", where
        way_back = account.state(WWW.domain).way_back
        assert way_back is not None, where
        assert way_back.binding.certificate_id == OLD.id, where
        assert account.queue.waiting(), f"{where}: nobody looks"


def test_two_deliveries_at_once_end_in_one_binding(anchors: TrustAnchors) -> None:
    """The second starts at every edge of the first, and runs to its end in between."""
    for at in edges(anchors):
        account = account_with_old(anchors)
        install(account, Interleaved(at, partial(account.handle, COMMAND)))
        account.handle(COMMAND)
        where = f"second delivery at edge {at}"
        assert account.binding(WWW).certificate_id == NEW.id, where
        assert account.kinds(WWW.domain).count(EntryKind.BOUND) == 1, where
        assert account.state(WWW.domain).way_back.binding.certificate_id == OLD.id, where  # type: ignore[union-attr]


def test_a_lost_race_for_every_entry_is_left_to_a_later_run(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.journal.trouble.before("append", LedgerConflictError("taken"), times=4)
    assert account.handle(COMMAND).reason == "lost_race"
    ((_, again),) = account.queue.waiting()
    assert again == COMMAND
    assert account.run_queue()[0].result is Result.BOUND


def test_a_crash_after_a_change_was_found_undone_does_not_lose_the_message(
    anchors: TrustAnchors,
) -> None:
    """What was begun is put on record as not made; that is no end of the message that found it."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(step(WWW, "other-event", 0, candidate=NEW.id))
    account.clock.advance(account.rules.times.lease)
    account.journal.trouble.after("append", CrashError())
    with pytest.raises(CrashError):
        account.handle(COMMAND)
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.REPLANNED]
    assert account.handle(COMMAND).result is Result.BOUND


def test_a_change_that_is_found_done_is_looked_at(anchors: TrustAnchors) -> None:
    """The look that its record promises is queued by whoever found it."""
    account = account_with_old(anchors)
    account.targets.trouble.after("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(step(WWW, "other-event", 0, candidate=NEW.id))
    account.clock.advance(account.rules.times.lease)
    assert account.handle(COMMAND).reason == "already_bound"
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BOUND]
    ((due, look),) = account.queue.waiting()
    assert due - account.clock.now() == account.rules.times.verify_after
    assert look == step(WWW, COMMAND.cause, 2)
