"""CAS's own deployment jobs: waited for, and never fought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.decide.brakes import JOB_DEADLINE
from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.absorb import absorb
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import JobBound, OtherHand, Told
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import (
    Awaited,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Why,
)
from certbind.domain.model.identity import Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.situation.jobs import at_work_on
from certbind.domain.situation.reading import Unread
from certbind.domain.situation.situation import WishKind
from tests.fakes.situations import SHOP, TIMES, known, order, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

OLD, BETTER = certificate(1, SHOP, days=40), certificate(2, SHOP, days=80)
DEAD = certificate(1, SHOP, days=-1, not_before=NOW - 90 * DAY)
ENDING = certificate(1, SHOP, days=1, not_before=NOW - 89 * DAY)
STANDS = cdn(SHOP, bound_by_id(1))
JOB = Job("88001-cn-hangzhou", True, (cas_id(2),), (SHOP,))
HERE, OSS_PLACE = JobPlace("CDN", SHOP), JobPlace("OSS", SHOP)


def test_a_job_that_is_about_to_bind_here_is_waited_for() -> None:
    decision = scene(STANDS, OLD, BETTER, jobs=(JOB,)).decide()
    assert (decision.act, decision.word, decision.tone) == (None, "cas_at_work", Tone.WAITS)
    assert decision.would is not None
    assert decision.awaits == Awaited(JOB.id, (cas_id(2),))
    assert decision.again == timedelta(minutes=1)
    assert "CAS's hosting" in decision.detail
    by_hand = replace(JOB, is_hosting=False)
    assert "somebody in the console" in scene(STANDS, OLD, BETTER, jobs=(by_hand,)).decide().detail


@pytest.mark.parametrize(
    ("waited", "word", "again"),
    [
        (timedelta(seconds=1), "cas_at_work", timedelta(minutes=1)),
        (timedelta(minutes=3), "cas_at_work", timedelta(minutes=3)),
        (timedelta(minutes=40), "cas_at_work", timedelta(minutes=40)),
        (JOB_DEADLINE - timedelta(seconds=1), "cas_at_work", timedelta(seconds=1)),
        (JOB_DEADLINE, "lasts_longer", None),
    ],
)
def test_one_that_never_ends_is_waited_for_two_hours_in_few_rounds(
    waited: timedelta, word: str, again: timedelta | None
) -> None:
    state = record(STANDS, OLD, awaits=Awaited(JOB.id, JOB.certificates, waited))
    decision = scene(STANDS, OLD, BETTER, state=state, jobs=(JOB,)).decide()
    assert (decision.word, decision.again) == (word, again)


def test_another_job_is_waited_for_anew() -> None:
    state = record(STANDS, OLD, awaits=Awaited("7-cn-hangzhou", (), JOB_DEADLINE))
    assert scene(STANDS, OLD, BETTER, state=state, jobs=(JOB,)).decide().word == "cas_at_work"


def test_what_does_not_work_or_is_about_to_end_waits_for_no_job_nor_does_a_person() -> None:
    assert scene(STANDS, DEAD, BETTER, jobs=(JOB,)).decide().word == "replaces_dead"
    assert scene(cdn(SHOP), BETTER, jobs=(JOB,)).decide().word == "turns_on"
    assert scene(STANDS, ENDING, BETTER, jobs=(JOB,)).decide().word == "lasts_longer"
    wish = order(WishKind.BEST)
    assert scene(STANDS, OLD, BETTER, jobs=(JOB,), wish=wish).decide().bind is not None


def test_a_list_that_could_not_be_read_holds_nothing_back() -> None:
    one = scene(STANDS, OLD, BETTER)
    unread = replace(one.situation, jobs=Unread("permission_denied", "the role may not"))
    assert one.decide(unread).bind is not None


@pytest.mark.parametrize(
    ("job", "is_at_work"),
    [
        (replace(JOB, places=(HERE,)), True),
        (replace(JOB, places=(OSS_PLACE,)), False),
        (replace(JOB, places=(JobPlace("CDN", Domain("x.example.com")),)), False),
        (replace(JOB, names=("*.EXAMPLE.com",)), True),
        (replace(JOB, names=("example.com",)), False),
        (replace(JOB, names=()), False),
    ],
)
def test_a_job_is_at_work_where_it_says_or_else_where_its_names_fit(
    job: Job, is_at_work: bool
) -> None:
    assert (at_work_on((job,), STANDS.target) is job) is is_at_work


def test_what_the_awaited_job_brought_is_its_and_anything_else_another_hand_s() -> None:
    state = record(STANDS, OLD, awaits=Awaited(JOB.id, JOB.certificates))
    assert absorb(state, STANDS.target, known(BETTER)) == JobBound(known(BETTER))
    other = certificate(3, SHOP)
    assert absorb(state, STANDS.target, known(other)) == OtherHand(known(other))
    assert absorb(state, STANDS.target, known(OLD)) is None
    not_awaited = replace(state, awaits=None)
    assert absorb(not_awaited, STANDS.target, known(BETTER)) == OtherHand(known(BETTER))


def test_what_a_job_brought_is_looked_at_with_what_stood_before_as_the_way_back() -> None:
    awaits = Awaited(JOB.id, JOB.certificates)
    state = record(STANDS, OLD, awaits=awaits, seen=Seen(SeenAs.VERIFIED), said="cas_at_work")
    moved = advance(state, JobBound(known(BETTER)), 9, TIMES)
    assert (moved.kind, moved.follow) == (EntryKind.FOREIGN_CHANGE, TIMES.verify_after)
    after = moved.state
    assert (after.standing, after.way_back) == (known(BETTER), known(OLD))
    assert after.ours == Ours(9, Purpose.AUTOMATIC, was_good=True, is_job=True)
    assert after.look == Look(Why.BOUND)
    assert (after.awaits, after.said, after.seen) == (None, "", None)
    assert after.hold is not None
    assert after.hold.end == OLD.not_after


@pytest.mark.parametrize("since", [{"said": "target_offline"}, {"look": Look(Why.SUSPECT)}])
def test_what_a_job_brought_after_something_else_was_amiss_is_not_what_made_it_worse(
    since: dict[str, Any],
) -> None:
    awaits = Awaited(JOB.id, JOB.certificates)
    state = record(STANDS, OLD, awaits=awaits, seen=Seen(SeenAs.VERIFIED), **since)
    ours = advance(state, JobBound(known(BETTER)), 9, TIMES).state.ours
    assert ours == Ours(9, Purpose.AUTOMATIC, is_job=True)


def test_brought_again_after_it_was_taken_off_it_is_not_taken_off_again() -> None:
    refused = RefusedHere(cas_id(2), "weak_key")
    state = record(STANDS, OLD, refused_here=(refused,))
    after = advance(state, JobBound(known(BETTER)), 9, TIMES).state
    assert after.ours == Ours(9, Purpose.RETURN, is_job=True)
    broken = replace(after, look=None, seen=Seen(SeenAs.BROKEN, "weak_key", blames=True))
    stands = cdn(SHOP, bound_by_id(2))
    decision = scene(stands, OLD, BETTER, state=broken).decide()
    assert (decision.act, decision.word) == (None, "rollback_failed")


def test_the_wait_is_counted_from_its_first_word_and_ends_with_another() -> None:
    awaits = Awaited(JOB.id, JOB.certificates)
    state = record(STANDS, OLD, awaits=replace(awaits, ago=timedelta(minutes=9)))
    again = advance(state, Told("cas_at_work", False, awaits=awaits), 9, TIMES).state
    assert again.awaits == replace(awaits, ago=timedelta(minutes=9))
    other = replace(awaits, job="88002-cn-hangzhou")
    assert advance(state, Told("cas_at_work", False, awaits=other), 9, TIMES).state.awaits == other
    assert advance(state, Told("held", False), 9, TIMES).state.awaits is None
