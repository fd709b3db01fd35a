"""What a person took off, and what the owner has not named, holds back binds and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from certbind.domain.decision import Bind, Cannot, Decision, Keep
from certbind.domain.hold import held_back, hold
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.scope import in_scope
from certbind.domain.state import DomainState, KnownBinding
from tests.fakes.values import DAY, NOW, bound_by_id, cdn, certificate

TARGET = cdn("shop.example.com").target
STANDS = certificate(1, "shop.example.com", days=40)
TAKEN_OFF = certificate(2, "shop.example.com", days=80)
HELD = DomainState(held_to=TAKEN_OFF.not_after)


def bind(days: float) -> Bind:
    wanted = certificate(3, "shop.example.com", days=days)
    return Bind(TARGET, wanted, bound_by_id(1), "lasts longer")


@pytest.mark.parametrize(
    "decision",
    [
        Keep(TARGET, Finding(Reason.ALREADY_BOUND), STANDS),
        Cannot(TARGET, (Finding(Reason.ENDS_EARLIER),)),
    ],
)
def test_only_a_bind_is_held_back(decision: Decision) -> None:
    assert held_back(decision, HELD, STANDS, NOW) is decision
    assert in_scope(decision, Policy(scope=())) is decision


def test_only_what_ends_later_than_what_was_taken_off_goes_through() -> None:
    held = held_back(bind(80), HELD, STANDS, NOW)
    assert isinstance(held, Keep)
    assert (held.finding.reason, held.certificate) == (Reason.HELD, STANDS)
    assert held_back(bind(81), HELD, STANDS, NOW) == bind(81)


@pytest.mark.parametrize("days", [-1, 1])
def test_what_is_about_to_end_or_has_ended_holds_nothing(days: int) -> None:
    stands = certificate(1, "shop.example.com", days=days, not_before=NOW - 80 * DAY)
    assert held_back(bind(80), HELD, stands, NOW) == bind(80)


def test_a_domain_where_nothing_of_cas_stands_is_not_held() -> None:
    assert held_back(bind(80), HELD, None, NOW) == bind(80)
    assert held_back(bind(80), DomainState(), STANDS, NOW) == bind(80)


@pytest.mark.parametrize(
    ("before", "ends", "held_to"),
    [
        (None, NOW + DAY, NOW + DAY),
        (NOW, NOW + DAY, NOW + DAY),
        (NOW + 2 * DAY, NOW + DAY, NOW + 2 * DAY),
        (NOW, None, NOW),
        (None, None, None),
    ],
)
def test_the_later_end_of_all_that_was_taken_off_holds(
    before: datetime | None, ends: datetime | None, held_to: datetime | None
) -> None:
    taken_off = KnownBinding(bound_by_id(2), not_after=ends)
    state = replace(HELD, held_to=before)
    assert hold(state, taken_off).held_to == held_to
    assert hold(state, None) == state
