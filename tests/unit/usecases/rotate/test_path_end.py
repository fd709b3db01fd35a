"""A certificate ends when its path ends, wherever that is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.situation.situation import Wish, WishKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of, expired_cross_sign, intermediate
from tests.unit.usecases.sweeps import findings, sweep

LONG_LEAF = certificate(1, days_left=90, issued_days_ago=80)
GOOD = certificate(2, days_left=60)


def ends_with_its_intermediate(
    anchors: TrustAnchors, days: int = 20
) -> tuple[Account, tuple[bytes, ...]]:
    """What stands has a leaf of 90 days below a CA of 20; one of 60 days is at hand."""
    standing, chain = chain_of(LONG_LEAF, intermediate(days))
    account = Account(with_binding(WWW, standing), anchors=anchors)
    account.inventory.add(standing, chain)
    good, good_chain = chain_of(GOOD)
    account.inventory.add(good, good_chain)
    account.probe.serve(WWW.domain, chain)
    return account, good_chain


def test_what_ends_with_its_intermediate_is_replaced_by_what_lasts_longer(
    anchors: TrustAnchors,
) -> None:
    """Though its leaf ends later, and though nothing was said to be near its end."""
    account, good_chain = ends_with_its_intermediate(anchors)
    outcome = account.handle(step(WWW, "issued-2", 0, candidate=GOOD.id))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == GOOD.id
    assert "lasts longer: ends 2027-01-23; 1-cn-hangzhou" in outcome.message
    assert "which is bound there, 2026-12-14" in outcome.message
    account.probe.serve(WWW.domain, good_chain)
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert findings(sweep(account)) == {SweepFinding.OK}, "it does not go back and forth"


def test_a_person_may_name_the_good_one(anchors: TrustAnchors) -> None:
    account, _ = ends_with_its_intermediate(anchors)
    wish = Wish(WishKind.BIND, "cli-plan", GOOD.id)
    (decision,) = PlanAccount(account.sources, account.rules)((), wish).to_do
    assert decision.bind is not None
    asked = step(WWW, "cli-1", 0, candidate=GOOD.id, by_hand=True)
    assert account.handle(asked).result is Result.BOUND


def test_the_one_whose_intermediate_ends_first_is_not_bound_over_a_good_one(
    anchors: TrustAnchors,
) -> None:
    good, chain = chain_of(GOOD)
    account = Account(with_binding(WWW, good), anchors=anchors)
    account.inventory.add(good, chain)
    account.inventory.add(*chain_of(LONG_LEAF, intermediate(20)))
    account.probe.serve(WWW.domain, chain)
    outcome = account.handle(step(WWW, "issued-1", 0, candidate=LONG_LEAF.id))
    assert outcome.reason == "already_bound"
    asked = account.handle(step(WWW, "cli-1", 1, candidate=LONG_LEAF.id, by_hand=True))
    assert (asked.result, asked.reason) == (Result.REFUSED, "ends_earlier")
    assert account.binding(WWW).certificate_id == good.id


@pytest.mark.parametrize("looked_for", ["by a sweep", "by a message"])
def test_what_stands_below_an_intermediate_that_has_ended_is_dead(
    anchors: TrustAnchors, looked_for: str
) -> None:
    """Visitors get ERR_CERT_DATE_INVALID though the leaf has weeks to go."""
    account, _ = ends_with_its_intermediate(anchors)
    account.inventory.remove(GOOD.id)
    account.clock.advance(timedelta(days=21))
    account.hold(certificate(3, days_left=30))
    if looked_for == "by a message":
        account.handle(step(WWW, "issued-3", 0, candidate=certificate(3).id))
    else:
        report = sweep(account)
        assert not report.is_clean
        account.run_queue()
        account.clock.advance(timedelta(hours=1))
        sweep(account)
    account.run_queue()
    assert account.binding(WWW).certificate_id == certificate(3).id


def test_an_end_of_the_path_is_told_in_time_where_nothing_can_replace_it(
    anchors: TrustAnchors,
) -> None:
    account, _ = ends_with_its_intermediate(anchors, days=10)
    account.inventory.remove(GOOD.id)
    told = dict(sweep(account).domains[0].findings)
    assert "1-cn-hangzhou ends 2026-12-04" in told[SweepFinding.EXPIRING]


def test_an_expired_cross_sign_beside_a_good_path_is_harmless(anchors: TrustAnchors) -> None:
    """Neither told, nor a reason to bind something else, nor one against binding it."""
    standing, chain = chain_of(LONG_LEAF)
    crossed = (*chain, expired_cross_sign())
    account = Account(with_binding(WWW, standing), anchors=anchors)
    account.inventory.add(standing, crossed)
    account.inventory.add(*chain_of(GOOD))
    account.probe.serve(WWW.domain, crossed)
    assert findings(sweep(account)) == {SweepFinding.OK}
    assert account.queue.sent == []


def test_a_better_one_is_bound_though_it_comes_with_an_expired_cross_sign(
    anchors: TrustAnchors,
) -> None:
    good, good_chain = chain_of(GOOD)
    account = Account(with_binding(WWW, good), anchors=anchors)
    account.inventory.add(good, good_chain)
    better, chain = chain_of(LONG_LEAF)
    crossed = (*chain, expired_cross_sign())
    account.inventory.add(better, crossed)
    outcome = account.handle(step(WWW, "issued-1", 0, candidate=better.id))
    assert outcome.result is Result.BOUND
    account.probe.serve(WWW.domain, crossed)
    assert account.run_queue()[-1].result is Result.VERIFIED
