"""Preferences, leads and stages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import ExpiryStage, Policy, expiry_stage, renewal_lead
from tests.fakes.values import DAY, NOW, cas_id


@pytest.mark.parametrize(
    ("lifetime", "lead"),
    [
        *((398, 30), (90.5, 30), (90, 30), (89.5, 89.5 / 3), (47, 47 / 3), (10, 10 / 3)),
        *((9.5, 4.75), (6, 3), (0, 0), (-5, 0)),
    ],
)
def test_the_lead_follows_the_lifetime(lifetime: float, lead: float) -> None:
    assert renewal_lead(lifetime * DAY) == lead * DAY


@pytest.mark.parametrize(
    ("life", "left", "stage"),
    [
        (90, 31, None),
        (90, 30, ExpiryStage.APPROACHING),
        (90, 15, ExpiryStage.URGENT),
        (90, 2.02, ExpiryStage.URGENT),
        (90, 2, ExpiryStage.EMERGENCY),
        (90, 0, ExpiryStage.EMERGENCY),
        (90, -1, ExpiryStage.EXPIRED),
        # long lives: urgent comes after approaching, though a sixth of 398 days is 66
        (398, 40, None),
        (398, 30, ExpiryStage.APPROACHING),
        (398, 16, ExpiryStage.APPROACHING),
        (398, 15, ExpiryStage.URGENT),
        (47, 15.6, ExpiryStage.APPROACHING),
        (47, 7.8, ExpiryStage.URGENT),
        # short lives: 48 hours would be a third of six days
        (6, 3.1, None),
        (6, 3, ExpiryStage.APPROACHING),
        (6, 1.1, ExpiryStage.APPROACHING),
        (6, 1, ExpiryStage.URGENT),
        (6, 0.61, ExpiryStage.URGENT),
        (6, 0.6, ExpiryStage.EMERGENCY),
    ],
)
def test_stages_by_lifetime_and_days_left(
    life: float, left: float, stage: ExpiryStage | None
) -> None:
    not_after = NOW + left * DAY
    assert expiry_stage(not_after - life * DAY, not_after, NOW) is stage


def test_the_last_second_is_valid_to_its_end() -> None:
    late = NOW + timedelta(microseconds=999_999)
    assert expiry_stage(NOW - 90 * DAY, NOW, late) is ExpiryStage.EMERGENCY
    assert expiry_stage(NOW - 90 * DAY, NOW, NOW + timedelta(seconds=1)) is ExpiryStage.EXPIRED


def test_the_first_pin_of_a_domain_counts() -> None:
    shop = Domain("shop.example.com")
    policy = Policy(pins=((shop, cas_id(1)), (shop, cas_id(2))))
    assert policy.pinned(shop) == cas_id(1)
    assert policy.pinned(Domain("example.com")) is None


def test_issuers_rank_in_the_order_of_preference_in_any_case() -> None:
    policy = Policy(preferred_issuers=("globalsign", "DigiCert"))
    ranks = [policy.issuer_rank(name) for name in ("GlobalSign nv-sa", "digicert inc", "R13", "")]
    assert ranks == [0, 1, 2, 2]
