"""What visitors are refused has no protection; what works is not replaced without a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import SeenAs
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.events import EventType, certificate_event, step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import CDN, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep

GOOD = certificate(2, CDN.domain, days_left=30)
ENDED = certificate(9, CDN.domain, days_left=-1, issued_days_ago=90)
NAMES_OTHERS = certificate(9, "other.example")


def account_with(
    anchors: TrustAnchors, served: Certificate, source: BindingSource = BindingSource.FREE
) -> Account:
    """CDN holds one that CAS does not, and a good one is at hand."""
    held, chain = chain_of(served)
    unknown = Binding(source, raw_id="900", name="not-in-cas", sha1=held.sha1)
    account = Account(BoundTarget(CDN, unknown), anchors=anchors)
    good, good_chain = chain_of(GOOD)
    account.inventory.add(good, good_chain)
    account.probe.serve(CDN.domain, chain)
    return account


@pytest.mark.parametrize("served", [ENDED, NAMES_OTHERS], ids=["ended", "other-names"])
@pytest.mark.parametrize("source", [BindingSource.FREE, BindingSource.UPLOAD])
def test_what_every_address_refuses_in_two_looks_is_replaced(
    anchors: TrustAnchors, served: Certificate, source: BindingSource
) -> None:
    account = account_with(anchors, served, source)
    report = sweep(account)
    assert SweepFinding.NOT_SOUND in findings(report)
    (look,) = account.queue.take_due()
    assert account.handle(look).result is Result.PENDING
    assert account.binding(CDN).certificate_id is None, "one look is no evidence"
    outcomes = account.run_queue()
    assert outcomes[0].result is Result.NOT_VERIFIED
    assert Result.BOUND in [one.result for one in outcomes]
    assert account.binding(CDN).certificate_id == GOOD.id
    intent = next(e for e in account.entries(CDN.domain) if e.record.kind is EntryKind.INTENT)
    assert "which CAS does not hold, has ended or names other domains" in intent.record.message


@pytest.mark.parametrize("source", [BindingSource.FREE, BindingSource.UPLOAD])
def test_what_works_and_cas_lacks_is_left_alone_whoever_asks(
    anchors: TrustAnchors, source: BindingSource
) -> None:
    account = account_with(anchors, certificate(9, CDN.domain, days_left=3), source)
    event = certificate_event(EventType.ISSUED, GOOD.id)
    for _ in range(3):
        sweep(account)
        account.handle(event)
        account.run_queue()
        account.clock.advance(timedelta(hours=1))
    assert account.handle(step(CDN, "x", 0, candidate=GOOD.id)).reason == "binding_not_restorable"
    (decision,) = PlanAccount(account.sources, account.rules)().refused
    assert decision.word == "binding_not_restorable"
    assert account.binding(CDN).raw_id == "900"


def test_it_is_replaced_once_it_has_ended(anchors: TrustAnchors) -> None:
    """Nobody knows its end but by looking; a sweep after it does."""
    account = account_with(anchors, certificate(9, CDN.domain, days_left=3))
    sweep(account)
    account.run_queue()
    account.clock.advance(timedelta(days=4))
    sweep(account)
    account.run_queue()
    assert account.binding(CDN).certificate_id == GOOD.id


@pytest.mark.parametrize("links", [2, 1], ids=["well", "refused for another reason"])
def test_one_address_that_may_work_protects_it(anchors: TrustAnchors, links: int) -> None:
    """Other refusals than an end and other names may be the observer's alone."""
    account = account_with(anchors, ENDED)
    _, other = chain_of(certificate(9, CDN.domain, days_left=60))
    account.probe.serve(CDN.domain, other[:links], "192.0.2.2")
    for _ in range(3):
        sweep(account)
        account.run_queue()
    assert account.binding(CDN).raw_id == "900"


def test_what_could_not_be_looked_at_is_not_dead(anchors: TrustAnchors) -> None:
    account = account_with(anchors, ENDED)
    account.probe.fail(CDN.domain, Attempt.HANDSHAKE_TIMEOUT)
    for _ in range(3):
        sweep(account)
        account.run_queue()
    assert account.binding(CDN).raw_id == "900"


def test_what_was_dead_and_works_again_is_protected_again(anchors: TrustAnchors) -> None:
    """Somebody put another one of theirs in its place before ours was bound."""
    account = account_with(anchors, ENDED)
    account.rules = replace(account.rules, policy=Policy(scope=()))
    sweep(account)
    account.run_queue()
    seen = account.state(CDN.domain).seen
    assert seen is not None
    assert seen.verdict is SeenAs.DEAD
    _, well = chain_of(certificate(9, CDN.domain, days_left=60))
    account.probe.serve(CDN.domain, well)
    sweep(account)
    account.run_queue()
    account.rules = replace(account.rules, policy=Policy())
    sweep(account)
    account.run_queue()
    assert account.binding(CDN).raw_id == "900"


def test_a_bound_one_that_cas_lost_is_replaced_after_its_end(anchors: TrustAnchors) -> None:
    """Issue 10, 6: until then by what lasts longer, after it by whatever works."""
    held, chain = chain_of(certificate(1, CDN.domain, days_left=40))
    account = Account(with_binding(CDN, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(CDN.domain, chain)
    account.handle(step(CDN, "cli-1", 0, candidate=held.id, by_hand=True))
    account.inventory.remove(held.id)
    sweep(account)
    account.run_queue()
    account.clock.advance(timedelta(days=41))
    account.hold(replace(GOOD, not_after=account.clock.now() + timedelta(days=5)))
    sweep(account)
    account.run_queue()
    assert account.binding(CDN).certificate_id == GOOD.id


def test_what_was_seen_dead_long_ago_is_looked_at_before_it_is_replaced(
    anchors: TrustAnchors,
) -> None:
    """CDN renews its own certificates under the same id; an event comes hours later."""
    account = account_with(anchors, ENDED)
    account.rules = replace(account.rules, policy=Policy(scope=()))
    sweep(account)
    account.run_queue()
    account.clock.advance(timedelta(hours=3))
    _, well = chain_of(certificate(9, CDN.domain, days_left=60))
    account.probe.serve(CDN.domain, well)
    account.rules = replace(account.rules, policy=Policy())
    account.handle(step(CDN, "issued-2", 0, candidate=GOOD.id))
    account.run_queue()
    assert account.binding(CDN).raw_id == "900"
    assert account.phase(CDN.domain) == "idle"
