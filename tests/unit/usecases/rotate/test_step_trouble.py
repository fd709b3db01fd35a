"""A step whose calls fail: tried again after a pause, or done though no answer came."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    BoundTarget,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    BusyError,
    CloudError,
    LedgerNewerError,
    PermissionDeniedError,
    RejectedError,
    StalePlanError,
    ThrottledError,
    UnavailableError,
)
from certbind.events import Event, step
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.lists.snapshot import SUBJECT
from certbind.usecases.rotate.outcome import Result
from tests.fakes.queue import FakeQueue
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import (
    WWW,
    bound_to,
)
from tests.unit.usecases.renewal import COMMAND, NEW, NEWER, OLD, account_with_old


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
    pauses = []
    while account.binding(WWW).certificate_id != NEW.id:
        ((due, again),) = account.queue.waiting()
        assert again == step(WWW, COMMAND.cause, len(account.entries(WWW.domain)))
        pauses.append(due - account.clock.now())
        account.clock.advance(pauses[-1])
        account.handle(*account.queue.take_due())
    assert account.kinds(WWW.domain).count(EntryKind.DEFERRED) == 3
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.INTENT, EntryKind.BOUND]
    # Half a minute, doubled each time, and up to a quarter more that the domain decides.
    first, second, third = pauses
    assert timedelta(seconds=30) <= first <= timedelta(seconds=37.5)
    assert abs(second - 2 * first) < timedelta(milliseconds=1)
    assert abs(third - 4 * first) < timedelta(milliseconds=1)


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
def test_a_trouble_while_reading_is_on_record_and_tried_again_after_its_pause(
    anchors: TrustAnchors, error: CloudError, result: Result, kind: EntryKind
) -> None:
    account = account_with_old(anchors)
    account.inventory.trouble.before("certificate", error)
    assert account.handle(COMMAND).result is result
    (entry,) = account.entries(WWW.domain)
    assert (entry.record.kind, entry.record.reason) == (kind, error.code)
    ((due, _),) = account.queue.waiting()
    shortest = timedelta(seconds=30) if error.retryable else timedelta(minutes=15)
    assert shortest <= due - account.clock.now() <= 1.25 * shortest
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_that_is_being_configured_is_put_off_before_anything_is_begun(
    anchors: TrustAnchors,
) -> None:
    """Told once however long it takes, and bound as soon as it takes writes again."""
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.DEFERRED, "target_busy")
    waits = []
    while account.queue.waiting():
        ((due, again),) = account.queue.waiting()
        waits.append((due - account.clock.now()) // timedelta(seconds=30))
        account.clock.advance(due - account.clock.now())
        account.queue.take_due()
        assert account.handle(again).reason == "target_busy"
    assert waits == [1, 1, 2, 4, 8, 16, 32, 64], (
        "no longer than it has lasted, and the sweep's after that"
    )
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    account.targets.add(BoundTarget(WWW, bound_to(OLD)))
    Sweep(*account.connected)()
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_that_takes_writes_again_is_bound_soon(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    account.handle(COMMAND)
    account.targets.add(BoundTarget(WWW, bound_to(OLD)))
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_guard_that_never_fits_what_is_read_is_a_trouble_like_others(
    anchors: TrustAnchors,
) -> None:
    """Each message would else bring the next one, every 30 s, and two entries a try."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", StalePlanError("something else stands there"), 999)
    account.handle(COMMAND)
    for _ in range(20):
        waiting = account.queue.waiting()
        if not waiting:
            break
        account.clock.advance(max(waiting[0][0] - account.clock.now(), timedelta()))
        for event in account.queue.take_due():
            account.handle(event)
    assert account.queue.waiting() == []
    assert len(account.queue.sent) == 7, "growing pauses up to an hour, then the sweep"
    assert account.entries(WWW.domain)[-1].record.reason == "stale_plan"


@pytest.mark.parametrize(
    "error",
    [
        PermissionDeniedError("no", service="oss", action="PutCname", api_code="AccessDenied"),
        RejectedError("no", service="oss", action="PutCname", api_code="CertificateInvalidCasId"),
    ],
    ids=lambda e: e.code,
)
def test_a_refusal_is_recorded_once_and_tried_again_after_its_pause(
    anchors: TrustAnchors, error: Exception
) -> None:
    """A sweep within the pause tells it with its word; the first one after it asks again."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", error)
    outcome = account.handle(COMMAND)
    assert outcome.result is Result.FAILED
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BIND_FAILED]
    failed = account.entries(WWW.domain)[-1].record
    assert failed.reason == outcome.reason
    assert failed.details["after"] == str(NEW.id)
    assert account.phase(WWW.domain) == "idle"
    ((due, _),) = account.queue.waiting()
    pause = due - account.clock.now()
    assert timedelta(minutes=15) <= pause <= timedelta(minutes=18.75)
    (domain,) = Sweep(*account.connected)().domains
    assert domain.findings[0][0] is SweepFinding.BIND_FAILED
    assert f"binding {NEW.id} ended with {outcome.reason}" in domain.findings[0][1]
    assert (domain.queued, domain.word) == ((), outcome.reason)
    account.clock.advance(pause)
    account.queue.take_due()  # its message is lost
    (domain,) = Sweep(*account.connected)().domains
    assert domain.findings[0][0] is SweepFinding.BIND_FAILED, "no event was missed"
    assert domain.findings[0][1].startswith(f"binding {NEW.id} ended with {outcome.reason}; ")
    assert (len(domain.queued), domain.word) == (1, outcome.reason)
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_refusal_that_lasts_is_tried_ever_rarer_and_never_given_up(
    anchors: TrustAnchors,
) -> None:
    """Messages go out for pauses up to an hour; then the sweep asks, once a day at the most."""
    account = account_with_old(anchors)
    denied = PermissionDeniedError("no", service="oss", action="PutCname")
    account.targets.trouble.before("bind", denied, times=100)
    account.handle(COMMAND)
    account.run_queue()
    assert account.targets.trouble.calls["bind"] == 3, "after a quarter, a half and an hour"
    for _ in range(30 * 2):
        account.clock.advance(timedelta(hours=12))
        Sweep(*account.connected)()
        account.run_queue()
    assert 15 <= account.targets.trouble.calls["bind"] <= 35
    account.targets.trouble = Trouble()
    account.clock.advance(timedelta(days=2))
    Sweep(*account.connected)()
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_another_certificate_is_not_held_back_by_the_pause_of_the_one_that_failed(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    refused = RejectedError("no", service="oss", action="PutCname", api_code="Invalid")
    account.targets.trouble.before("bind", refused)
    account.handle(COMMAND)
    account.hold(NEWER)
    outcome = account.handle(step(WWW, "renewed-3", 2, candidate=NEWER.id))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEWER.id


def test_a_ledger_that_cannot_be_written_is_raised(anchors: TrustAnchors) -> None:
    """Nothing was changed and nothing recorded: the queue must bring the message again."""
    account = account_with_old(anchors)
    account.journal.trouble.before(
        "append", UnavailableError("down", service="oss", action="PutObject"), times=9
    )
    with pytest.raises(UnavailableError):
        account.handle(COMMAND)
    assert account.binding(WWW).certificate_id == OLD.id


@pytest.mark.parametrize(
    "newer",
    [None, LedgerNewerError("Entry 3 is of format 2.", subject=SUBJECT)],
    ids=["damaged", "newer"],
)
def test_a_list_of_watch_that_cannot_be_read_stops_no_step(
    anchors: TrustAnchors, newer: LedgerNewerError | None
) -> None:
    """It only spares a call: CAS itself is asked."""
    account = account_with_old(anchors)
    account.journal.put(SUBJECT, 3, b"{")
    if newer is not None:
        account.journal.trouble.before("newest", newer)
    assert account.handle(COMMAND).result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_wish_outlives_pauses_that_a_sweep_ends(anchors: TrustAnchors) -> None:
    """No sweep knows of a wish: it was dropped without a word after two hours of throttling."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", THROTTLED, times=14)
    account.handle(step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True))
    tries = 1
    while account.binding(WWW).certificate_id != NEW.id:
        ((due, _),) = account.queue.waiting()
        assert due - account.clock.now() <= timedelta(hours=5)
        account.clock.advance(due - account.clock.now())
        account.handle(*account.queue.take_due())
        tries += 1
    assert tries == 15
    (entry,) = [one for one in account.entries(WWW.domain) if one.record.kind is EntryKind.BOUND]
    assert entry.record.event_id == "cli-1"


def test_a_wish_whose_sender_died_before_a_long_pause_is_owed_again(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", THROTTLED, times=10)
    wish: Event = step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True)
    for _ in range(9):
        assert account.handle(wish).result is Result.DEFERRED
        ((due, wish),) = account.queue.waiting()
        account.clock.advance(due - account.clock.now())
        account.queue.take_due()
    account.handle(wish)
    ((due, _),) = account.queue.waiting()
    assert due - account.clock.now() > timedelta(hours=1)
    account.clock.advance(due - account.clock.now())
    account.queue.take_due()  # and this one never went out
    assert account.handle(wish).result is Result.DUPLICATE
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


@pytest.mark.parametrize("is_said", [False, True])
def test_a_wish_waits_for_a_target_that_takes_no_writes_yet(
    anchors: TrustAnchors, is_said: bool
) -> None:
    """It was called answered, and the message that came back asked for nothing any more."""
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    wish = step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True)
    if is_said:
        account.handle(COMMAND)
        account.queue = FakeQueue(account.clock)
    account.rules = replace(account.rules, policy=Policy(scope=()))
    waits: list[float] = []
    account.handle(wish)
    while sum(waits) < 20:
        ((due, again),) = account.queue.waiting()
        waits.append((due - account.clock.now()) / timedelta(hours=1))
        account.clock.advance(due - account.clock.now())
        account.queue.take_due()
        assert account.handle(again).reason == "target_busy"
    assert len(waits) < 20
    assert max(waits) == 4
    account.targets.add(BoundTarget(WWW, bound_to(OLD)))
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_wish_that_waits_and_whose_sender_died_is_sent_again(anchors: TrustAnchors) -> None:
    """That it waits is on record, and the message that was to follow never went out."""
    account = account_with_old(anchors)
    account.targets.add(BoundTarget(WWW, bound_to(OLD), state=TargetState.CONFIGURING))
    wish = step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True)
    account.handle(wish)
    account.queue = FakeQueue(account.clock)
    account.rules = replace(account.rules, policy=Policy(scope=()))
    assert account.handle(wish).result is Result.DUPLICATE
    account.targets.add(BoundTarget(WWW, bound_to(OLD)))
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.handle(wish).result is not Result.DEFERRED


THROTTLED = ThrottledError("slow down", service="oss", action="PutCname")
