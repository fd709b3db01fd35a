"""What holds a bind back: a person's hand, the scope, a failed try. Nothing else is held back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.pause import pause_after
from certbind.domain.lifecycle.state import Hold, KnownBinding, Trouble
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, TargetState
from certbind.domain.situation.situation import WishKind
from tests.fakes.situations import SHOP, held_until, order, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, uploaded

STANDS = cdn(SHOP, bound_by_id(1))
OLD = certificate(1, SHOP, days=40)
TAKEN_OFF = certificate(2, SHOP, days=80)
HOLD = held_until(TAKEN_OFF.not_after)
LISTED_END = datetime(2027, 2, 11, 16, tzinfo=timezone.utc)  # midnight in UTC+8


def test_only_what_ends_later_than_what_was_taken_off_goes_through() -> None:
    for days, is_held in ((80, True), (81, False)):
        new = certificate(3, SHOP, days=days)
        decision = scene(STANDS, OLD, new, state=record(STANDS, OLD, hold=HOLD)).decide()
        assert (decision.bind is None) is is_held
        would = decision.would if is_held else decision.bind
        assert would is not None
        assert would.certificate == new


def test_held_is_left_alone_and_says_what_would_be_better() -> None:
    decision = scene(STANDS, OLD, TAKEN_OFF, state=record(STANDS, OLD, hold=HOLD)).decide()
    assert (decision.word, decision.tone) == ("held", Tone.LEFT)
    assert decision.detail == (
        "2-cn-hangzhou would be better, but a person put 1-cn-hangzhou there in place of one "
        "that ends 2027-02-12; only what ends later is bound by itself"
    )


def test_of_several_only_the_best_is_measured_against_the_hold() -> None:
    later = certificate(3, SHOP, days=90)
    state = record(STANDS, OLD, hold=HOLD)
    decision = scene(STANDS, OLD, TAKEN_OFF, later, state=state).decide()
    assert decision.bind is not None
    assert decision.bind.certificate == later


@pytest.mark.parametrize("days", [-1, 1])
def test_what_is_about_to_end_or_has_ended_holds_nothing(days: int) -> None:
    stands = certificate(1, SHOP, days=days, not_before=NOW - 80 * DAY)
    state = record(STANDS, stands, hold=HOLD)
    assert scene(STANDS, stands, TAKEN_OFF, state=state).decide().bind is not None


@pytest.mark.parametrize(("hours", "word"), [(47, "lasts_longer"), (49, "held")])
def test_nor_does_what_cas_has_lost_though_only_the_record_knows_its_end(
    hours: int, word: str
) -> None:
    """By itself CAS tells nothing of it any more: the hold lasted until visitors were refused."""
    lost = cdn(SHOP, bound_by_id(404))
    known = KnownBinding(lost.binding, None, NOW + timedelta(hours=hours))
    state = replace(record(lost, hold=HOLD), standing=known)
    assert scene(lost, TAKEN_OFF, state=state).decide().word == word


def test_what_a_hand_pasted_is_held_too() -> None:
    """Nobody knows its end: only what ends later than what was taken off comes by itself."""
    pasted = cdn(SHOP, uploaded())
    policy = Policy(allow_unrestorable=True)
    state = record(pasted, hold=HOLD)
    decision = scene(pasted, TAKEN_OFF, state=state, policy=policy).decide()
    assert decision.word == "held"
    assert "a person put pasted there" in decision.detail


def test_a_detached_domain_is_not_held() -> None:
    bare = cdn(SHOP, UNBOUND)
    state = record(bare, hold=HOLD)
    assert scene(bare, TAKEN_OFF, state=state).decide().word == "turns_on"


def test_a_hold_by_a_day_alone_is_not_passed_by_the_same_certificate() -> None:
    """What was taken off is known to a day; the same one, read exactly, ends within that day."""
    state = record(STANDS, OLD, hold=Hold(LISTED_END + DAY))
    same = certificate(2, SHOP, not_after=LISTED_END + timedelta(hours=20))
    later = certificate(2, SHOP, not_after=LISTED_END + timedelta(hours=25))
    assert scene(STANDS, OLD, same, state=state).decide().word == "held"
    assert scene(STANDS, OLD, later, state=state).decide().bind is not None


def test_what_else_speaks_against_it_is_told_beside_the_first_word() -> None:
    state = record(STANDS, OLD, hold=HOLD, trouble=Trouble("rejected", None, retryable=False))
    busy = cdn(SHOP, bound_by_id(1), state=TargetState.CONFIGURING)
    decision = scene(busy, OLD, TAKEN_OFF, state=state, policy=Policy(scope=())).decide()
    words = [word for word, _ in decision.reasons]
    assert words == ["held", "plan_only", "after_trouble", "target_busy"]
    assert decision.would is not None
    assert decision.would.certificate == TAKEN_OFF


@pytest.mark.parametrize(("scope", "may"), [(None, True), ((), False), ((SHOP,), True)])
def test_the_scope_holds_back_what_it_does_not_name(scope: object, may: bool) -> None:
    decision = scene(cdn(SHOP), OLD, policy=Policy(scope=scope)).decide()  # type: ignore[arg-type]
    assert (decision.bind is not None) is may
    if not may:
        told = "would bind 1-cn-hangzhou (nothing is bound there)"
        assert (decision.word, decision.detail) == ("plan_only", told)


@pytest.mark.parametrize(
    ("trouble", "tone"),
    [
        (Trouble("throttled", None, retryable=True), Tone.WAITS),
        (Trouble("rejected", cas_id(2), retryable=False, times=3), Tone.PERSON),
    ],
)
def test_a_failed_try_is_told_by_its_own_word_until_its_pause_is_over(
    trouble: Trouble, tone: Tone
) -> None:
    state = record(STANDS, OLD, trouble=trouble)
    decision = scene(STANDS, OLD, TAKEN_OFF, state=state).decide()
    assert (decision.act, decision.word, decision.tone) == (None, trouble.word, tone)
    assert decision.again == pause_after(trouble, str(STANDS.target))
    assert ("3 times in a row" in decision.detail) is (trouble.times == 3)


def test_a_failed_try_with_another_certificate_says_nothing_of_this_one() -> None:
    trouble = Trouble("rejected", cas_id(9), retryable=False)
    state = record(STANDS, OLD, trouble=trouble)
    assert scene(STANDS, OLD, TAKEN_OFF, state=state).decide().bind is not None


def test_after_its_pause_it_is_tried_again_and_a_person_need_not_wait() -> None:
    trouble = Trouble("rejected", None, retryable=False, ago=timedelta(minutes=19))
    state = record(STANDS, OLD, trouble=trouble)
    assert scene(STANDS, OLD, TAKEN_OFF, state=state).decide().bind is not None
    fresh = record(STANDS, OLD, trouble=Trouble("rejected", None, retryable=False))
    wish = order(WishKind.BIND, cas_id(2))
    assert scene(STANDS, OLD, TAKEN_OFF, state=fresh, wish=wish).decide().bind is not None
