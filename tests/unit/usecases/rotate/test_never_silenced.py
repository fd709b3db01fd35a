"""No memory of causes, rounded date or wrong clock keeps a wanted change away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.model.target import UNBOUND
from certbind.domain.situation.certificates import Sites
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    bound_to,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.renewal import COMMAND, NEW, account_with_old
from tests.unit.usecases.sweeps import findings, sweep, verified


def test_what_a_hand_detaches_a_second_time_is_bound_again(anchors: TrustAnchors) -> None:
    """Issue 10, 1: detached, queued, attached by hand before the bind runs, detached again."""
    account, held, _ = verified(anchors)
    for days in (0, 5, 30):
        account.clock.advance(timedelta(days=days))
        account.targets.rebind_by_hand(WWW, UNBOUND)
        sweep(account)
        account.targets.rebind_by_hand(WWW, bound_to(held))
        account.run_queue()
    account.targets.rebind_by_hand(WWW, UNBOUND)
    assert SweepFinding.FOREIGN_CHANGE in findings(sweep(account))
    account.run_queue()
    assert account.binding(WWW).certificate_id == held.id


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_a_held_domain_never_ends_expired_while_cas_has_a_good_one(
    anchors: TrustAnchors, hour: int
) -> None:
    """Issue 10, 2: CAS's list tells days only, and the timer comes at whatever hour."""
    old, old_chain = chain_of(certificate(1, days_left=10))
    new, new_chain = chain_of(certificate(2, days_left=90))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    account.probe.serve(WWW.domain, new_chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=new.id))
    account.run_queue()
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(*account.connected)(asked)
    account.probe.serve(WWW.domain, old_chain)
    account.run_queue()
    account.clock.advance(timedelta(hours=hour))
    while account.binding(WWW).certificate_id == old.id:
        assert account.clock.now() < old.not_after, "visitors would be refused by now"
        sweep(account)
        account.run_queue()
        account.clock.advance(timedelta(hours=6))
    assert account.binding(WWW).certificate_id == new.id
    assert account.clock.now() > old.not_after - timedelta(days=4), "it was held till then"


def test_a_change_that_a_clock_ahead_began_blocks_nobody(anchors: TrustAnchors) -> None:
    """Issue 10, 6: ten days ahead made 234 hours of waiting. The ledger's own clock tells its
    age; where it tells none, an entry from the future has waited long enough.
    """
    for ledger_tells in (True, False):
        account = account_with_old(anchors)
        right = account.clock
        account.journal = FakeJournal(right if ledger_tells else None)
        account.clock = FakeClock(right.now() + timedelta(days=10))
        account.targets.trouble.before("bind", CrashError())
        if ledger_tells:
            assert account.handle(COMMAND).reason == "clock_off", "its dates would be wrong"
            continue
        with pytest.raises(CrashError):
            account.handle(COMMAND)
        account.clock = right
        assert account.handle(COMMAND).result is Result.BOUND
        assert account.binding(WWW).certificate_id == NEW.id


def test_a_twin_is_named_and_taken_only_by_name(anchors: TrustAnchors) -> None:
    """A new certificate with the same end and another key: that it is there, and why it waits."""
    standing, chain = chain_of(certificate(1, days_left=90, issued_days_ago=10))
    account = Account(with_binding(WWW, standing), anchors=anchors)
    account.inventory.add(standing, chain)
    account.probe.serve(WWW.domain, chain)
    twin = certificate(2, days_left=90)
    account.hold(twin)
    (decision,) = PlanAccount(account.sources, account.rules)().kept
    assert decision.word == "same_end"
    assert decision.detail == (
        "2-cn-hangzhou was issued later and ends as 1-cn-hangzhou does, which is bound there; it "
        "is bound only by name (certbind bind --certificate)"
    )
    outcome = account.handle(certificate_event(EventType.ISSUED, twin.id))
    assert (outcome.details["keep"][0]["reason"], account.queue.sent) == ("same_end", [])
    account.handle(step(WWW, "cli-1", 0, candidate=twin.id, by_hand=True))
    assert account.binding(WWW).certificate_id == twin.id


def test_there_is_none_is_said_only_of_what_was_read_whole(anchors: TrustAnchors) -> None:
    """Sites of CAS that this configuration leaves out are named."""
    account = Account(with_binding(WWW, certificate(1)), anchors=anchors)
    account.targets.rebind_by_hand(WWW, UNBOUND)
    account.rules = type(account.rules)(
        account.rules.policy, anchors, sites=Sites(("cn-hangzhou",), ("ap-southeast-1",))
    )
    (decision,) = PlanAccount(account.sources, account.rules)().refused
    assert decision.word == "no_certificate"
    assert "ap-southeast-1" in decision.detail
