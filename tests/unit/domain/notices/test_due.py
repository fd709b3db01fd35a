"""What people are told, when again, and when no more."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from certbind.domain.notices.channel_json import (
    channels_from_json,
    channels_to_json,
    marks_from_json,
    marks_to_json,
)
from certbind.domain.notices.due import (
    Channel,
    Item,
    Marks,
    Occasion,
    after_telling,
    is_sign_of_life_due,
    still_acknowledged,
    to_tell,
    without_quiet,
)

NOW = datetime(2026, 11, 30, 8, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NONE: Marks = {}
WWW, SHOP = "CDN www.example.com", "OSS bucket assets / shop.example.com"


def marks(**each: str) -> Marks:
    names = {"www": WWW, "shop": SHOP, "part": "bucket assets"}
    return {names[name]: frozenset(words.split(", ")) for name, words in each.items()}


def told(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.what, item.occasion.value) for item in items]


def channel_after(*seen: tuple[Marks, datetime], acknowledged: Marks = NONE) -> Channel:
    channel = Channel()
    for now_marks, at in seen:
        items = to_tell(now_marks, channel, acknowledged, at)
        channel = after_telling(channel, items, now_marks, at) if items else channel
    return channel


def test_what_is_unwell_is_told_once_and_then_not_with_every_sweep() -> None:
    expiring = marks(www="expiring approaching")
    assert told(to_tell(expiring, Channel(), NONE, NOW)) == [(WWW, "new")]
    channel = channel_after((expiring, NOW))
    for hours in (6, 24, 6 * 24, 7 * 24 - 1):
        assert to_tell(expiring, channel, NONE, NOW + hours * HOUR) == []
    (again,) = to_tell(expiring, channel, NONE, NOW + 7 * DAY)
    assert (again.occasion, again.since) == (Occasion.STILL, NOW)


@pytest.mark.parametrize(
    "broken", ["not_sound", "no_certificate", "expiring emergency", "expiring expired"]
)
def test_what_keeps_visitors_out_is_told_again_each_day(broken: str) -> None:
    seen = marks(www=broken)
    channel = channel_after((seen, NOW))
    assert to_tell(seen, channel, NONE, NOW + 18 * HOUR) == []
    (again,) = to_tell(seen, channel, NONE, NOW + DAY)
    assert again.is_broken


def test_sweeps_that_come_a_little_early_do_not_put_a_repeat_off_to_the_next_one() -> None:
    seen = marks(www="not_sound")
    channel = channel_after((seen, NOW))
    assert told(to_tell(seen, channel, NONE, NOW + DAY - timedelta(minutes=1))) == [(WWW, "still")]


def test_each_stage_of_expiry_is_news_and_a_mark_less_is_none() -> None:
    first = marks(www="expiring approaching")
    second = marks(www="expiring approaching, expiring urgent")
    channel = channel_after((first, NOW))
    (item,) = to_tell(second, channel, NONE, NOW + HOUR)
    assert (item.occasion, item.since) == (Occasion.NEW, NOW)
    channel = channel_after((second, NOW))
    assert to_tell(first, channel, NONE, NOW + HOUR) == []


def test_the_end_is_told_once() -> None:
    channel = channel_after((marks(www="not_sound"), NOW))
    (over,) = to_tell(NONE, channel, NONE, NOW + HOUR)
    assert (over.what, over.occasion, over.is_broken) == (WWW, Occasion.OVER, False)
    channel = after_telling(channel, [over], NONE, NOW + HOUR)
    assert to_tell(NONE, channel, NONE, NOW + 2 * HOUR) == []


def test_a_part_that_comes_back_into_sight_is_no_news() -> None:
    channel = channel_after((marks(part="unread"), NOW))
    assert to_tell(NONE, channel, NONE, NOW + HOUR) == []


def test_what_certbind_mends_by_itself_is_not_told() -> None:
    assert without_quiet(marks(www="waiting", shop="missed_event, expiring urgent")) == marks(
        shop="expiring urgent"
    )


def test_what_a_person_knows_is_not_repeated_until_it_is_more() -> None:
    known = marks(www="not_sound")
    channel = channel_after((known, NOW))
    assert to_tell(known, channel, known, NOW + 9 * DAY) == []
    more = marks(www="not_sound, expiring urgent")
    assert told(to_tell(more, channel, known, NOW + HOUR)) == [(WWW, "new")]
    assert still_acknowledged(known, more) == {}


def test_a_receiver_that_is_new_is_spared_what_a_person_knows_already() -> None:
    known = marks(www="refused")
    assert to_tell(known, Channel(), known, NOW) == []


def test_an_acknowledgement_ends_with_what_it_was_of() -> None:
    known = marks(www="refused")
    assert still_acknowledged(known, known) == known
    assert still_acknowledged(known, NONE) == {}


def test_what_is_broken_stands_first_then_what_is_new() -> None:
    channel = channel_after((marks(shop="not_sound", part="unread"), NOW))
    now = marks(shop="not_sound", www="refused", part="unread")
    items = to_tell(now, channel, NONE, NOW + 8 * DAY)
    assert told(items) == [(SHOP, "still"), (WWW, "new"), ("bucket assets", "still")]


def test_a_week_without_a_post_brings_a_sign_of_life() -> None:
    assert is_sign_of_life_due(Channel(), NOW)
    channel = Channel(last=NOW)
    assert not is_sign_of_life_due(channel, NOW + 6 * DAY)
    assert is_sign_of_life_due(channel, NOW + 7 * DAY)


def test_a_moment_to_come_was_written_by_a_clock_that_was_ahead_and_silences_nothing() -> None:
    seen = marks(www="not_sound")
    channel = channel_after((seen, NOW + 300 * DAY))
    assert told(to_tell(seen, channel, NONE, NOW)) == [(WWW, "still")]
    assert is_sign_of_life_due(channel, NOW)


def test_what_was_told_is_read_back_as_it_was_written() -> None:
    channels = {
        "dingtalk": channel_after((marks(www="not_sound", shop="refused"), NOW)),
        "wecom": Channel(failed="rejected"),
    }
    assert channels_from_json(channels_to_json(channels)) == channels
    known = marks(www="a, b", shop="c")
    assert marks_from_json(marks_to_json(known)) == known


WHOLE = {"last": NOW.isoformat(), "failed": "", "told": {}}
TOLD = {"marks": ["not_sound"], "since": NOW.isoformat(), "at": NOW.isoformat()}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"x": 3},
        {"x": {**WHOLE, "told": []}},
        {"x": {**WHOLE, "told": {WWW: None}}},
        {"x": {**WHOLE, "told": {WWW: {**TOLD, "marks": "not_sound"}}}},
        {"x": {**WHOLE, "told": {WWW: {**TOLD, "at": "yesterday"}}}},
        {"x": {**WHOLE, "told": {WWW: {**TOLD, "since": "2026-11-30T08:00:00"}}}},
        {"x": {**WHOLE, "told": {WWW: {**TOLD, "at": 3}}}},
    ],
)
def test_what_cannot_be_read_was_not_told(raw: object) -> None:
    channel = channels_from_json(raw).get("x", Channel())
    assert channel.told == {}


def test_marks_that_cannot_be_read_are_none() -> None:
    assert marks_from_json(None) == {}
    assert marks_from_json({WWW: "not_sound", SHOP: ["refused"]}) == marks(shop="refused")
    assert channels_from_json({"x": {**WHOLE, "failed": 3}})["x"].failed == ""
