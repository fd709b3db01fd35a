"""What visitors are seen to get: when one looks, what one look shows, and what is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decide import decide_beside_a_look
from certbind.domain.decide.decision import LookNow
from certbind.domain.decide.evidence import is_dead, read_look
from certbind.domain.lifecycle.facts import LookResult
from certbind.domain.lifecycle.state import Look, Seen, SeenAs, Why
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.reading import Ask
from certbind.domain.situation.situation import Served
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict import Outcome
from tests.fakes.situations import (
    ENDED,
    REFUSED,
    SHOP,
    UNSEEN,
    WELL,
    held_until,
    look,
    record,
    scene,
)
from tests.fakes.values import bound_by_id, cdn, certificate

STANDS = cdn(SHOP, bound_by_id(1))
GOOD = certificate(1, SHOP)
OLD = look(Outcome.OLD)
ELSEWHERE = Finding(Reason.DNS_ELSEWHERE, "DNS sends visitors elsewhere")


@pytest.mark.parametrize(
    ("tries", "good", "since", "left"),
    [
        (0, 0, 0, 60),
        (0, 0, 58, 2),
        (0, 0, 59, None),
        (1, 1, 20, 10),
        (1, 1, 30, None),
        (1, 0, 30, 30),
        (3, 0, 60, 180),
    ],
)
def test_the_next_look_is_made_when_its_pause_is_over(
    tries: int, good: int, since: int, left: int | None
) -> None:
    due = Look(Why.BOUND, tries=tries, good=good, last_ago=timedelta(seconds=since))
    state = record(STANDS, GOOD, look=due)
    decision = scene(STANDS, GOOD, state=state).decide()
    if left is None:
        assert (decision.word, decision.act) == ("looking", LookNow())
        return
    assert (decision.word, decision.act) == ("already_bound", None)
    waiting = scene(STANDS, GOOD, certificate(9, SHOP, days=85), state=state).decide()
    assert (waiting.word, waiting.act) == ("looking", None)
    assert waiting.again == timedelta(seconds=left)
    shown = f"{left} s" if left < 120 else f"{left // 60} min"
    assert waiting.detail == f"visitors are looked at again in {shown}, then it is bound"


@pytest.mark.parametrize(
    ("served", "result"),
    [
        (WELL, LookResult.GOOD),
        (look(Outcome.SOUND), LookResult.GOOD),
        (OLD, LookResult.NOT_YET),
        (look(Outcome.PARTLY), LookResult.NOT_YET),
        (look(Outcome.OTHER), LookResult.NOT_YET),
        (REFUSED, LookResult.BROKEN),
        (ENDED, LookResult.DEAD),
        (look(Outcome.BROKEN, FaultClass.NAME_MISMATCH), LookResult.DEAD),
        (UNSEEN, LookResult.NOT_SEEN),
    ],
)
def test_a_look_shows_one_thing(served: Served, result: LookResult) -> None:
    assert read_look(served).result is result


def test_what_is_served_where_dns_leads_elsewhere_is_not_the_target_s() -> None:
    for served in (ENDED, OLD, UNSEEN):
        fact = read_look(replace(served, elsewhere=ELSEWHERE))
        assert (fact.result, fact.reason) == (LookResult.NOT_SEEN, "dns_elsewhere")
        assert fact.text.endswith("; DNS sends visitors elsewhere")
    assert read_look(replace(WELL, elsewhere=ELSEWHERE)).result is LookResult.GOOD


def test_dead_is_only_what_every_address_that_was_seen_serves() -> None:
    (ended,), (refused,), (unseen,) = (one.verdict.addresses for one in (ENDED, REFUSED, UNSEEN))
    for addresses, dead in (
        ((ended,), True),
        ((ended, unseen), True),
        ((ended, refused), False),
        ((unseen,), False),
        ((), False),
    ):
        assert is_dead(replace(ENDED.verdict, addresses=addresses)) is dead


@pytest.mark.parametrize(
    ("served", "news_to"),
    [
        (WELL, {SeenAs.PARTLY, SeenAs.BROKEN, SeenAs.DEAD, SeenAs.NOT_SEEN}),
        (ENDED, {None, SeenAs.VERIFIED, SeenAs.PARTLY, SeenAs.BROKEN, SeenAs.NOT_SEEN}),
        (REFUSED, {None, SeenAs.VERIFIED}),
        (OLD, {SeenAs.VERIFIED}),
        (UNSEEN, set()),
    ],
)
@pytest.mark.parametrize("verdict", [None, *SeenAs])
def test_a_fresh_look_is_news_where_the_record_does_not_say_so(
    served: Served, news_to: set[SeenAs | None], verdict: SeenAs | None
) -> None:
    state = record(STANDS, GOOD, seen=Seen(verdict) if verdict else None)
    decision = scene(STANDS, GOOD, state=state, look=served, is_seen=True).decide()
    if verdict in news_to:
        assert decision.act == LookNow()
        assert decision.detail == "what is served is put on record"
    else:
        assert decision.act is None


def test_where_nothing_is_bound_no_look_is_news() -> None:
    bare = cdn(SHOP)
    state = record(bare, seen=Seen(SeenAs.VERIFIED))
    decision = scene(bare, state=state, look=REFUSED, is_seen=True).decide()
    assert (decision.act, decision.word) == (None, "no_certificate")


def test_a_look_that_is_due_is_not_made_where_nothing_is_bound_any_more() -> None:
    bare, due = cdn(SHOP), Look(Why.BOUND, last_ago=timedelta(minutes=2))
    assert scene(bare, GOOD, state=record(bare, look=due)).decide().word == "turns_on"
    looking = scene(STANDS, GOOD, state=record(STANDS, GOOD, look=due)).decide()
    assert isinstance(looking.act, LookNow)


def test_what_is_wanted_beside_a_look_is_told_and_not_done() -> None:
    """The hold on a better one does not hide behind a look that begins."""
    better = certificate(2, SHOP, days=95)
    state = record(STANDS, GOOD, hold=held_until(better.not_after))
    one = scene(STANDS, GOOD, better, state=state, look=REFUSED, is_seen=True)
    assert one.decide().act == LookNow()
    beside = decide_beside_a_look(one.situation)
    while isinstance(beside, Ask):
        beside = decide_beside_a_look(one.answered(one.situation, beside))
    assert (beside.act, beside.word) == (None, "held")
