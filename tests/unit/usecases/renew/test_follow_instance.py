"""A V2.0 instance without AutoReissue, from the warning to the new certificate; and troubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import Domain
from certbind.domain.renewal.order import OrderCall, OrderKind, OrderStage
from certbind.domain.renewal.state import LinePhase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError, ThrottledError
from certbind.events import line_step
from certbind.usecases.rotate.outcome import Result
from tests.fakes.orders import LOST
from tests.unit.usecases.account import WWW, bound_to, certificate
from tests.unit.usecases.renew.renewing import INSTANCE, OLD, Renewing


def words(account: Renewing) -> set[str]:
    return {one.reason for one in account.handled}


@pytest.mark.parametrize("submits", [False, True], ids=["applied", "submitted by the update"])
def test_it_is_updated_applied_for_validated_and_issued(
    anchors: TrustAnchors, submits: bool
) -> None:
    account = Renewing(anchors)
    account.orders.update_submits = submits
    account.warn()
    account.work(until=account.validating)
    assert account.submitted == 1
    calls = [OrderCall.UPDATE] if submits else [OrderCall.UPDATE, OrderCall.APPLY]
    assert account.orders.placed == calls
    assert "validation_missing" in words(account)
    assert "TXT _dnsauth.www.shop.example = value-1" in account.handled[-1].message
    account.publish()
    account.work(steps=2)
    assert account.handled[-1].reason == "renewing"
    new = account.orders.issue_now(OLD)
    account.work()
    assert account.line().phase is LinePhase.DONE
    assert account.line().issued == new.id
    assert account.line_kinds()[-1] is EntryKind.ORDER_ISSUED
    assert account.queue.waiting() == []
    assert account.submitted == 1


def test_what_is_done_is_not_ordered_again(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    account.orders.issue_now(OLD)
    account.work()
    for cause in ("recheck", "again"):
        outcome = account.handle(line_step(OLD.id, cause))
        assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "renewed")
    assert account.submitted == 1


def test_the_next_renewal_of_the_line_begins_anew(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    new = account.orders.issue_now(OLD, days=47)
    account.work()
    account.clock.advance(timedelta(days=40))
    account.handle(line_step(new.id, "recheck"))
    account.work(until=account.validating)
    assert account.submitted == 2
    late = account.handle(line_step(OLD.id, "late"))
    assert "later certificate" in late.message
    assert account.line().certificate is not None
    assert account.line().certificate.id == new.id  # type: ignore[union-attr]


def test_nobody_who_did_not_switch_it_on_pays(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, renew=())
    account.warn()
    assert account.queue.waiting() == [], "not even a message"
    outcomes = [account.handle(line_step(OLD.id, "of-another-deployment"))]
    assert [one.reason for one in outcomes] == ["renewal_due"]
    assert "CERTBIND_RENEW does not name it" in outcomes[0].message
    assert account.orders.trouble.calls["orders_read"] == 0
    assert account.orders.placed == []


@pytest.mark.parametrize(("scope", "orders"), [("www.shop.example", 1), ("other.shop.example", 0)])
def test_a_name_switches_it_on_for_the_certificate_that_serves_it(
    anchors: TrustAnchors, scope: str, orders: int
) -> None:
    account = Renewing(anchors, renew=(Domain(scope),))
    account.warn()
    account.work(until=lambda: bool(account.submitted))
    assert account.submitted == orders


def test_a_certificate_that_stands_nowhere_is_not_renewed(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    other = certificate(7, days_left=80)
    account.hold(other)
    account.targets.rebind_by_hand(WWW, bound_to(other))
    account.warn()
    assert account.queue.waiting() == []


def test_hosting_is_waited_for_and_told_when_it_is_late(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, auto_reissue=True)
    account.warn()
    account.work()
    assert (account.handled[-1].reason, account.orders.placed) == ("renewing", [])
    account.clock.advance(timedelta(days=10))
    late = account.handle(line_step(OLD.id, "recheck"))
    assert late.reason == "renewal_late"
    assert "switch hosting off there" in late.message
    assert account.orders.placed == []


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"stage": OrderStage.OVER, "state": "refund"}, "was refunded"),
        ({"stage": OrderStage.OVER, "state": "closed"}, "is closed"),
        ({"stage": OrderStage.OVER, "state": "expired"}, "extend its subscription"),
        ({"own_csr": True}, "its key is held elsewhere"),
    ],
)
def test_what_cannot_be_renewed_is_told_with_what_to_do(
    anchors: TrustAnchors, known: dict[str, Any], said: str
) -> None:
    account = Renewing(anchors, **known)
    account.warn()
    outcome = account.work()[-1]
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "cannot_renew")
    assert said in outcome.message
    assert account.orders.placed == []


@pytest.mark.parametrize(
    ("old", "kind", "said"),
    [
        (replace(OLD, uploaded=True), OrderKind.INSTANCE, "it was uploaded"),
        (replace(OLD, is_test=True), OrderKind.INSTANCE, "it is a test certificate"),
        (OLD, OrderKind.TEST, "it is a test certificate"),
        (OLD, OrderKind.UNKNOWN, "no instance and no order"),
    ],
)
def test_tests_and_uploads_are_told_in_time(
    anchors: TrustAnchors, old: object, kind: OrderKind, said: str
) -> None:
    account = Renewing(anchors, old=old, kind=kind)  # type: ignore[arg-type]
    account.warn()
    outcome = account.work()[-1]
    assert outcome.reason == "cannot_renew"
    assert said in outcome.message
    assert "(approaching)" in outcome.message


def test_a_ca_that_refuses_is_a_persons_and_nothing_more_is_ordered(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    account.orders.refuse(OLD, "CAA forbids it")
    account.work()
    assert account.line().phase is LinePhase.REFUSED
    assert "CAA forbids it" in account.handled[-1].message
    for day in range(5):
        account.clock.advance(timedelta(days=1))
        assert account.handle(line_step(OLD.id, f"day-{day}")).reason == "renewal_failed"
    assert account.submitted == 1
    account.orders.lines[INSTANCE].order = replace(
        account.orders.lines[INSTANCE].order, stage=OrderStage.CHECKING
    )
    assert account.handle(line_step(OLD.id, "by-hand")).reason == "renewing"
    account.orders.issue_now(OLD)
    account.work()
    assert account.line().phase is LinePhase.DONE


def test_an_application_that_was_withdrawn_is_a_persons(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    line = account.orders.lines[INSTANCE]
    line.order = replace(line.order, stage=OrderStage.IDLE, records=())
    account.work()
    assert account.handled[-1].reason == "renewal_failed"
    assert "was it withdrawn" in account.handled[-1].message
    assert account.submitted == 1


def test_a_record_with_another_value_is_told_with_both(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.records.records["_dnsauth.www.shop.example", "TXT"] = ("of last year",)
    account.warn()
    account.work(until=account.validating)
    account.work(steps=1)
    outcome = account.handled[-1]
    assert outcome.reason == "validation_conflict"
    assert "value-1" in outcome.message
    assert "of last year is there" in outcome.message


def test_a_name_server_that_is_silent_is_not_a_missing_record(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.records.blind = True
    account.warn()
    account.work(until=account.validating)
    assert account.handled[-1].reason == "renewing"
    assert "nobody could look" in account.handled[-1].message


def test_a_lost_answer_is_read_back_before_anything_is_ordered_again(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    account.orders.update_submits = True
    account.orders.trouble.after("place", LOST)
    account.warn()
    account.work(until=lambda: account.line().phase is LinePhase.VALIDATING)
    assert account.orders.placed == [OrderCall.UPDATE]
    assert account.submitted == 1


def test_a_call_that_did_not_arrive_is_made_again_after_a_pause(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.orders.trouble.before("place", LOST)
    account.warn()
    begin = account.clock.now()
    account.work(until=lambda: account.submitted == 1)
    assert account.submitted == 1
    assert account.clock.now() - begin > timedelta(minutes=14)


def test_a_permission_that_lacks_is_told_and_tried_with_growing_pauses(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    denied = PermissionDeniedError("no", service="cas", action="UpdateInstance")
    account.orders.trouble.before("place", denied, times=100)
    account.warn()
    for hour in range(24 * 7):
        account.work(steps=1)
        account.handle(line_step(OLD.id, f"sweep-{hour}"))
        account.clock.advance(timedelta(hours=1))
    assert account.orders.trouble.calls["place"] <= 3 * 7
    assert "permission_denied" in words(account)


def test_a_week_of_throttling_never_passes_the_ceiling(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    busy = ThrottledError("slow down", service="cas", action="UpdateInstance")
    account.orders.trouble.before("place", busy, times=1000)
    account.warn()
    made: list[int] = []
    for hour in range(48):
        account.handle(line_step(OLD.id, f"sweep-{hour}"))
        account.work(steps=3)
        account.clock.advance(timedelta(hours=1))
        made.append(account.orders.trouble.calls["place"])
    assert made[20] == 3
    assert "order_ceiling" in words(account)


def test_a_clock_that_jumps_back_or_ahead_orders_no_sooner(anchors: TrustAnchors) -> None:
    """Only the ledger's own clock lets go of what was ordered."""
    account = Renewing(anchors)
    account.orders.trouble.before("place", LOST, times=1000)
    account.journal._clock = None  # it tells no ages
    account.warn()
    for day in range(9):
        account.work(steps=2)
        account.clock.advance(timedelta(days=1))
        account.handle(line_step(OLD.id, f"day-{day}"))
    assert account.orders.trouble.calls["place"] <= 3


def test_a_damaged_entry_counts_as_one_more_order(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    newest = account.journal.newest(account.line_subject)
    assert newest is not None
    account.journal.put(account.line_subject, newest.sequence, b"{")
    account.orders.lines[INSTANCE].order = replace(
        account.orders.lines[INSTANCE].order, stage=OrderStage.IDLE
    )
    before = len(account.orders.placed)
    for number in range(8):
        account.handle(line_step(OLD.id, f"again-{number}"))
        account.clock.advance(timedelta(minutes=40))
    assert len(account.orders.placed) - before <= 3 - before


def test_behind_a_damaged_entry_a_call_whose_end_nobody_knows_is_not_awaited_for_ever(
    anchors: TrustAnchors,
) -> None:
    """What the sound entry before says grew no older, so that a line waited for five minutes again
    and again, ordered nothing, and each copy of its message made another one.
    """
    account = Renewing(anchors)
    account.orders.trouble.before("place", LOST)
    account.warn()
    account.work(steps=1)
    line = account.line_subject
    assert account.line_kinds()[0] is EntryKind.ORDER_INTENT
    newest = account.journal.newest(line)
    assert newest is not None
    account.journal.put(line, newest.sequence, b"{")
    for number in range(3):
        account.handle(line_step(OLD.id, f"copy-{number}"))
    account.work(steps=12)
    assert account.orders.placed, "it went on"
    assert len(account.queue.waiting()) < 4


def test_two_lost_journals_order_nothing_for_a_day(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.journal.put(f"line/{INSTANCE}", 1, b"{")
    outcome = account.handle(line_step(OLD.id, "sweep"))
    assert outcome.reason == "order_ceiling"
    account.clock.advance(timedelta(hours=23))
    assert account.handle(line_step(OLD.id, "sweep-2")).reason == "order_ceiling"
    account.clock.advance(timedelta(hours=2))
    assert account.handle(line_step(OLD.id, "sweep-3")).result is Result.ORDERED


def test_a_line_that_could_not_be_read_at_first_keeps_one_journal_for_its_orders(
    anchors: TrustAnchors,
) -> None:
    """Else the ceiling would be counted twice."""
    account = Renewing(anchors)
    account.orders.trouble.before("orders_read", LOST)
    account.warn()
    account.work(until=lambda: account.submitted == 1)
    subjects = account.journal.subjects("line/")
    assert len(subjects) == 2
    assert subjects[1] == f"line/{INSTANCE}"
    kinds = {one.record.kind for one in account.journal.entries(subjects[0])}
    assert kinds == {EntryKind.DEFERRED}


def test_a_certificate_that_cas_lacks_is_refused_by_name(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.inventory.remove(OLD.id)
    outcome = account.handle(line_step(OLD.id, "late"))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")


def test_a_message_that_came_twice_is_handled_once(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    (first,) = account.queue.take_due()
    account.handle(first)
    (later,) = (event for _, event in account.queue.waiting())
    account.clock.advance(timedelta(seconds=30))
    account.queue.take_due()
    account.handle(later)
    entries = len(account.line_kinds())
    assert account.handle(later).result is Result.DUPLICATE
    assert len(account.line_kinds()) == entries + 1, "that it came twice"
    assert account.orders.placed == [OrderCall.UPDATE, OrderCall.APPLY]


def test_copies_make_no_copies_where_the_queue_loses_every_answer(anchors: TrustAnchors) -> None:
    """Each delivery sends, and is delivered three times more for its lost answer."""
    account = Renewing(anchors)
    account.warn()
    handled = 0
    for _ in range(30):
        due = account.queue.take_due()
        if not due:
            break
        for event in due * 4:
            account.handle(event)
            handled += 1
        waiting = account.queue.waiting()
        if waiting:
            account.clock.advance(max(waiting[-1][0] - account.clock.now(), timedelta()))
    assert handled <= 30 * 4 * 3
    assert account.submitted == 1


def test_every_message_doubled_at_every_delivery_lets_the_queue_empty(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    account.warn()
    most = 0
    for round_ in range(120):
        for event in account.queue.take_due():
            account.handle(event)
            account.handle(event)
        waiting = account.queue.waiting()
        most = max(most, len(waiting))
        if not waiting:
            break
        if round_ == 60:
            account.orders.issue_now(OLD)
        account.clock.advance(max(waiting[0][0] - account.clock.now(), timedelta()))
    assert account.line().phase is LinePhase.DONE
    assert most <= 8
    assert account.submitted == 1
