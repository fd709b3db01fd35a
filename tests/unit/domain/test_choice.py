"""The order among certificates that all would do."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.decide.choice import choose
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.situation.assessed import assess
from tests.fakes.values import DAY, NOW, cas_id, certificate

SHOP = Domain("shop.example.com")
EXACT = certificate(1, "shop.example.com", days=60)


def chosen(candidates: Iterable[Certificate], policy: Policy | None = None) -> Certificate | None:
    """The best of certificates as CAS tells them."""
    rules = policy or Policy()
    judged = (
        assess(one, NOW, chain=None, is_exact=True, anchors=None, policy=rules)
        for one in candidates
    )
    best = choose(judged, SHOP, NOW, rules)
    return None if best is None else best.certificate


@pytest.mark.parametrize(
    ("better", "policy"),
    [
        (certificate(2, "shop.example.com", days=61), Policy()),
        (
            certificate(
                2, "shop.example.com", days=60, not_before=NOW - DAY, sha256=Sha256("0" * 64)
            ),
            Policy(),
        ),
        (certificate(2, "shop.example.com", days=60), Policy()),  # only the fingerprint decides
        (
            certificate(2, "shop.example.com", days=50, issuer="GlobalSign nv-sa"),
            Policy(preferred_issuers=("globalsign",)),
        ),
        (certificate(2, "*.example.com", days=40), Policy(pins=((SHOP, cas_id(2)),))),
    ],
)
def test_the_better_one_is_chosen_in_either_order(better: Any, policy: Policy) -> None:
    for candidates in itertools.permutations((EXACT, better)):
        assert chosen(candidates, policy) is better


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": cas_id(1)}, {"id": cas_id(2)}),
        ({"id": CertificateId(1, "cn-hangzhou")}, {"id": CertificateId(1, "ap-southeast-1")}),
        ({"sha256": None}, {"sha256": Sha256("0" * 64)}),
        ({"sha256": Sha256("1" * 64)}, {"sha256": Sha256("0" * 64)}),
        ({"sha1": Sha1("1" * 40)}, {"sha1": Sha1("0" * 40)}),
    ],
)
def test_two_that_differ_in_one_value_alone_have_an_order_too(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    alike = [replace(EXACT, **differing) for differing in (one, other)]
    assert chosen(alike) is chosen(alike[::-1])


def test_one_that_names_the_domain_goes_before_a_wildcard_that_ends_later() -> None:
    wildcard = certificate(2, "*.example.com", days=90)
    assert chosen((wildcard, EXACT)) is EXACT


def test_one_that_is_near_its_end_comes_after_a_lasting_one() -> None:
    ending = certificate(1, "shop.example.com", days=5)
    wildcard = certificate(2, "*.example.com", days=90)
    assert chosen((ending, wildcard)) is wildcard
    pinned = Policy(pins=((SHOP, cas_id(1)),))
    assert chosen((ending, wildcard), pinned) is ending


def test_the_nearer_end_comes_last_though_both_are_near() -> None:
    """An hour is left of the one with the name; the wildcard's renewal is merely due."""
    ending = certificate(1, "shop.example.com", days=1 / 24)
    wildcard = certificate(2, "*.example.com", days=28)
    assert chosen((ending, wildcard)) is wildcard


def test_a_short_life_makes_no_end_farther() -> None:
    """Half of its life is left to the one of two days, and that is a day."""
    short = certificate(1, "shop.example.com", days=1, not_before=NOW - DAY)
    long = certificate(2, "shop.example.com", days=5, not_before=NOW - 85 * DAY)
    assert chosen((short, long)) is long


def test_of_nothing_nothing_is_chosen() -> None:
    assert chosen(()) is None


def test_a_list_s_day_counts_at_its_best_so_that_it_is_asked_for() -> None:
    """Its last moment may be a day later than the list tells."""
    midnight = NOW.replace(hour=0) + 60 * DAY
    listed = certificate(2, "shop.example.com", not_after=midnight, dates_are_exact=False)
    assert chosen((EXACT, listed)) is listed
    told = certificate(3, "shop.example.com", not_after=midnight - DAY, dates_are_exact=False)
    assert chosen((EXACT, told)) is EXACT
