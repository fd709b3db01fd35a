"""A bind command, whatever happens on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.certificate import Certificate, CertificateStatus
from certbind.domain.chain import TrustAnchors
from certbind.domain.identity import CertificateId
from certbind.domain.journal import EntryKind
from certbind.domain.policy import Policy
from certbind.domain.state import Phase
from certbind.domain.target import (
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetKind,
    TargetState,
)
from certbind.errors import (
    BusyError,
    CloudError,
    LedgerConflictError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from certbind.events import BindCommand, VerifyCommand, bind_command
from certbind.requests import RollbackRequest
from certbind.usecases.outcome import Result
from certbind.usecases.recheck import Recheck
from certbind.usecases.rollback import Rollback
from certbind.usecases.world import retry_delay
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    CrashPoint,
    bound_to,
    certificate,
    install,
    unbound,
    with_binding,
)

OLD = certificate(1, days_left=20)
NEW = certificate(2, days_left=90)
COMMAND = bind_command(WWW, NEW.id, cause="renewed-2")


def account_with_old(anchors: TrustAnchors, policy: Policy | None = None) -> Account:
    account = Account(with_binding(WWW, OLD), anchors=anchors, policy=policy)
    account.hold(OLD, NEW)
    return account


def test_a_better_certificate_is_bound_recorded_and_looked_at(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    outcome = account.handle(COMMAND)
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BOUND]
    assert outcome.details["entry"] == account.entries(WWW.domain)[-1].sequence
    state = account.state(WWW.domain)
    assert state.phase is Phase.BOUND
    assert state.previous is not None
    assert state.previous.binding.certificate_id == OLD.id
    ((due, look),) = account.queue.waiting()
    assert isinstance(look, VerifyCommand)
    assert (look.sequence, look.cause) == (2, COMMAND.cause)
    assert look.deadline == account.clock.now() + account.rules.verify_within
    assert due - account.clock.now() == timedelta(seconds=60)


def test_intent_and_result_tell_what_stood_what_shall_stand_and_why(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    intent, bound = (entry.record for entry in account.entries(WWW.domain))
    for record in (intent, bound):
        assert record.details["before"]["certificate"] == str(OLD.id)
        assert record.details["after"] == str(NEW.id)
        assert record.details["why"].startswith("lasts longer")
    assert bound.details["request_id"] == "request-1"


def test_what_is_bound_already_is_kept_with_the_reason(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(NEW)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    assert account.targets.trouble.calls["bind"] == 0


def test_a_certificate_that_ends_earlier_is_refused(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(OLD, NEW)
    outcome = account.handle(bind_command(WWW, OLD.id, cause="issued-1"))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "ends_earlier")
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_certificate_for_other_names_is_refused(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.hold(certificate(3, "other.example"))
    outcome = account.handle(bind_command(WWW, CertificateId(3, "cn-hangzhou"), cause="x"))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "name_mismatch")


def test_an_uploaded_binding_is_left_alone_unless_the_policy_allows(
    anchors: TrustAnchors,
) -> None:
    pasted = BoundTarget(WWW, Binding(BindingSource.UPLOAD, raw_id="pasted"))
    account = Account(pasted, anchors=anchors)
    account.hold(NEW)
    assert account.handle(COMMAND).reason == "binding_not_restorable"
    allowed = Account(pasted, anchors=anchors, policy=Policy(allow_unrestorable=True))
    allowed.hold(NEW)
    assert allowed.handle(COMMAND).result is Result.BOUND


def test_a_domain_that_no_longer_exists_is_refused_by_name(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(NEW)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert "www.shop.example" in outcome.message


def test_a_certificate_that_is_unknown_is_refused_by_id(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert "2-cn-hangzhou" in outcome.message


@pytest.mark.parametrize(
    ("stands", "reason"), [(NEW, "already_bound"), (certificate(7, days_left=180), "ends_earlier")]
)
def test_an_ending_without_a_binding_is_on_record_with_its_reason(
    anchors: TrustAnchors, stands: Certificate, reason: str
) -> None:
    account = Account(with_binding(WWW, stands), anchors=anchors)
    account.hold(NEW, stands)
    outcome = account.handle(COMMAND)
    (entry,) = account.entries(WWW.domain)
    assert (entry.record.reason, entry.record.message) == (reason, outcome.message)
    assert entry.record.event_id == COMMAND.cause
    state = account.state(WWW.domain)
    assert state.target == WWW
    assert state.has_handled(COMMAND.cause)


def test_a_refusal_tells_every_reason_and_the_first_stands_for_all(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    useless = replace(NEW, status=CertificateStatus.REVOKED, has_private_key=False)
    account.hold(useless)
    outcome = account.handle(COMMAND)
    (entry,) = account.entries(WWW.domain)
    assert (outcome.reason, entry.record.reason) == ("revoked", "revoked")
    told = [["revoked", "CAS says that it is revoked"]]
    told += [["no_private_key", "CAS does not hold its private key"]]
    assert outcome.details["findings"] == entry.record.details["findings"] == told


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
    previous = account.state(WWW.domain).previous
    assert previous is not None
    assert previous.binding.certificate_id == theirs.id


def test_a_hand_that_bound_something_better_wins(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    theirs = certificate(7, days_left=180)
    account.hold(theirs)
    account.targets.trouble.before("bind", BusyError("x", service="oss", action="PutCname"))
    account.handle(COMMAND)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    assert account.run_queue()[0].reason == "ends_earlier"
    assert account.binding(WWW).certificate_id == theirs.id


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


def test_a_lost_race_for_every_entry_is_left_to_a_later_run(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.journal.trouble.before("append", LedgerConflictError("taken"), times=4)
    assert account.handle(COMMAND).reason == "lost_race"
    assert account.run_queue()[0].result is Result.BOUND


LOST = UnavailableError("no answer", service="cdn", action="SetCdnDomainSSLCertificate")
NEWER = certificate(3, days_left=120)


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


def test_a_second_event_for_what_was_rolled_back_does_not_bring_it_back(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    rollback = Rollback(account.ports, account.rules)
    rollback(RollbackRequest(domain=WWW.domain, dry_run=False, request_id="hand"))
    outcome = account.handle(bind_command(WWW, NEW.id, cause="issued-2"))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "held")
    assert account.binding(WWW).certificate_id == OLD.id
    account.hold(NEWER)
    account.handle(bind_command(WWW, NEWER.id, cause="renewed-3"))
    assert account.binding(WWW).certificate_id == NEWER.id


def test_what_a_person_asked_for_is_done_though_it_had_to_wait(anchors: TrustAnchors) -> None:
    """Neither CERTBIND_BIND nor a hold stands against it, in whichever try."""
    account = account_with_old(anchors, Policy(scope=()))
    account.targets.trouble.before("bind", LOST)
    asked = bind_command(WWW, NEW.id, cause="cli-1", by_hand=True)
    assert account.handle(asked).result is Result.DEFERRED
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


@pytest.mark.parametrize(
    ("pinned", "reason"),
    [
        (certificate(4, days_left=60), "pinned_elsewhere"),
        (replace(certificate(4), status=CertificateStatus.REVOKED), ""),
        (certificate(4, "other.example"), ""),
        (None, "pinned_elsewhere"),
    ],
    ids=["sound", "revoked", "other-names", "not-in-cas"],
)
def test_a_pin_holds_unless_the_pinned_certificate_is_known_to_be_of_no_use(
    anchors: TrustAnchors, pinned: Certificate | None, reason: str
) -> None:
    pins = ((WWW.domain, certificate(4).id),)
    account = account_with_old(anchors, Policy(pins=pins))
    if pinned is not None:
        account.hold(pinned)
    outcome = account.handle(COMMAND)
    assert outcome.result is (Result.REFUSED if reason else Result.BOUND)
    assert outcome.reason == reason


IN_FRONT = Target(TargetKind.CDN, WWW.domain)


@pytest.mark.parametrize("took_effect", [True, False])
def test_an_intent_for_the_bucket_is_settled_by_the_bucket_though_cdn_is_in_front_now(
    anchors: TrustAnchors, took_effect: bool
) -> None:
    """The bucket tells how the intent ended; what stands at CDN says nothing of it."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", LOST)
    account.handle(COMMAND)
    if took_effect:
        account.targets.rebind_by_hand(WWW, bound_to(NEW))
    account.targets.add(with_binding(IN_FRONT, OLD if took_effect else NEW))
    account.hold(NEWER)
    account.handle(bind_command(IN_FRONT, NEWER.id, cause="renewed-3"))
    told = [e.record.message for e in account.entries(WWW.domain)]
    settled = any(f"{WWW}: {NEW.id} is bound; found bound" in message for message in told)
    assert settled is took_effect
    assert account.binding(IN_FRONT).certificate_id == NEWER.id


def behind_cdn(anchors: TrustAnchors) -> Account:
    """CDN in front of the bucket; certbind has bound to CDN."""
    account = Account(with_binding(IN_FRONT, OLD), *unbound(WWW), anchors=anchors)
    account.hold(OLD, NEW)
    account.handle(bind_command(IN_FRONT, NEW.id, cause="renewed-2"))
    account.hold(NEWER)
    return account


def test_a_bucket_behind_cdn_is_left_alone_though_cdn_could_not_be_listed(
    anchors: TrustAnchors,
) -> None:
    account = behind_cdn(anchors)
    before = account.state(WWW.domain)
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "cdn_in_front")
    assert account.binding(WWW).is_empty
    after = account.state(WWW.domain)
    assert (after.target, after.current, after.previous) == (
        before.target,
        before.current,
        before.previous,
    )
    in_front = account.handle(bind_command(IN_FRONT, NEWER.id, cause="issued-3"))
    assert in_front.result is Result.BOUND, "the event is not over for CDN"


@pytest.mark.parametrize("gone", [True, False])
def test_a_bucket_whose_cdn_domain_is_gone_or_stopped_is_bound(
    anchors: TrustAnchors, gone: bool
) -> None:
    account = behind_cdn(anchors)
    if gone:
        account.targets.remove(IN_FRONT)
    else:
        account.targets.add(BoundTarget(IN_FRONT, bound_to(NEW), state=TargetState.OFFLINE))
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEWER.id
    assert account.state(WWW.domain).target == WWW


def test_a_domain_that_moved_to_its_bucket_begins_anew_and_forgets_no_cause(
    anchors: TrustAnchors,
) -> None:
    """What stood at CDN is no way back for the bucket."""
    account = behind_cdn(anchors)
    account.targets.remove(IN_FRONT)
    account.targets.rebind_by_hand(WWW, bound_to(NEWER))
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert outcome.reason == "already_bound"
    state = account.state(WWW.domain)
    assert (state.target, state.current, state.previous) == (WWW, None, None)
    assert state.handled == ("renewed-2", "issued-3")
