"""What a list alone told is asked for exactly before days are compared by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.brakes import ends_earlier
from certbind.domain.decide.case import Case, Health, Standing
from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Want
from certbind.domain.lifecycle.state import DomainState
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.policy import Policy
from certbind.domain.situation.reading import Ask, NeedsError, Part
from tests.fakes.inventory import as_listed
from tests.fakes.situations import SHOP, WELL, Scene, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

STANDS = cdn(SHOP, bound_by_id(1))
OLD = certificate(1, SHOP, days=40)
TWIN = certificate(2, SHOP, days=40, not_before=NOW - DAY)
LATER = certificate(3, SHOP, days=80)
LISTED = tuple(as_listed(one) for one in (OLD, TWIN, LATER))


def asks(one: Scene) -> list[Ask]:
    """All that a decision asks for on its way, in its order."""
    found: list[Ask] = []
    situation = one.lazily
    while isinstance(answer := decide(situation), Ask):
        found.append(answer)
        situation = one.answered(situation, answer)
    return found


def exactly(number: int) -> Ask:
    return Ask(Part.CERTIFICATE, cas_id(number))


def test_what_visitors_are_seen_to_get_for_long_enough_is_asked_for_only_where_one_is_later() -> (
    None
):
    """A look spares the call where nothing is to be done; before a change the exact end counts."""
    (address,) = WELL.verdict.addresses
    lasting = replace(address, path_end=OLD.not_after)
    served = replace(WELL, verdict=replace(WELL.verdict, addresses=(lasting,)))
    alone = scene(STANDS, OLD, TWIN, listed=LISTED[:2], look=served, is_seen=True)
    with_later = scene(STANDS, OLD, LATER, listed=LISTED[::2], look=served, is_seen=True)
    assert exactly(1) not in asks(scene(STANDS, OLD, listed=LISTED[:1], look=served, is_seen=True))
    rollout, jobs = Ask(Part.ROLLOUT, cas_id(3)), Ask(Part.JOBS)
    assert asks(with_later) == [exactly(1), exactly(3), rollout, jobs]
    assert asks(alone)[0] == exactly(1)


def test_a_twin_of_what_a_pin_holds_is_asked_for_before_it_is_called_one() -> None:
    """A list tells the day: not which of two ends, or began, later."""
    pinned = Policy(pins=((SHOP, cas_id(1)),))
    one = scene(STANDS, OLD, TWIN, listed=LISTED[:2], policy=pinned)
    assert asks(one) == [exactly(1), exactly(2)]
    assert one.decide(one.lazily).word == "same_end"


@pytest.mark.parametrize("is_exact", [True, False])
def test_what_works_is_held_against_its_exact_end_and_never_against_a_list_s_day(
    *, is_exact: bool
) -> None:
    """Every want asks for it before (exact_standing); this brake relies on none of them."""
    one = scene(STANDS, OLD, LATER, listed=LISTED)
    situation = one.situation if is_exact else one.lazily
    old = situation.need_certificates().best_known(OLD.id)
    later = one.exactly(LATER.id)
    assert old is not None
    standing = Standing(STANDS.binding, Health.WORKS, old, old.end)
    case = Case(situation, DomainState(), STANDS, standing, 1)
    want = Want(None, "wished", "", candidate=later)
    if is_exact:
        assert ends_earlier(case, want) is None
        return
    with pytest.raises(NeedsError) as told:
        ends_earlier(case, want)
    assert told.value.ask == exactly(1)


def test_what_a_pin_passes_over_is_asked_for_before_it_is_said_to_be_sound() -> None:
    """Why something that lasts longer is not taken is told by CAS's own word."""
    pinned = Policy(pins=((SHOP, cas_id(1)),))
    one = scene(STANDS, OLD, LATER, listed=LISTED[::2], policy=pinned)
    assert asks(one) == [exactly(1), exactly(3)]
    assert one.decide(one.lazily).word == "already_bound"


def test_a_refused_one_that_ends_on_the_day_of_what_stands_is_told_by_its_moment() -> None:
    """The list's day is the same; whether it ends later, what stands alone can tell exactly."""
    for hours, asked, is_told in ((-1, [1], False), (1, [1, 2], True)):
        end = OLD.not_after + timedelta(hours=hours)
        refused = replace(TWIN, status=CertificateStatus.REVOKED, not_after=end)
        one = scene(STANDS, OLD, refused, listed=(LISTED[0], refused))
        assert asks(one) == [exactly(number) for number in asked]
        decision = one.decide(one.lazily)
        assert ("revoked" in {reason for reason, _ in decision.reasons}) is is_told
