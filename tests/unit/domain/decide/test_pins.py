"""A pin: the policy names the certificate of a domain, as long as that one can serve it."""

from __future__ import annotations

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, BoundTarget
from certbind.domain.situation.reading import Ask, Part
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import bound_by_id, cas_id, cdn, certificate

STANDS = cdn(SHOP, bound_by_id(1))
OLD = certificate(1, SHOP, days=40)
LATER = certificate(3, SHOP, days=90)


def pin(number: int) -> Policy:
    return Policy(pins=((SHOP, cas_id(number)),))


def test_the_pinned_one_is_bound_although_another_ends_later() -> None:
    pinned = certificate(2, "*.example.com", days=50)
    decision = scene(STANDS, OLD, pinned, LATER, policy=pin(2)).decide()
    assert decision.bind is not None
    assert (decision.bind.certificate, decision.word) == (pinned, "pinned")
    assert decision.detail == "CERTBIND_PINS names it for the domain"
    against = {one.certificate: one.against[0] for one in decision.passed}
    assert against[LATER.id].reason is Reason.PINNED_ELSEWHERE
    assert against[LATER.id].detail == "the policy pins shop.example.com to 2-cn-hangzhou"


def test_the_pinned_one_goes_before_one_that_ends_at_the_same_time() -> None:
    wildcard = certificate(2, "*.example.com", days=40)
    decision = scene(STANDS, OLD, wildcard, policy=pin(2)).decide()
    assert decision.bind is not None
    assert decision.bind.certificate == wildcard


def test_a_pin_to_one_that_ends_earlier_than_what_works_is_told_and_not_followed() -> None:
    earlier = certificate(2, SHOP, days=20)
    decision = scene(STANDS, OLD, earlier, LATER, policy=pin(2)).decide()
    assert (decision.act, decision.word) == (None, "ends_earlier")
    assert decision.is_refusal
    assert decision.detail == ("ends 2026-12-14; 1-cn-hangzhou, which is bound there, 2027-01-03")


def test_the_pinned_one_that_stands_there_is_bound_already() -> None:
    decision = scene(STANDS, OLD, LATER, policy=pin(1)).decide()
    assert (decision.act, decision.stands) == (None, OLD)
    assert decision.word == "already_bound"
    assert decision.passed[0].against[0].reason is Reason.PINNED_ELSEWHERE


@pytest.mark.parametrize("bound", [cdn(SHOP, UNBOUND), STANDS])
@pytest.mark.parametrize("pinned", [None, certificate(2, SHOP, days=-1)])
def test_a_pin_that_cannot_serve_or_was_deleted_is_no_reason_against_others(
    bound: BoundTarget, pinned: Certificate | None
) -> None:
    held = [OLD, LATER, *([pinned] if pinned else [])]
    decision = scene(bound, *held, policy=pin(2)).decide()
    assert decision.bind is not None
    assert decision.bind.certificate == LATER


def test_the_pin_that_stands_there_under_another_id_is_bound_already() -> None:
    twin = certificate(2, SHOP, days=40, sha256=OLD.sha256)
    decision = scene(STANDS, OLD, twin, LATER, policy=pin(2)).decide()
    assert decision.act is None
    assert decision.stands == OLD


def test_a_pin_that_only_a_list_told_is_asked_for_before_it_is_bound() -> None:
    pinned = certificate(2, SHOP, days=50)
    one = scene(STANDS, OLD, pinned, policy=pin(2))
    assert decide(one.lazily) == Ask(Part.CERTIFICATE, cas_id(2))
    assert one.decide(one.lazily).bind is not None
