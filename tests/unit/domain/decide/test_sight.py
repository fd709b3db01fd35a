"""What cannot be seen has no "should", and is never called "there is none"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.state import Change, Purpose
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.target import BoundTarget, ScanFailure
from certbind.domain.situation.reading import UNASKED, Ask, Known, Part, Unread
from certbind.domain.situation.situation import Place, Situation
from tests.fakes.inventory import as_listed
from tests.fakes.situations import SHOP, TIMES, known, record, scene
from tests.fakes.values import NOW, bound_by_id, cas_id, cdn, certificate, dcdn, oss, vod

STANDS = cdn(SHOP, bound_by_id(1))
GOOD = certificate(1, SHOP)
AT_CDN, AT_VOD = cdn(SHOP, bound_by_id(1)), vod(SHOP, bound_by_id(1))
HIDDEN = (ScanFailure("cdn", "throttled", "CDN may not be read.", retryable=True),)
DENIED = ScanFailure("OSS", "permission_denied", "not allowed.")


def told(situation: Situation) -> Decision:
    found = decide(situation)
    assert isinstance(found, Decision)
    return found


@pytest.mark.parametrize(("retryable", "tone"), [(True, Tone.WAITS), (False, Tone.PERSON)])
@pytest.mark.parametrize("part", ["memory", "place", "standing", "certificates"])
def test_a_part_that_could_not_be_read_is_told_by_its_code(
    part: str, retryable: bool, tone: Tone
) -> None:
    what = Unread("some_code", "say it again", retryable)
    decision = told(replace(scene(STANDS, GOOD).situation, **{part: what}))  # type: ignore[arg-type]
    assert (decision.word, decision.detail, decision.tone) == ("some_code", "say it again", tone)
    assert (decision.act, decision.unread) == (None, what)


@pytest.mark.parametrize(
    ("minutes", "told_as"),
    [(5, None), (6, "is 6 minutes ahead of"), (-6, "is 6 minutes behind")],
)
def test_a_clock_that_is_off_by_more_than_five_minutes_judges_nothing(
    minutes: int, told_as: str | None
) -> None:
    decision = scene(STANDS, GOOD, skew=timedelta(minutes=minutes)).decide()
    assert (decision.word == "clock_off") is (told_as is not None)
    assert told_as is None or told_as in decision.detail


def test_a_target_in_no_part_that_was_read_is_gone_only_if_all_was_read() -> None:
    whole = replace(scene(STANDS).situation, place=Known(Place(())))
    assert (told(whole).word, told(whole).unread) == ("not_found", None)
    partly = told(replace(whole, place=Known(Place((), HIDDEN))))
    assert (partly.word, partly.detail) == ("throttled", "cdn: CDN may not be read.")
    assert partly.unread is not None


@pytest.mark.parametrize(
    ("missing", "tone"), [(HIDDEN, Tone.WAITS), ((*HIDDEN, DENIED), Tone.PERSON)]
)
def test_a_part_that_passes_by_itself_is_no_trouble_for_a_person(
    missing: tuple[ScanFailure, ...], tone: Tone
) -> None:
    """Of several, one that a person must mend is enough."""
    elsewhere = scene(oss(SHOP), GOOD, unread=missing, state=record(cdn(SHOP))).decide()
    nowhere = told(replace(scene(STANDS).situation, place=Known(Place((), missing))))
    assert [one.tone for one in (elsewhere, nowhere)] == [tone, tone]
    for one in (elsewhere, nowhere):
        assert one.unread is not None
        assert one.unread.retryable is (tone is Tone.WAITS)


def test_a_bucket_behind_cdn_is_left_alone_and_says_where_its_certificate_belongs() -> None:
    decision = scene(oss(SHOP, bound_by_id(1)), GOOD, beside=(cdn(SHOP),)).decide()
    assert (decision.act, decision.word, decision.tone) == (None, "cdn_in_front", Tone.LEFT)
    assert decision.detail == (
        "shop.example.com is accelerated by CDN too, so its certificate belongs there; what the "
        "bucket assets holds has no effect"
    )


@pytest.mark.parametrize(
    ("bound", "shown", "why"),
    [
        (AT_CDN, ("shop.example.com.w.kunluncan.com",), "DNS sends visitors there"),
        (AT_CDN, (), "DNS does not tell, it is further out"),
        (AT_VOD, (), "DNS does not tell, it is further out"),
    ],
)
def test_an_edge_behind_another_one_says_whether_dns_told_it(
    bound: BoundTarget, shown: tuple[str, ...], why: str
) -> None:
    beside = dcdn(SHOP, cname="shop.example.com.w.kunluncan.com")
    situation = scene(bound, GOOD).situation
    decision = told(replace(situation, place=Known(Place((bound, beside), shown=shown))))
    assert (decision.act, decision.word, decision.tone) == (None, "cdn_in_front", Tone.LEFT)
    assert decision.detail == (
        f"shop.example.com is accelerated by DCDN too ({why}), so its certificate belongs there; "
        f"what {bound.target.product} holds has no effect"
    )


def test_of_two_edges_alike_the_detail_says_that_the_name_decided() -> None:
    situation = scene(AT_VOD, GOOD).situation
    decision = told(replace(situation, place=Known(Place((AT_VOD, AT_CDN)))))
    assert "(DNS does not tell, and of two alike the first by name counts)" in decision.detail


def test_cdn_that_cannot_be_read_counts_only_where_the_record_says_that_it_stood_there() -> None:
    bucket = oss(SHOP)
    assert scene(bucket, GOOD, unread=HIDDEN).decide().bind is not None
    at_the_bucket = record(bucket)
    assert scene(bucket, GOOD, unread=HIDDEN, state=at_the_bucket).decide().bind is not None
    decision = scene(bucket, GOOD, unread=HIDDEN, state=record(cdn(SHOP))).decide()
    assert (decision.act, decision.word) == (None, "throttled")
    assert decision.detail == (
        "CDN shop.example.com may stand in front of it, and could not be read (cdn: CDN may not "
        "be read.)"
    )


@pytest.mark.parametrize("ago", [0, 299])
def test_a_change_under_way_keeps_others_off_until_its_lease_is_over(ago: int) -> None:
    change = Change(cas_id(2), known(GOOD), Purpose.AUTOMATIC, ago=timedelta(seconds=ago))
    decision = scene(STANDS, GOOD, state=record(STANDS, GOOD, change=change)).decide()
    assert (decision.word, decision.tone) == ("busy_domain", Tone.WAITS)
    assert decision.again == TIMES.lease - timedelta(seconds=ago)


@pytest.mark.parametrize(("ago", "lost"), [(300, False), (0, True)])
def test_a_change_that_nobody_is_at_work_on_any_more_is_settled(ago: int, lost: bool) -> None:
    change = Change(
        cas_id(2), known(GOOD), Purpose.AUTOMATIC, answer_lost=lost, ago=timedelta(seconds=ago)
    )
    decision = scene(STANDS, GOOD, state=record(STANDS, GOOD, change=change)).decide()
    assert decision.word == "already_bound"
    assert [type(fact).__name__ for fact in decision.absorbed] == ["NotMade"]


@pytest.mark.parametrize("part", ["memory", "place", "standing", "certificates"])
def test_a_part_that_nobody_read_is_a_fault_of_ours_and_never_none(part: str) -> None:
    situation = replace(scene(STANDS, GOOD).situation, **{part: UNASKED})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        decide(situation)


@pytest.mark.parametrize(
    "one",
    [
        certificate(1, SHOP, uploaded=True, not_before=NOW - timedelta(hours=6)),
        certificate(1, SHOP, not_after=NOW + timedelta(hours=2)),
    ],
)
def test_what_a_list_leaves_open_today_is_asked_for(one: Certificate) -> None:
    """An uploaded one may have begun this morning, another may end tonight: a list tells days."""
    told = scene(cdn(SHOP), one, listed=(as_listed(one),))
    assert decide(told.lazily) == Ask(Part.CERTIFICATE, cas_id(1))
    assert told.decide(told.lazily).word == told.decide().word == "turns_on"
