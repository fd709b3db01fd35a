"""What a line is made from and says of itself, value by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.renewal import telling
from certbind.domain.renewal.calls import cannot_by_shape
from certbind.domain.renewal.decide import decide
from certbind.domain.renewal.order import Order, OrderCall, OrderKind, OrderStage, Renewable
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import LineState, LineTrouble
from certbind.domain.renewal.state_json import line_from_json, line_to_json
from tests.fakes.values import certificate

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
ONE = Renewable(
    CertificateId(1, "cn-hangzhou"),
    ("www.shop.example",),
    NOW - timedelta(days=70),
    NOW + timedelta(days=20),
)
PACKAGE = Order(OrderKind.PACKAGE, validation="OV")


@pytest.mark.parametrize(
    ("left", "span"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=89), "89 min"),
        (timedelta(minutes=90), "2 h"),
        (timedelta(hours=6), "6 h"),
    ],
)
def test_when_it_is_looked_at_again_is_told_in_minutes_or_hours(
    left: timedelta, span: str
) -> None:
    assert telling.looks_again(left) == f"certbind looks again by itself in {span}"


def test_a_line_is_renewed_by_what_cas_tells_of_its_certificate() -> None:
    held = replace(certificate(7, "b.example.com", "a.example.com"), instance_id="cas-7")
    found = Renewable.of(held)
    assert (found.id, found.names) == (held.id, ("a.example.com", "b.example.com"))
    assert (found.not_after, found.instance_id) == (held.not_after, "cas-7")


@pytest.mark.parametrize(
    ("names", "told"),
    [(("a.example.com",), ""), (("a.example.com", "b.example.com"), "several domains")],
)
def test_an_order_of_an_organisation_is_renewed_for_one_domain_alone(
    names: tuple[str, ...], told: str
) -> None:
    found = cannot_by_shape(PACKAGE, replace(ONE, names=names))
    assert told in found
    assert bool(found) is bool(told)


@pytest.mark.parametrize(
    ("tone", "call", "is_refusal"),
    [
        (Tone.PERSON, None, True),
        (Tone.WAITS, None, False),
        (Tone.PERSON, OrderCall.APPLY, False),
    ],
)
def test_a_refusal_is_what_a_person_has_to_mend(
    tone: Tone, call: OrderCall | None, is_refusal: bool
) -> None:
    assert LineDecision("renewal_due", "x", tone, call=call).is_refusal is is_refusal


def test_a_pause_that_is_over_holds_nothing_back() -> None:
    order = Order(OrderKind.INSTANCE, OrderStage.IDLE, latest=ONE.id, latest_end=ONE.not_after)
    for ago, word in ((timedelta(minutes=1), "throttled"), (timedelta(days=2), "renewal_due")):
        trouble = LineTrouble("throttled", retryable=True, ago=ago)
        state = LineState(ONE, trouble=trouble)
        assert decide(LineSituation(ONE, state, order, True, NOW)).word == word


def test_a_line_without_a_certificate_is_read_back_and_one_without_an_id_is_none() -> None:
    empty = LineState(None)
    assert line_from_json(line_to_json(empty)) == empty
    raw = line_to_json(LineState(ONE))
    raw["line"]["certificate"]["id"] = None
    with pytest.raises(ValueError, match="without an id"):
        line_from_json(raw)


@pytest.mark.parametrize(("renew", "renews"), [((), False), (None, True), (("a.example",), True)])
def test_renewal_is_switched_on_by_a_person(renew: tuple[str, ...] | None, renews: bool) -> None:
    policy = Policy(renew=renew)  # type: ignore[arg-type]
    assert policy.renews is renews
    assert policy.validates is False
    assert replace(policy, zones=None).validates is renews
    assert replace(policy, zones=(Domain("shop.example"),)).validates is renews


@pytest.mark.parametrize(
    ("names", "does"),
    [
        (tuple(f"{n}.example.com" for n in range(5)), True),
        (tuple(f"{n}.example.com" for n in range(6)), False),
        (("*.example.com", "example.com"), False),
        (("*.example.com", "*.example.org"), True),
    ],
)
def test_a_new_order_takes_five_domains_and_no_wildcard_beside_a_plain_one(
    names: tuple[str, ...], does: bool
) -> None:
    order = Order(OrderKind.PACKAGE, validation="DV")
    assert (cannot_by_shape(order, replace(ONE, names=names)) == "") is does
