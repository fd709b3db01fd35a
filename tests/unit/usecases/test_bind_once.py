"""A bind command that comes twice, at once, or to a function that dies ends in one binding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    LedgerConflictError,
)
from certbind.events import (
    VerifyCommand,
    bind_command,
)
from certbind.usecases.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    CrashError,
    CrashPoint,
    install,
)
from tests.unit.usecases.renewal import COMMAND, NEW, OLD, account_with_old


def test_a_duplicate_changes_nothing_and_says_so(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    before = account.kinds(WWW.domain)
    assert account.handle(COMMAND).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == before
    assert account.targets.trouble.calls["bind"] == 1


def test_a_duplicate_queues_the_first_look_only_while_there_was_none(
    anchors: TrustAnchors,
) -> None:
    """The look may have been lost with the crash that brought the duplicate."""
    account = account_with_old(anchors)
    account.handle(COMMAND)
    account.clock.advance(account.rules.verify_after)
    (look,) = account.queue.take_due()
    account.handle(COMMAND)
    ((_, again),) = account.queue.waiting()
    assert again == look
    account.clock.advance(account.rules.verify_after)
    account.queue.take_due()
    account.handle(look)
    (second,) = account.queue.waiting()
    account.handle(COMMAND)
    assert account.queue.waiting() == [second]


def test_another_function_at_work_is_waited_for(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        account.handle(bind_command(WWW, NEW.id, cause="other-event"))
    waiting = account.handle(COMMAND)
    assert (waiting.result, waiting.reason) == (Result.DEFERRED, "busy_domain")
    account.clock.advance(timedelta(seconds=301))
    assert account.handle(COMMAND).result is Result.BOUND


def count_edges(anchors: TrustAnchors) -> int:
    account = account_with_old(anchors)
    point = CrashPoint(at=0)
    install(account, point)
    account.handle(COMMAND)
    return point.passed


def test_a_crash_at_any_point_leaves_a_way_on(anchors: TrustAnchors) -> None:
    """The process dies at every edge of every call in turn; the message comes again."""
    edges = count_edges(anchors)
    assert edges > 15
    for at in range(1, edges + 1):
        account = account_with_old(anchors)
        install(account, CrashPoint(at))
        with pytest.raises(CrashError):
            account.handle(COMMAND)
        account.clock.advance(timedelta(seconds=20))
        account.handle(COMMAND)
        where = f"crash at edge {at}"
        assert account.binding(WWW).certificate_id == NEW.id, where
        assert account.kinds(WWW.domain).count(EntryKind.BOUND) == 1, where
        assert account.state(WWW.domain).phase is Phase.BOUND, where
        previous = account.state(WWW.domain).previous
        assert previous is not None, where
        assert previous.binding.certificate_id == OLD.id, where
        assert any(isinstance(e, VerifyCommand) for _, e in account.queue.waiting()), where


def test_two_deliveries_at_once_end_in_one_binding(anchors: TrustAnchors) -> None:
    """The second starts at every edge of the first, and runs to its end in between."""
    for at in range(1, count_edges(anchors) + 1):
        account = account_with_old(anchors)
        install(account, _Interleaved(at, partial(account.handle, COMMAND)))
        account.handle(COMMAND)
        where = f"second delivery at edge {at}"
        assert account.binding(WWW).certificate_id == NEW.id, where
        assert account.kinds(WWW.domain).count(EntryKind.BOUND) == 1, where
        assert account.state(WWW.domain).previous.binding.certificate_id == OLD.id, where  # type: ignore[union-attr]


class _Interleaved(CrashPoint):
    """Runs something else, once, at the chosen edge instead of crashing."""

    def __init__(self, at: int, other: Callable[[], object]) -> None:
        super().__init__(at)
        self._other = other

    def _edge(self, method: str) -> None:
        self.passed += 1
        if self.passed == self._at:
            self._other()


def test_a_lost_race_for_every_entry_is_left_to_a_later_run(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.journal.trouble.before("append", LedgerConflictError("taken"), times=4)
    assert account.handle(COMMAND).reason == "lost_race"
    assert account.run_queue()[0].result is Result.BOUND
