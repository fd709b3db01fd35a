"""A bind command whose calls fail: tried again, given up, or done though no answer came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    BoundTarget,
    TargetState,
)
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    BusyError,
    CloudError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from certbind.events import (
    BindCommand,
    VerifyCommand,
    bind_command,
)
from certbind.usecases.outcome import Result
from certbind.usecases.recheck import Recheck
from certbind.usecases.world import retry_delay
from tests.unit.usecases.account import (
    WWW,
    bound_to,
)
from tests.unit.usecases.renewal import COMMAND, LOST, NEW, NEWER, OLD, account_with_old


@pytest.mark.parametrize(
    "error",
    [
        BusyError("configuring", service="cdn", action="Set", api_code="ServiceBusy"),
        ThrottledError("slow down", service="cas", action="Get", api_code="Throttling.User"),
        UnavailableError("no answer", service="oss", action="PutCname"),
    ],
    ids=lambda e: e.code,
)
def test_a_passing_trouble_is_recorded_and_tried_again(
    anchors: TrustAnchors, error: Exception
) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", error, times=3)
    assert account.handle(COMMAND).result is Result.DEFERRED
    ((due, again),) = account.queue.waiting()
    assert isinstance(again, BindCommand)
    assert again.attempt == 2
    assert due - account.clock.now() == timedelta(seconds=30)
    while account.binding(WWW).certificate_id != NEW.id:
        account.clock.advance(account.queue.waiting()[0][0] - account.clock.now())
        for event in account.queue.take_due():
            account.handle(event)
    assert account.kinds(WWW.domain).count(EntryKind.DEFERRED) == 3
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.INTENT, EntryKind.BOUND]


@pytest.mark.parametrize(
    ("error", "result", "kind"),
    [
        (
            ThrottledError("slow down", service="cas", action="Get"),
            Result.DEFERRED,
            EntryKind.DEFERRED,
        ),
        (
            PermissionDeniedError("no", service="cas", action="Get"),
            Result.FAILED,
            EntryKind.BIND_FAILED,
        ),
    ],
    ids=lambda one: getattr(one, "code", ""),
)
def test_a_trouble_while_reading_is_on_record_and_a_passing_one_is_tried_again(
    anchors: TrustAnchors, error: CloudError, result: Result, kind: EntryKind
) -> None:
    account = account_with_old(anchors)
    account.inventory.trouble.before("certificate", error)
    assert account.handle(COMMAND).result is result
    (entry,) = account.entries(WWW.domain)
    assert (entry.record.kind, entry.record.reason) == (kind, error.code)
    assert bool(account.queue.waiting()) is error.retryable


def test_a_domain_that_is_being_configured_is_put_off_before_anything_is_begun(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.DEFERRED, "target_busy")
    assert account.kinds(WWW.domain) == [EntryKind.DEFERRED]


def test_a_domain_that_stays_busy_is_given_up_after_the_configured_tries(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    account.handle(COMMAND)
    last = account.run_queue()[-1]
    assert last.result is Result.FAILED
    assert "given up after 8 tries" in last.message
    newest = account.entries(WWW.domain)[-1].record
    assert (newest.kind, newest.reason) == (EntryKind.BIND_FAILED, last.reason)
    assert newest.message == last.message
    account.targets.add(BoundTarget(WWW, bound_to(OLD)))
    Recheck(account.ports, account.rules)()
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


@pytest.mark.parametrize(
    "error",
    [
        PermissionDeniedError("no", service="oss", action="PutCname", api_code="AccessDenied"),
        RejectedError("no", service="oss", action="PutCname", api_code="CertificateInvalidCasId"),
    ],
    ids=lambda e: e.code,
)
def test_a_refusal_is_recorded_once_and_not_tried_again(
    anchors: TrustAnchors, error: Exception
) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", error)
    outcome = account.handle(COMMAND)
    assert outcome.result is Result.FAILED
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BIND_FAILED]
    failed = account.entries(WWW.domain)[-1].record
    assert failed.reason == outcome.reason
    assert failed.details["after"] == str(NEW.id)
    assert account.queue.waiting() == []
    assert account.state(WWW.domain).phase is Phase.IDLE
    # Once somebody has mended it, the next sweep asks again.
    report = Recheck(account.ports, account.rules)()
    assert report.counts["missed_event"] == 1
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_ledger_that_cannot_be_written_is_raised(anchors: TrustAnchors) -> None:
    """Nothing was changed and nothing recorded: the queue must bring the message again."""
    account = account_with_old(anchors)
    account.journal.trouble.before(
        "append", UnavailableError("down", service="oss", action="PutObject"), times=9
    )
    with pytest.raises(UnavailableError):
        account.handle(COMMAND)
    assert account.binding(WWW).certificate_id == OLD.id


def test_tries_come_ever_rarer_up_to_a_quarter_of_an_hour() -> None:
    minutes = [retry_delay(attempt) / timedelta(minutes=1) for attempt in range(1, 9)]
    assert minutes == [0.5, 1, 2, 4, 8, 15, 15, 15]


def test_a_binding_whose_answer_was_lost_is_found_recorded_and_looked_at(
    anchors: TrustAnchors,
) -> None:
    """The way back must lead to what truly stood before."""
    account = account_with_old(anchors)
    account.hold(NEWER)
    account.handle(COMMAND)
    account.targets.trouble.after("bind", LOST)
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="renewed-3"))
    assert outcome.result is Result.DEFERRED
    assert account.binding(WWW).certificate_id == NEWER.id
    account.clock.advance(timedelta(seconds=30))
    (again,) = (e for e in account.queue.take_due() if isinstance(e, BindCommand))
    assert account.handle(again).result is Result.BOUND
    assert account.kinds(WWW.domain)[-3:] == [
        EntryKind.INTENT,
        EntryKind.DEFERRED,
        EntryKind.BOUND,
    ]
    state = account.state(WWW.domain)
    assert state.current is not None
    assert state.previous is not None
    assert state.current.binding.certificate_id == NEWER.id
    assert state.previous.binding.certificate_id == NEW.id
    looks = [e for _, e in account.queue.waiting() if isinstance(e, VerifyCommand)]
    assert [look.cause for look in looks] == [COMMAND.cause, "renewed-3"]


def test_a_lost_answer_keeps_no_other_command_off_the_domain(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.hold(NEWER)
    account.targets.trouble.before("bind", LOST)
    assert account.handle(COMMAND).result is Result.DEFERRED
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="renewed-3"))
    assert outcome.result is Result.BOUND


def test_what_a_person_asked_for_is_done_though_it_had_to_wait(anchors: TrustAnchors) -> None:
    """Neither CERTBIND_BIND nor a hold stands against it, in whichever try."""
    account = account_with_old(anchors, Policy(scope=()))
    account.targets.trouble.before("bind", LOST)
    asked = bind_command(WWW, NEW.id, cause="cli-1", by_hand=True)
    assert account.handle(asked).result is Result.DEFERRED
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id
