"""How a certificate does at one product: who may try it, and what settles it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.rollout import (
    Rollout,
    RolloutStage,
    aged,
    claimed,
    failed,
    proven,
    rollout_from_json,
    rollout_to_json,
    subject_of_rollout,
)
from certbind.domain.lifecycle.state_json import NewerStateError
from certbind.domain.model.identity import Domain, ProductName
from tests.fakes.values import cas_id

A, B = Domain("a.example.com"), Domain("b.example.com")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TRIED = Rollout(RolloutStage.TRYING, A)


def test_it_has_a_journal_of_its_own_at_each_product() -> None:
    assert subject_of_rollout(cas_id(5), ProductName("cdn")) == "rollout/cdn-5-cn-hangzhou"


def test_the_first_claims_and_another_after_its_hour() -> None:
    assert claimed(Rollout(), A) == TRIED
    late = aged(TRIED, HOUR)
    assert claimed(late, B) == Rollout(RolloutStage.TRYING, B, spent=HOUR)
    assert claimed(late, A) == Rollout(RolloutStage.TRYING, A, spent=HOUR)
    assert claimed(TRIED, A) is None, "it has it still"


def test_a_claim_is_its_own_until_it_may_end_in_the_midst_of_a_bind() -> None:
    assert aged(TRIED, 54 * MINUTE).is_claimed_by(A)
    assert not aged(TRIED, 55 * MINUTE).is_claimed_by(A)
    assert not TRIED.is_claimed_by(B)
    assert aged(TRIED, 59 * MINUTE).is_tried_elsewhere(B)
    assert not aged(TRIED, HOUR).is_tried_elsewhere(B)
    assert not TRIED.is_tried_elsewhere(A)


def test_after_a_day_of_all_who_tried_nobody_waits() -> None:
    second = claimed(aged(TRIED, 23 * HOUR), B)
    assert second is not None
    assert not second.has_waited_enough
    assert aged(second, HOUR).has_waited_enough
    assert not aged(Rollout(), 25 * HOUR).has_waited_enough, "nobody has begun"


def test_what_is_settled_is_claimed_by_nobody() -> None:
    for settled in (proven(TRIED, A), failed(TRIED, A, "weak_key")):
        assert settled is not None
        assert claimed(aged(settled, 9 * HOUR), B) is None
        assert not settled.is_tried_elsewhere(B)
        assert not aged(settled, 25 * HOUR).has_waited_enough


def test_a_late_failure_goes_over_an_early_proof_and_nothing_over_a_failure() -> None:
    good = proven(TRIED, A)
    assert good is not None
    assert proven(good, B) is None
    bad = failed(good, A, "weak_key")
    assert bad is not None
    assert (bad.stage, bad.domain, bad.fault) == (RolloutStage.FAILED, A, "weak_key")
    assert proven(bad, B) is None
    assert failed(bad, B, "expired") is None


@pytest.mark.parametrize(
    "rollout",
    [
        Rollout(),
        Rollout(RolloutStage.TRYING, A, 3 * MINUTE, HOUR),
        Rollout(RolloutStage.FAILED, B, HOUR, HOUR, "weak_key"),
    ],
)
def test_it_survives_its_entry(rollout: Rollout) -> None:
    assert rollout_from_json(json.loads(json.dumps(rollout_to_json(rollout)))) == rollout


@pytest.mark.parametrize(
    "spoilt",
    [
        {"version": "1"},
        {"stage": "well"},
        {"domain": None},
        {"domain": 7},
        {"ago": -1},
        {"spent": 1.5},
        {"fault": None},
    ],
)
def test_what_is_none_is_not_read_as_one(spoilt: dict[str, Any]) -> None:
    raw = {**rollout_to_json(TRIED), **spoilt}
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        rollout_from_json(raw)


def test_a_later_version_is_told_as_that() -> None:
    with pytest.raises(NewerStateError, match="version 2"):
        rollout_from_json({**rollout_to_json(TRIED), "version": 2})
