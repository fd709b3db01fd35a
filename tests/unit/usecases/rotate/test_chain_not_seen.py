"""CERTBIND_REQUIRE_CHAIN_SEEN: what nobody has seen is not bound by itself, and that is told."""

from __future__ import annotations

import pytest

from certbind.domain.model.policy import Policy
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import EventType, certificate_event, step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep

UNSEEN = certificate(3, days_left=200)


def careful(anchors: TrustAnchors, *, seen: bool) -> Account:
    """One ends soon, one that lasts longer has its chain to be read, or not."""
    old, chain = chain_of(certificate(1, days_left=20))
    policy = Policy(require_chain_seen=True)
    account = Account(with_binding(WWW, old), anchors=anchors, policy=policy)
    account.inventory.add(old, chain)
    new, new_chain = chain_of(certificate(2))
    account.inventory.add(new, new_chain if seen else None)
    account.hold(UNSEEN)
    account.probe.serve(WWW.domain, chain)
    return account


@pytest.mark.parametrize("asked_by", ["a sweep", "an event", "a message"])
def test_the_best_of_those_whose_chain_is_seen_is_bound(
    anchors: TrustAnchors, asked_by: str
) -> None:
    account = careful(anchors, seen=True)
    (decision,) = PlanAccount(account.sources, account.rules)().to_do
    assert decision.bind is not None
    assert decision.bind.certificate.id == certificate(2).id
    if asked_by == "a sweep":
        assert findings(sweep(account)) == {SweepFinding.MISSED_EVENT}
    elif asked_by == "an event":
        event = certificate_event(EventType.ISSUED, certificate(2).id)
        assert account.handle(event).result is Result.PLANNED
    else:
        account.queue.send(step(WWW, "issued-3", 0, candidate=UNSEEN.id))
    account.run_queue()
    assert account.binding(WWW).certificate_id == certificate(2).id


def test_where_no_chain_is_seen_the_refusal_is_told_at_every_sweep(anchors: TrustAnchors) -> None:
    account = careful(anchors, seen=False)
    for _ in range(2):
        told = dict(sweep(account).domains[0].findings)
        assert "chain_not_seen: 3-cn-hangzhou" in told[SweepFinding.REFUSED]
    assert account.queue.sent == []
    assert account.binding(WWW).certificate_id == certificate(1).id


def test_a_person_may_bind_it_all_the_same(anchors: TrustAnchors) -> None:
    account = careful(anchors, seen=False)
    asked = step(WWW, "cli-1", 0, candidate=UNSEEN.id, by_hand=True)
    assert account.handle(asked).result is Result.BOUND


def test_what_stands_is_no_worse_for_a_chain_that_cannot_be_read_today(
    anchors: TrustAnchors,
) -> None:
    """It is seen at the edge; that CAS does not tell its chain kills nothing."""
    held, chain = chain_of(certificate(1))
    policy = Policy(require_chain_seen=True)
    account = Account(with_binding(WWW, held), anchors=anchors, policy=policy)
    account.inventory.add(held)
    account.probe.serve(WWW.domain, chain)
    assert findings(sweep(account)) == {SweepFinding.OK}
    assert account.handle(step(WWW, "x", 0)).reason == "already_bound"
