"""Several certificates of one place for the same names: the old one goes when the new one is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision, TakeOff, Tone
from certbind.domain.lifecycle.absorb import as_recorded
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import Refused, TakenOff
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import (
    Change,
    DomainState,
    Look,
    Ours,
    Purpose,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import BoundTarget, Outward, Target, TargetState
from certbind.domain.situation.reading import Unread
from certbind.domain.situation.routing import met_first
from certbind.domain.situation.situation import WishKind
from certbind.errors import UnexpectedFactError
from tests.fakes.situations import SHOP, TIMES, known, order, record, scene
from tests.fakes.values import bound_by_id, cas_id, cdn, certificate

OLD, NEW = certificate(1, SHOP, days=20), certificate(2, SHOP, days=80)
BOTH = replace(cdn(SHOP, bound_by_id(2)), beside=(bound_by_id(3), bound_by_id(1)))
TAKES = TakeOff(bound_by_id(1), bound_by_id(2), "visitors were seen to get 2")
WELL = Seen(SeenAs.VERIFIED)
OLD_SERVED = Seen(SeenAs.PARTLY, "propagation")


def left(bound: BoundTarget = BOTH, **more: Any) -> DomainState:
    """As certbind put 2 beside 1, and visitors were seen to get it."""
    told: dict[str, Any] = {
        "seen": WELL,
        "way_back": known(OLD),
        "ours": Ours(7, Purpose.AUTOMATIC),
        **more,
    }
    return record(bound, NEW, **told)


def test_what_was_replaced_goes_when_visitors_were_seen_to_get_the_new_one() -> None:
    decision = scene(BOTH, OLD, NEW, state=left()).decide()
    assert isinstance(decision.act, TakeOff)
    assert (decision.act.old, decision.act.keeps) == (TAKES.old, TAKES.keeps)
    assert (decision.word, decision.tone) == ("takes_off", Tone.WAITS)
    assert "were seen to get" in decision.detail


def test_what_was_replaced_goes_also_where_it_is_no_way_back() -> None:
    """Visitors were not seen to get 1, so what stood before that is the way back."""
    ours = Ours(7, Purpose.WISH, replaced=known(OLD))
    state = left(way_back=known(certificate(9, SHOP, days=5)), ours=ours)
    decision = scene(BOTH, OLD, NEW, state=state).decide()
    assert isinstance(decision.act, TakeOff)
    assert (decision.act.old, decision.act.keeps) == (TAKES.old, TAKES.keeps)


def test_it_goes_too_where_the_old_one_hides_the_new_one_to_the_end() -> None:
    """Which of two that fit a listener serves is documented nowhere."""
    decision = scene(BOTH, OLD, NEW, state=left(seen=OLD_SERVED)).decide()
    assert isinstance(decision.act, TakeOff)
    assert "cannot be seen while" in decision.detail


@pytest.mark.parametrize(
    ("seen", "held"),
    [
        (None, NEW),
        (Seen(SeenAs.NOT_SEEN, "unreachable"), NEW),
        (Seen(SeenAs.BROKEN, "weak_key", blames=True), NEW),
    ],
)
def test_it_stays_where_nothing_shows_that_the_new_one_serves(
    seen: Seen | None, held: Any
) -> None:
    state = left(seen=seen, ours=Ours(7, Purpose.WISH))
    decision = scene(BOTH, OLD, held, state=state).decide()
    assert (decision.act, decision.word) == (None, "both_stand")
    assert decision.tone is Tone.PERSON
    assert "was not seen" in decision.detail


def test_it_stays_where_nobody_knows_what_replaced_it() -> None:
    """Deleted in CAS meanwhile, and not seen: the old one is all that is sure."""
    decision = scene(BOTH, OLD, state=left(seen=OLD_SERVED)).decide()
    assert decision.word == "both_stand"


@pytest.mark.parametrize(
    "state",
    [
        left(ours=None),
        left(way_back=None),
        left(look=Look(Why.BOUND)),
        left(way_back=known(certificate(9, SHOP, days=5))),
    ],
)
def test_only_what_certbind_replaced_goes_and_at_peace(state: DomainState) -> None:
    """What another hand put beside it, as a second one for another kind of key, stays."""
    assert not isinstance(scene(BOTH, OLD, NEW, state=state).decide().act, TakeOff)


def test_a_change_that_is_open_is_settled_first() -> None:
    change = Change(cas_id(2), known(OLD), Purpose.AUTOMATIC, ago=timedelta(hours=1))
    decision = scene(BOTH, OLD, NEW, state=left(change=change)).decide()
    assert not isinstance(decision.act, TakeOff)


def test_a_persons_wish_goes_before() -> None:
    decision = scene(BOTH, OLD, NEW, state=left(), wish=order(WishKind.BEST)).decide()
    assert decision.act is None


def test_a_target_that_takes_no_writes_is_waited_for() -> None:
    busy = replace(BOTH, state=TargetState.CONFIGURING)
    decision = scene(busy, OLD, NEW, state=left(busy)).decide()
    assert (decision.act, decision.word) == (None, "target_busy")


@pytest.mark.parametrize(
    ("trouble", "word", "tone"),
    [
        (Trouble("rejected", cas_id(1), retryable=False), "rejected", Tone.PERSON),
        (Trouble("job_unfinished", cas_id(1), retryable=True), "job_unfinished", Tone.WAITS),
        (Trouble("job_unfinished", cas_id(1), True, 8), "job_unfinished", Tone.PERSON),
        (Trouble("rejected", cas_id(2), retryable=False), "takes_off", Tone.WAITS),
        (Trouble("rejected", cas_id(1), False, ago=timedelta(days=2)), "takes_off", Tone.WAITS),
    ],
)
def test_after_a_trouble_it_pauses(trouble: Trouble, word: str, tone: Tone) -> None:
    decision = scene(BOTH, OLD, NEW, state=left(trouble=trouble)).decide()
    assert (decision.word, decision.tone) == (word, tone)
    assert (decision.again is not None) == (word != "takes_off")


def test_visitors_are_looked_at_once_more_after_it() -> None:
    led = advance(left(trouble=Trouble("x", cas_id(1), True)), TakenOff(), 9, TIMES)
    assert (led.kind, led.follow) == (EntryKind.PENDING, TIMES.verify_after)
    state = led.state
    assert (state.look, state.seen, state.trouble) == (Look(Why.BOUND), None, None)
    assert state.way_back == known(OLD)
    change = Change(cas_id(2), known(OLD), Purpose.AUTOMATIC)
    with pytest.raises(UnexpectedFactError):
        advance(left(change=change), TakenOff(), 9, TIMES)


def stands(state: DomainState, bound: BoundTarget = BOTH) -> tuple[object, ...]:
    found = as_recorded(bound, state)
    return (found.binding, *found.beside)


def test_of_several_the_one_stands_that_the_record_means() -> None:
    one, two, three = bound_by_id(1), bound_by_id(2), bound_by_id(3)
    assert stands(DomainState()) == (two, three, one)
    assert stands(left()) == (two, three, one)
    assert stands(record(BOTH, OLD)) == (one, two, three)
    gone = record(BOTH, certificate(9, SHOP, days=1))
    assert stands(gone) == (two, three, one)
    begun = Change(cas_id(3), known(OLD), Purpose.AUTOMATIC)
    assert stands(left(change=begun)) == (three, two, one)
    other = Change(cas_id(9), known(OLD), Purpose.AUTOMATIC)
    assert stands(left(change=other)) == (two, three, one)
    alone = cdn(SHOP, two)
    assert as_recorded(alone, record(alone, OLD)) is alone


@pytest.mark.parametrize(
    ("trouble", "tone"),
    [
        (None, Tone.WAITS),
        (Trouble("job_unfinished", cas_id(1), True, 7), Tone.WAITS),
        (Trouble("job_unfinished", cas_id(1), True, 8), Tone.PERSON),
        (Trouble("throttled", cas_id(1), True, 8), Tone.WAITS),
        (Trouble("job_unfinished", cas_id(1), False, 8), Tone.WAITS),
    ],
)
def test_a_job_that_does_not_end_becomes_a_persons(trouble: Trouble | None, tone: Tone) -> None:
    state = left(trouble=trouble)
    unread = Unread("job_unfinished", "a job is changing it", retryable=True)
    situation = replace(scene(BOTH, OLD, NEW, state=state).situation, place=unread)
    decision = decide(situation)
    assert isinstance(decision, Decision)
    assert (decision.word, decision.tone) == ("job_unfinished", tone)


def test_what_cannot_be_read_meanwhile_counts_on_with_the_trouble_it_belongs_to() -> None:
    """Else each look at a job that does not end would begin to count anew."""
    state = left(trouble=Trouble("job_unfinished", cas_id(2), True, 3))
    led = advance(state, Refused("job_unfinished", True, None), 9, TIMES).state.trouble
    assert led == Trouble("job_unfinished", cas_id(2), True, 4)
    other = advance(state, Refused("throttled", True, None), 9, TIMES).state.trouble
    assert other == Trouble("throttled", None, True, 1, others=3)


def test_a_load_balancers_id_says_by_itself_what_it_is() -> None:
    target = Target(ProductName("alb"), SHOP, "alb-x7k2", "cn-hangzhou")
    assert str(target) == f"ALB alb-x7k2 / {SHOP}"


def test_where_dns_leads_by_addresses_is_met_before_what_is_further_out() -> None:
    target = Target(ProductName("alb"), SHOP, "alb-x7k2", "cn-hangzhou")
    listener = BoundTarget(target, bound_by_id(1), outward=Outward.BALANCER, is_met=True)
    edge = replace(cdn(SHOP), cname="shop.w.kunlunsl.com")
    assert met_first((edge, listener)) == (listener, True)
    assert met_first((edge, replace(listener, is_met=False))) == (edge, False)
    assert met_first((edge, listener), ("shop.w.kunlunsl.com",)) == (edge, True)
