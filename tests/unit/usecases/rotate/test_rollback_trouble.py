"""The way back when calls fail, functions die or others act too."""

from __future__ import annotations

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import Hold, Purpose
from certbind.domain.model.identity import CertificateId
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    CloudError,
    LedgerConflictError,
    PermissionDeniedError,
    UnavailableError,
)
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    bound_to,
    certificate,
)
from tests.unit.usecases.rollbacks import (
    NEW,
    OLD,
    THIRD,
    crash_before_the_record,
    first_binding,
    rollback,
    rotated,
)


def test_after_a_crash_it_goes_back_to_what_stood_before_the_crash(anchors: TrustAnchors) -> None:
    """OLD, NEW, and the function died right after it had bound THIRD: NEW is to come back."""
    account = rotated(anchors)
    account.hold(THIRD)
    third = step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True)
    crash_before_the_record(account, lambda: account.handle(third))
    (busy,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (busy.result, busy.reason) == (Result.FAILED, "busy_domain")
    account.clock.advance(account.rules.times.lease)
    (outcome,) = rollback(account, domain=WWW.domain).outcomes
    assert f"would replace certificate {THIRD.id} by certificate {NEW.id}" in outcome.message
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_rollback_that_crashed_still_keeps_off_what_it_took_off(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    crash_before_the_record(account, lambda: rollback(account, domain=WWW.domain, dry_run=False))
    account.clock.advance(account.rules.times.lease)
    for _ in range(2):
        Sweep(*account.connected)()
        account.run_queue()
    assert account.binding(WWW).certificate_id == OLD.id
    state = account.state(WWW.domain)
    assert state.ours is not None
    assert state.ours.purpose is Purpose.BACK
    assert state.hold == Hold(NEW.not_after)


def test_a_hand_in_between_is_planned_anew_to_what_was_meant(anchors: TrustAnchors) -> None:
    """Not back to what the hand took off: that is what the person wants to leave."""
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


def test_a_dry_run_over_a_change_without_a_result_writes_and_queues_nothing(
    anchors: TrustAnchors,
) -> None:
    """It tells what an apply would do after it had settled that change."""
    account = rotated(anchors)
    account.run_queue()
    account.hold(THIRD)
    third = step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True)
    crash_before_the_record(account, lambda: account.handle(third))
    account.clock.advance(account.rules.times.lease)
    entries, sent = account.entries(WWW.domain), len(account.queue.sent)
    (outcome,) = rollback(account, domain=WWW.domain).outcomes
    assert outcome.result is Result.PLANNED
    assert account.entries(WWW.domain) == entries
    assert len(account.queue.sent) == sent


def test_one_invocation_that_comes_twice_is_carried_out_once(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual", to=OLD.id)
    Rollback(*account.connected)(asked)
    entries = account.entries(WWW.domain)
    (again,) = Rollback(*account.connected)(asked).outcomes
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "wished")
    assert account.entries(WWW.domain) == entries
