"""Where a domain stands: causes, leases and intents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from certbind.domain.state import REMEMBERED_CAUSES, DomainState, KnownBinding, Phase
from tests.fakes.values import NOW, bound_by_id, cas_id, cdn

LEASE = timedelta(seconds=300)
SECOND = timedelta(seconds=1)
AT_REST = DomainState(
    phase=Phase.VERIFIED,
    target=cdn("shop.example.com").target,
    current=KnownBinding(bound_by_id(1)),
    rest_phase=Phase.VERIFIED,
    handled=("issued-1",),
)
BEGUN = replace(
    AT_REST,
    phase=Phase.INTENT,
    intent_cause="renewed-2",
    intent_certificate=cas_id(2),
    intent_at=NOW,
    intent_before=KnownBinding(bound_by_id(1)),
    intent_by_hand=True,
)


def test_an_intent_that_is_withdrawn_leaves_nothing_behind() -> None:
    assert BEGUN.at_rest() == AT_REST
    assert AT_REST.at_rest() == AT_REST


def test_an_intent_keeps_others_off_until_its_lease_runs_out() -> None:
    assert BEGUN.is_leased(NOW + LEASE - SECOND, LEASE)
    assert not BEGUN.is_leased(NOW + LEASE, LEASE)


def test_what_is_no_intent_or_is_over_keeps_nobody_off() -> None:
    assert not replace(BEGUN, phase=Phase.BOUND).is_leased(NOW, LEASE)
    assert not replace(BEGUN, intent_at=None).is_leased(NOW, LEASE)


def test_a_cause_is_remembered_once_and_the_oldest_is_forgotten() -> None:
    state = DomainState()
    causes = [f"issued-{n}" for n in range(REMEMBERED_CAUSES + 1)]
    for cause in (*causes, causes[-1]):
        state = state.with_handled(cause)
    assert state.handled == tuple(causes[1:])
