"""The simulation on a few seeds, always the same; `make soak` plays a thousand others."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.simulation.account import Spot
from tests.simulation.drawing import draw_plan
from tests.simulation.markers import ALL
from tests.simulation.mutants import MUTANTS
from tests.simulation.plan import DAY, Line, Plan
from tests.simulation.play import play
from tests.simulation.trace import shorten, told
from tests.simulation.worlds import BASE, EDGES, RENEWING, VALIDATING, World

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow]
DAYS = 6
SEEDS = (
    *((seed, DAYS, BASE) for seed in range(5)),
    *((seed, DAYS, EDGES) for seed in (5, 6)),
    (7, DAYS, RENEWING),
    (8, 14, RENEWING),  # certificates of twelve days are renewed in it
    (2, 20, VALIDATING),
)
QUIET = Plan(
    seed=1,
    days=1,
    environment=(("CERTBIND_CAS_LIST", "both"), ("CERTBIND_REQUIRE_CHAIN_SEEN", "true")),
    spots=(Spot("oss", "www.shop.example"),),
    delays=(("oss", 5.0), ("cdn", 20.0)),
    lines=(Line(3600.0, "issue", (60, "", 0, "www.shop.example")),),
    windows=(),
    skews=(),
    calms=(DAY - 1,),
    width=1,
)


def test_one_domain_goes_from_an_event_to_verified_without_a_socket() -> None:
    result = play(QUIET)
    assert result.broken is None
    entries = ("intent", "bound", "pending", "verified")
    assert [result.markers[f"entry: {kind}"] for kind in entries] == [1, 1, 1, 1]


def test_what_a_ca_refuses_no_more_comes_about_then_and_not_in_the_next_call() -> None:
    """Hosting asks all the time; 510419: a tick that nothing was reckoned to wait for found it."""
    lines = (
        Line(3600.0, "buy", ("hosted", 20, "www.shop.example")),
        Line(2 * DAY, "refuse", ("no such owner",)),
        Line(9 * DAY + 100, "refuse", ("",)),
    )
    plan = replace(QUIET, days=10, world=RENEWING, lines=lines, calms=())
    result = play(replace(plan, environment=(*plan.environment, ("CERTBIND_RENEW", "none"))))
    assert result.broken is None
    issued = [told for told in result.trace if "CAS issued" in told]
    assert [told.partition("  CAS")[0] for told in issued] == ["day  9 00:01:40.000"]


@pytest.mark.parametrize(("seed", "days", "world"), SEEDS)
def test_no_promise_breaks(seed: int, days: int, world: World) -> None:
    result = play(draw_plan(seed, days, world))
    assert result.broken is None, "\n".join([str(result.broken), *result.trace[-30:]])
    assert result.markers["a calm was examined"] == 1


def test_a_seed_does_the_same_each_time_whatever_was_played_before() -> None:
    plan = draw_plan(2, DAYS, BASE)
    first = play(plan).trace
    play(draw_plan(3, 1))
    assert play(plan).trace == first


@pytest.mark.parametrize(
    "name", ["entries are overwritten", "the way back is forgotten", "one good look is enough"]
)
def test_a_mutant_is_caught_and_its_trace_is_short(name: str) -> None:
    promise, apply = MUTANTS[name]
    plan = draw_plan(0, DAYS, BASE)
    with ExitStack() as stack:
        apply(stack)
        broken = play(plan)
        assert broken.broken is not None
        assert broken.broken.name == promise
        shorter, result = shorten(plan, broken, most=6)
    assert result.broken is not None
    assert len(shorter.lines) < len(plan.lines)
    assert str(result.broken) in told(shorter, result)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_finds_what_it_takes_out(name: str) -> None:
    """It patches by name: what was moved since would be told by no seed."""
    with ExitStack() as stack:
        MUTANTS[name][1](stack)


def test_what_can_be_reached_has_one_name_each() -> None:
    assert len(ALL) == len(set(ALL))
