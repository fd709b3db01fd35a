"""A certificate whose chain could not be read goes to one domain of a product first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.rollout import Rollout, RolloutStage
from certbind.domain.lifecycle.state import Seen, SeenAs
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import TargetState
from certbind.domain.situation.reading import UNASKED, Ask, Known, Part, Unread
from certbind.domain.situation.situation import WishKind
from certbind.domain.trust.chain import TrustAnchors
from tests.fakes.situations import SHOP, Scene, order, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate
from tests.unit.usecases.authority import ROOT_PEM, chain_of

STANDS = cdn(SHOP, bound_by_id(1))
OLD = certificate(1, SHOP, days=40)
NEW = certificate(2, SHOP, days=80)
OTHER = Domain("other.example.com")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def rollout(stage: str, domain: Domain = OTHER, **more: Any) -> Rollout:
    return Rollout(RolloutStage(stage), domain, **more)


def met(found: Rollout, **more: Any) -> Scene:
    return scene(STANDS, OLD, NEW, rollouts={NEW.id: found}, **more)


def test_who_comes_first_is_the_canary() -> None:
    decision = met(Rollout()).decide()
    assert decision.bind is not None
    assert decision.bind.is_canary
    assert decision.word == "lasts_longer"


def test_the_others_wait_and_are_told_for_whom() -> None:
    decision = met(rollout("trying")).decide()
    assert (decision.act, decision.word, decision.tone) == (None, "canary_first", Tone.WAITS)
    assert decision.again == 2 * MINUTE
    assert "goes to other.example.com first" in decision.detail
    assert decision.would is not None


@pytest.mark.parametrize(
    ("ago", "spent", "again"),
    [
        (0, 0, 2),
        (5, 5, 5),
        (50, 50, 50),
        (1, 64, 16),
        (1, 23 * 60, 60),
    ],
)
def test_they_ask_ever_more_seldom_and_once_an_hour_at_least(
    ago: int, spent: int, again: int
) -> None:
    found = rollout("trying", ago=ago * MINUTE, spent=spent * MINUTE)
    assert met(found).decide().again == again * MINUTE


@pytest.mark.parametrize(
    ("found", "is_canary"),
    [
        (rollout("trying", SHOP), True),
        (rollout("trying", SHOP, ago=HOUR), True),
        (rollout("trying", ago=HOUR, spent=HOUR), True),
        (rollout("trying", spent=24 * HOUR), False),
        (rollout("proven"), False),
    ],
)
def test_nothing_freezes_them(found: Rollout, is_canary: bool) -> None:
    """It is its own claim, or another's hour is over; after a day, or proven, nobody waits."""
    decision = met(found).decide()
    assert decision.bind is not None
    assert decision.bind.is_canary is is_canary


def test_an_hour_is_an_hour() -> None:
    found = rollout("trying", ago=HOUR - timedelta(seconds=1))
    assert met(found).decide().word == "canary_first"
    day = rollout("trying", spent=24 * HOUR - timedelta(seconds=1))
    assert met(day).decide().word == "canary_first"


FAILED = rollout("failed", fault="weak_key", spent=25 * HOUR)


def test_what_failed_at_the_first_is_bound_by_name_only_and_for_good() -> None:
    decision = met(FAILED).decide()
    assert (decision.act, decision.word, decision.tone) == (None, "canary_failed", Tone.PERSON)
    assert "found at fault there (weak_key)" in decision.detail
    assert decision.again is None
    named = met(FAILED, wish=order(certificate=NEW.id)).decide()
    assert named.bind is not None
    assert not named.bind.is_canary
    best = met(FAILED, wish=order(WishKind.BEST)).decide()
    assert (best.act, best.word) == (None, "canary_failed")


def test_what_failed_is_passed_over_for_the_next_best() -> None:
    next_best = certificate(3, SHOP, days=60)
    one = scene(STANDS, OLD, NEW, next_best, rollouts={NEW.id: FAILED})
    assert one.decide().bind is not None
    assert one.decide().bind.certificate == next_best  # type: ignore[union-attr]
    empty = replace(one, bound=cdn(SHOP))
    assert empty.decide().bind.certificate == next_best  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", [WishKind.BEST, WishKind.BIND])
def test_a_person_waits_for_nobody(kind: WishKind) -> None:
    named = NEW.id if kind is WishKind.BIND else None
    decision = met(rollout("trying"), wish=order(kind, named)).decide()
    assert decision.bind is not None
    assert not decision.bind.is_canary


@pytest.mark.parametrize("found", [rollout("trying"), FAILED])
def test_what_is_dead_or_empty_waits_for_nobody(found: Rollout) -> None:
    dead = certificate(1, SHOP, days=-1, not_before=NOW - 90 * DAY)
    for one in (
        scene(STANDS, dead, NEW, rollouts={NEW.id: found}),
        scene(cdn(SHOP), NEW, rollouts={NEW.id: found}),
    ):
        decision = one.decide()
        assert decision.bind is not None
        assert not decision.bind.is_canary


def test_what_visitors_are_refused_waits_for_nobody_but_what_failed_is_no_better() -> None:
    state = record(STANDS, OLD, seen=Seen(SeenAs.BROKEN))
    decision = met(rollout("trying"), state=state).decide()
    assert decision.bind is not None
    assert not decision.bind.is_canary
    assert met(FAILED, state=state).decide().word == "canary_failed"


def test_in_the_last_48_hours_nobody_waits_but_what_failed_is_no_better() -> None:
    ending = certificate(1, SHOP, days=2, not_before=NOW - 90 * DAY)
    waits = scene(STANDS, ending, NEW, rollouts={NEW.id: rollout("trying")})
    assert waits.decide().bind is not None
    assert replace(waits, rollouts={NEW.id: FAILED}).decide().word == "canary_failed"
    later = certificate(1, SHOP, days=3, not_before=NOW - 90 * DAY)
    assert replace(waits, held=(later, NEW)).decide().word == "canary_first"


def test_a_pin_waits_too() -> None:
    pins = Policy(pins=((SHOP, cas_id(2)),))
    assert met(rollout("trying"), policy=pins).decide().word == "canary_first"


def test_where_the_chain_was_read_nobody_asks_how_it_does_elsewhere() -> None:
    held, chain = chain_of(replace(NEW, names=(SHOP,)))
    anchors = TrustAnchors.from_pem(ROOT_PEM)
    one = scene(STANDS, OLD, held, anchors=anchors, chains={held.id: chain})
    asked: list[Ask] = []
    situation = one.lazily
    while isinstance(answer := decide(situation), Ask):
        asked.append(answer)
        situation = one.answered(situation, answer)
    assert answer.bind is not None
    assert not answer.bind.is_canary
    assert {ask.part for ask in asked} == {Part.CERTIFICATE, Part.JOBS}
    assert situation.served is UNASKED


def test_that_it_could_not_be_asked_is_told_and_nothing_bound() -> None:
    one = met(Rollout())
    denied = Unread("permission_denied", "the role may not read it")
    decision = one.decide(replace(one.situation, rollouts={NEW.id: denied}))
    assert (decision.act, decision.word, decision.unread) == (None, "permission_denied", denied)
    assert one.decide(replace(one.situation, rollouts={NEW.id: Known(Rollout())})).bind is not None


def test_another_brake_keeps_its_word_and_the_wait_is_told_beside_it() -> None:
    busy = cdn(SHOP, bound_by_id(1), state=TargetState.CONFIGURING)
    decision = replace(met(rollout("trying"), policy=Policy(scope=())), bound=busy).decide()
    assert [word for word, _ in decision.reasons] == ["plan_only", "canary_first", "target_busy"]
