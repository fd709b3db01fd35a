"""Records of validation in the account's own DNS: written once, adopted after a crash, taken away
when nobody waits for them; and never another's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.renewal.order import OrderStage
from certbind.domain.renewal.state import LinePhase, LineState
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    BusyError,
    CertbindError,
    PermissionDeniedError,
    UnavailableError,
)
from certbind.events import Event, line_step
from certbind.usecases.rotate.outcome import Outcome
from tests.fakes import FakeClock
from tests.fakes.trouble import Trouble
from tests.fakes.zones import LOST
from tests.unit.usecases.account import CrashError, CrashPoint, Interleaved
from tests.unit.usecases.renew.renewing import OLD, Renewing

ZONE, HOST = "shop.example", "_dnsauth.www"
TOKEN, OTHERS = "value-1", "another's"
DENIED = PermissionDeniedError("no", service="alidns", action="AddDomainRecord")
HOUR = timedelta(hours=1)


class Writing(Renewing):
    """The zone is in the account's own DNS, and a person lets certbind write there."""

    def __init__(self, anchors: TrustAnchors, *servers: str) -> None:
        super().__init__(anchors)
        self.zones.hold(ZONE, *servers)

    def to_validation(self) -> None:
        """Until CAS shows what its CA waits for; nothing is written yet."""
        self.warn()
        self.work(until=lambda: bool(self.submitted))

    def looked(self, times: int = 8) -> str:
        """So many messages more; what was told."""
        return "\n".join(f"{o.reason}: {o.message}" for o in self.messages(times))

    def messages(self, times: int) -> list[Outcome]:
        """One after another, each when it is due."""
        found = []
        for _ in range(times):
            found += self.work(steps=1)
            waiting = self.queue.waiting()
            if waiting:
                self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))
        return found

    def issue(self) -> None:
        """As soon as DNS shows what the CA waits for."""
        assert TOKEN in self.zones.values()
        self.orders.issue_now(OLD)

    def ours(self) -> list[str]:
        return [one.value for one in self.line().written]


@pytest.fixture
def account(anchors: TrustAnchors) -> Writing:
    return Writing(anchors)


def test_it_is_written_seen_by_the_ca_and_taken_away(account: Writing) -> None:
    account.zones.put(ZONE, "www", "A", "127.0.0.1")
    account.to_validation()
    told = account.looked(3)
    assert f"TXT {HOST}.{ZONE} = {TOKEN} was written into zone {ZONE} of Alidns." in told
    assert account.zones.values() == ["127.0.0.1", TOKEN]
    account.issue()
    account.work()
    assert account.zones.values() == ["127.0.0.1"]
    kinds = [k for k in account.line_kinds() if k is not EntryKind.ORDER_PENDING]
    assert kinds[-4:] == [
        EntryKind.RECORD_INTENT,
        EntryKind.RECORD_WRITTEN,
        EntryKind.ORDER_ISSUED,
        EntryKind.RECORD_REMOVED,
    ]
    assert account.line().phase is LinePhase.DONE
    assert (account.zones.added, account.zones.removed) == (1, 1)
    (written,) = (
        e
        for e in account.journal.entries(account.line_subject)
        if e.record.kind is EntryKind.RECORD_WRITTEN
    )
    assert written.record.details["record_id"], "by which it is taken away"


def test_the_same_value_is_taken_as_it_is_and_left_there(account: Writing) -> None:
    account.zones.put(ZONE, HOST, "TXT", TOKEN)
    account.to_validation()
    account.looked(3)
    account.issue()
    account.work()
    assert account.zones.values() == [TOKEN]
    assert (account.zones.added, account.zones.removed) == (0, 0)


def test_another_value_is_never_overwritten_and_both_are_told(account: Writing) -> None:
    there = account.zones.put(ZONE, HOST, "TXT", OTHERS)
    account.to_validation()
    told = account.looked(4)
    assert "validation_conflict" in told
    assert f"the CA waits for TXT {HOST}.{ZONE} = {TOKEN}; TXT {OTHERS} is there" in told
    assert (account.zones.added, account.zones.values()) == (0, [OTHERS])
    account.zones.drop(there)
    account.looked(6)
    assert account.zones.values() == [TOKEN]


def test_a_zone_that_others_answer_for_is_told_and_not_written(anchors: TrustAnchors) -> None:
    account = Writing(anchors, "ns1.other.example")
    account.to_validation()
    told = account.looked(3)
    assert "ns1.other.example answers for it" in told
    assert account.zones.added == 0
    account.zones.dns.records[f"www.{ZONE}", "NS"] = ("dns7.hichina.com",)
    account.looked(3)
    assert account.zones.added == 1, "the innermost delegation counts"


def test_a_zone_elsewhere_is_told_as_before(anchors: TrustAnchors) -> None:
    account = Writing(anchors)
    account.zones.zones = {"other.example": account.zones.zones.pop(ZONE)}
    account.to_validation()
    told = account.looked(3)
    assert "nothing is there: create it" in told
    assert account.zones.added == 0


def test_a_refusal_names_the_record_and_is_tried_again(account: Writing) -> None:
    account.zones.trouble.before("add", DENIED)
    account.to_validation()
    told = account.looked(4)
    assert "permission_denied" in told
    assert f"TXT {HOST}.{ZONE} = {TOKEN}; Alidns did not take it from certbind" in told
    account.looked(12)
    assert account.zones.values() == [TOKEN]


def test_a_zone_that_is_busy_is_written_a_little_later(account: Writing) -> None:
    busy = BusyError("not finished", service="alidns", action="AddDomainRecord")
    account.zones.trouble.before("add", busy)
    account.to_validation()
    told = account.looked(4)
    assert "was not taken by Alidns (target_busy); it is tried again" in told
    account.looked(12)
    assert account.zones.values() == [TOKEN]


def test_what_alidns_does_not_say_is_told_by_dns_alone(account: Writing) -> None:
    trouble = UnavailableError("down", service="alidns", action="DescribeDomainInfo")
    account.zones.trouble.before("zone_of", trouble)
    account.to_validation()
    assert "create it; Alidns could not be read: unavailable" in account.looked(2)
    account.looked(3)
    assert account.zones.values() == [TOKEN]


def test_a_lost_answer_is_read_back(account: Writing) -> None:
    account.zones.trouble.after("add", LOST)
    account.to_validation()
    account.looked(6)
    assert (account.zones.added, account.ours()) == (1, [TOKEN])
    account.issue()
    account.work()
    assert account.zones.values() == []


def test_one_that_another_hand_created_at_that_moment_is_not_ours(account: Writing) -> None:
    account.zones.trouble.act_before("add", lambda: account.zones.put(ZONE, HOST, "TXT", TOKEN))
    account.to_validation()
    account.looked(4)
    account.issue()
    account.work()
    assert (account.zones.values(), account.zones.removed) == ([TOKEN], 0)


def test_a_second_call_that_is_refused_as_a_duplicate_is_read_back(account: Writing) -> None:
    """A stale reading after a lost answer."""
    account.zones.trouble.after("add", LOST)
    account.to_validation()
    account.looked(2)
    standing = account.zones.standing
    account.zones.standing = lambda *_: ()  # type: ignore[method-assign]
    account.zones.dns.records.pop((f"{HOST}.{ZONE}", "TXT"))
    account.looked(3)
    account.zones.standing = standing  # type: ignore[method-assign]
    account.looked(6)
    assert (account.zones.added, account.ours()) == (1, [TOKEN])


def test_what_another_hand_takes_away_is_not_written_twice(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    (identifier,) = account.zones.held
    account.zones.drop(identifier)
    told = account.looked(5)
    assert "another hand took it away: create it" in told
    assert account.zones.added == 1


def test_what_another_hand_changed_is_left_alone(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    (identifier,) = account.zones.held
    account.orders.issue_now(OLD)
    account.zones.change(identifier, OTHERS)
    account.work()
    assert (account.zones.values(), account.zones.removed) == ([OTHERS], 0)
    assert account.ours() == []


def test_a_record_of_a_refused_order_goes_a_day_later(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    account.orders.refuse(OLD, "no")
    account.work(until=lambda: account.line().phase is LinePhase.REFUSED)
    account.clock.advance(23 * HOUR)
    account.handle(line_step(OLD.id, "sweep"))
    assert account.zones.values() == [TOKEN]
    account.work()
    assert account.zones.values() == []
    assert account.line().phase is LinePhase.REFUSED


def test_who_applies_anew_in_the_console_gets_the_new_value_written(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    account.orders.refuse(OLD, "no")
    account.work(until=lambda: account.line().phase is LinePhase.REFUSED)
    account.orders._submit(account.orders.lines[OLD.instance_id])
    account.handle(line_step(OLD.id, "sweep"))
    account.looked(5)
    assert account.zones.values() == ["value-2"]
    assert account.ours() == ["value-2"]


def test_a_deletion_that_is_denied_is_tried_once_a_day_and_no_more(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    account.issue()
    account.zones.trouble.before("remove", DENIED, times=40)
    account.work(steps=60, until=lambda: account.zones.trouble.calls["remove"] == 10)
    begin = account.clock.now()
    account.work(steps=60, until=lambda: account.zones.trouble.calls["remove"] == 20)
    assert account.clock.now() - begin >= timedelta(days=9)
    account.zones.trouble = Trouble()
    account.work()
    assert account.zones.values() == []


def test_a_zone_that_cannot_be_read_keeps_the_record_in_mind(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    account.issue()
    down = UnavailableError("down", service="alidns", action="DescribeSubDomainRecords")
    account.zones.trouble.before("standing", down, times=2)
    account.work()
    assert account.zones.values() == []


def test_a_zone_that_left_the_account_holds_nothing_of_ours(account: Writing) -> None:
    account.to_validation()
    account.looked(3)
    account.issue()
    account.zones.zones["other.example"] = account.zones.zones.pop(ZONE)
    account.work()
    assert account.ours() == []
    assert account.zones.removed == 0


def test_an_instance_that_is_refunded_meanwhile_is_told_and_its_record_goes(
    account: Writing,
) -> None:
    account.to_validation()
    account.looked(3)
    held = account.orders.lines[OLD.instance_id]
    held.order = replace(held.order, stage=OrderStage.OVER, state="refund", records=())
    told = account.looked(4)
    assert "cannot_renew" in told
    assert "was refunded, and nothing is issued on it any more" in told
    assert account.zones.values() == []


@pytest.mark.parametrize("jump", [-30 * HOUR, 30 * HOUR])
def test_a_clock_that_jumps_writes_nothing_twice_and_takes_it_away(
    account: Writing, jump: timedelta
) -> None:
    """The ledger's own: after a lost answer, and again when it is issued."""
    account.zones.trouble.after("add", LOST)
    account.to_validation()
    account.looked(2)
    assert account.zones.added == 1
    account.journal._clock = FakeClock(account.clock.now() + jump)
    account.looked(8)
    account.journal._clock = account.clock
    account.looked(4)
    assert (account.zones.added, account.ours()) == (1, [TOKEN])
    account.issue()
    account.journal._clock = FakeClock(account.clock.now() + jump)
    account.work()
    assert account.zones.values() == []


def calmly(account: Writing) -> LineState:
    """The line, for whoever looks from outside: no edge of what is tried."""
    trouble, account.journal.trouble = account.journal.trouble, Trouble()
    try:
        return account.line()
    finally:
        account.journal.trouble = trouble


def attempt(account: Writing, event: Event) -> None:
    """One delivery; what ends badly is delivered again by the platform."""
    try:
        account.handle(event)
    except (CrashError, CertbindError):
        account.meet(Trouble())
        account.clock.advance(timedelta(seconds=60))
        account.handle(event)


def to_the_end(account: Writing) -> None:
    """The CA issues as soon as DNS shows the record; then all that waits is worked off."""
    is_issued = False
    for step in range(200):
        for event in account.queue.take_due():
            attempt(account, event)
        is_seen = TOKEN in account.zones.values()
        line = calmly(account)
        if line.phase is LinePhase.VALIDATING and is_seen and not is_issued:
            account.orders.issue_now(OLD)
            is_issued = True
        waiting = account.queue.waiting()
        if not waiting and line.phase is LinePhase.DONE:
            return
        if not waiting:
            attempt(account, line_step(OLD.id, f"sweep-{step}"))
            account.clock.advance(HOUR)
        else:
            account.clock.advance(max(waiting[0][0] - account.clock.now(), timedelta()))
    raise AssertionError(calmly(account))


def begin(anchors: TrustAnchors) -> Writing:
    account = Writing(anchors)
    account.zones.put(ZONE, "www", "TXT", OTHERS)
    account.to_validation()
    return account


def at_every_edge(anchors: TrustAnchors, meet: Callable[[Writing, int], CrashPoint]) -> int:
    """To its end each time, and nothing of ours is left, nothing of another's is gone."""
    for at in range(1, 200):
        account = begin(anchors)
        point = meet(account, at)
        account.meet(point)
        to_the_end(account)
        assert account.zones.values() == [OTHERS], at
        assert calmly(account).written == (), at
        assert (account.zones.added, account.zones.removed) == (1, 1), at
        if point.passed < at:
            return at
    raise AssertionError


def test_a_crash_at_every_edge_leaves_nothing_behind(anchors: TrustAnchors) -> None:
    assert at_every_edge(anchors, lambda _account, at: CrashPoint(at)) > 40


def test_a_second_invocation_at_every_edge_writes_nothing_twice(anchors: TrustAnchors) -> None:
    def other(account: Writing, at: int) -> CrashPoint:
        return Interleaved(at, lambda: account.handle(line_step(OLD.id, "other")))

    assert at_every_edge(anchors, other) > 40
