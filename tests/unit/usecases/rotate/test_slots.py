"""A certificate beside another one: crashes, second deliveries and rollbacks on the way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import RejectedError
from certbind.events import Event, step
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    Account,
    CrashError,
    CrashPoint,
    Interleaved,
    certificate,
    edges_of,
    install,
    with_binding,
)
from tests.unit.usecases.authority import chain_of

ALB = Target(ProductName("alb"), Domain("www.shop.example"), "alb-x7k2", "cn-hangzhou")
OLD_ID, NEW_ID = (CertificateId(n, "cn-hangzhou") for n in (1, 2))
COMMAND = step(ALB, "renewed-2", 0, candidate=NEW_ID)


def account_at_a_listener(anchors: TrustAnchors) -> Account:
    """Visitors get the new one as soon as it is there."""
    old, _ = chain_of(certificate(1, days_left=20))
    new, chain = chain_of(certificate(2, days_left=90))
    account = Account(with_binding(ALB, old), anchors=anchors)
    account.hold(old, new)
    account.probe.serve(ALB.domain, chain)
    return account


def attached(account: Account) -> list[CertificateId | None]:
    bound = account.targets.read(ALB)
    return [one.certificate_id for one in (bound.binding, *bound.beside)]


def work(account: Account) -> None:
    account.handle(COMMAND)
    account.run_queue()


def again(account: Account) -> None:
    """As a sweep, which finds what nobody goes on with."""
    account.handle(step(ALB, "recheck", 0))
    account.run_queue()


def test_it_comes_beside_the_old_one_which_goes_when_it_was_seen(anchors: TrustAnchors) -> None:
    account = account_at_a_listener(anchors)
    account.handle(COMMAND)
    assert attached(account) == [NEW_ID, OLD_ID]
    account.run_queue()
    assert attached(account) == [NEW_ID]
    kinds = [kind.value for kind in account.kinds(ALB.domain)]
    looks = ["pending", "verified"]
    assert kinds == ["intent", "bound", *looks, "pending", *looks]
    assert account.targets.trouble.calls["take_off"] == 1


def test_a_crash_on_the_way_ends_with_the_new_one_alone(anchors: TrustAnchors) -> None:
    """The process dies at every third edge of the calls of the whole way, which is after other
    calls in each of its steps; what was in its hands comes again, and a sweep in the end.
    """
    account = account_at_a_listener(anchors)
    for at in edges_of(account, partial(work, account), least=60)[1::3]:
        account = account_at_a_listener(anchors)
        install(account, CrashPoint(at))
        events: list[Event] = [COMMAND]
        for _ in range(40):
            if not events:
                waiting = account.queue.waiting()
                if not waiting:
                    break
                account.clock.advance(max(waiting[0][0] - account.clock.now(), timedelta()))
                events = list(account.queue.take_due())
            event = events[0]
            try:
                account.handle(event)
            except CrashError:
                account.clock.advance(account.rules.times.lease)
                continue
            events.pop(0)
        again(account)
        assert attached(account) == [NEW_ID], f"crash at edge {at}"
        assert account.kinds(ALB.domain).count(EntryKind.BOUND) == 1, f"crash at edge {at}"


def test_a_second_delivery_takes_off_nothing_twice(anchors: TrustAnchors) -> None:
    account = account_at_a_listener(anchors)
    for at in (1, 9, 17, 25, 33):
        account = account_at_a_listener(anchors)
        install(account, Interleaved(at, partial(account.handle, COMMAND)))
        work(account)
        assert attached(account) == [NEW_ID]


def test_what_refuses_to_go_is_told_and_tried_again(anchors: TrustAnchors) -> None:
    account = account_at_a_listener(anchors)
    refused = RejectedError("no", service="alb", action="Dissociate")
    account.targets.trouble.before("take_off", refused)
    account.handle(COMMAND)
    told = account.run_queue()
    assert Result.FAILED in [one.result for one in told]
    assert attached(account) == [NEW_ID]


def test_one_that_is_gone_already_is_not_missed(anchors: TrustAnchors) -> None:
    """The answer was lost, or a person was there first."""
    account = account_at_a_listener(anchors)
    account.targets.trouble.after("take_off", CrashError())
    account.handle(COMMAND)
    with pytest.raises(CrashError):
        account.run_queue()
    assert attached(account) == [NEW_ID]
    account.run_queue()
    assert account.phase(ALB.domain) == "verified"
