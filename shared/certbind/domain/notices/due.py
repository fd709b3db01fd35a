"""What people are told of what is unwell: when it begins, while it lasts, when it is over.

Marks are what a sweep keeps of each thing (usecases/account/sweep_news.py): a domain, a part of
the account or the name of a setting, and what is unwell about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from certbind.values import dataclass, field

Marks = Mapping[str, frozenset[str]]

AGAIN_AFTER = timedelta(days=7)
BROKEN_AGAIN_AFTER = timedelta(days=1)
"""What keeps visitors out, or will within two days, is repeated daily."""

SIGN_OF_LIFE_AFTER = timedelta(days=7)
"""Who hears nothing for longer may conclude that certbind does not run."""

DAILY = frozenset({"downgraded"})
"""Marks of what a person wants for a while, and must not forget: repeated daily too."""

BROKEN = frozenset({"not_sound", "no_certificate", "expiring emergency", "expiring expired"})
"""Marks of what keeps visitors out, or will soon."""

QUIET = frozenset({"waiting", "missed_event", "stuck"})
"""Marks of what certbind is about to mend by itself: nobody is told. What it cannot mend comes
back under another mark.
"""

_PASSING = frozenset({"unread"})
"""Marks whose end is no news: what was out of sight for a while is in sight again."""

_ROUNDING = timedelta(minutes=30)
"""Sweeps do not come to the second."""


class Occasion(Enum):
    """Why a thing is told; in the order in which it is read."""

    NEW = "new"
    STILL = "still"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Told:
    """Of one thing: its marks then; since: when it was told first; at: when last."""

    marks: frozenset[str]
    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """What one receiver was told. last: its last post of any kind; None: it never had one.

    failed: the code of the last try's error, "" where it arrived.
    """

    told: Mapping[str, Told] = field(default_factory=dict)
    last: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell. since: when it was told first, as far as is known."""

    what: str
    occasion: Occasion
    marks: frozenset[str]
    since: datetime

    @property
    def is_broken(self) -> bool:
        """Whether visitors are kept out, or will be soon."""
        return self.occasion is not Occasion.OVER and bool(self.marks & BROKEN)


def without_quiet(marks: Marks) -> Marks:
    """What people are told of at all."""
    loud = {what: each - QUIET for what, each in marks.items()}
    return {what: each for what, each in loud.items() if each}


def to_tell(marks: Marks, channel: Channel, acknowledged: Marks, now: datetime) -> list[Item]:
    """What is broken first, then what is new, what lasts, what is over; each by its name.

    A further mark is news, also of what a person acknowledged; fewer marks are none. What was
    acknowledged is not repeated.
    """
    found = [
        _item(what, each, channel.told.get(what), acknowledged.get(what, frozenset()), now)
        for what, each in marks.items()
    ]
    over = [
        Item(what, Occasion.OVER, frozenset(), told.since)
        for what, told in channel.told.items()
        if what not in marks and told.marks - _PASSING
    ]
    order = list(Occasion)
    items = [*(one for one in found if one is not None), *over]
    return sorted(items, key=lambda one: (not one.is_broken, order.index(one.occasion), one.what))


def _item(
    what: str,
    marks: frozenset[str],
    told: Told | None,
    acknowledged: frozenset[str],
    now: datetime,
) -> Item | None:
    if told is None or marks - told.marks:
        if told is None and marks <= acknowledged:
            return None
        return Item(what, Occasion.NEW, marks, now if told is None else told.since)
    pause = BROKEN_AGAIN_AFTER if marks & (BROKEN | DAILY) else AGAIN_AFTER
    if marks <= acknowledged or not _is_past(told.at, pause, now):
        return None
    return Item(what, Occasion.STILL, marks, told.since)


def is_sign_of_life_due(channel: Channel, now: datetime) -> bool:
    """Whether the receiver has heard nothing for long, or never anything."""
    return channel.last is None or _is_past(channel.last, SIGN_OF_LIFE_AFTER, now)


def _is_past(moment: datetime, pause: timedelta, now: datetime) -> bool:
    """A moment to come was written by a clock that was ahead, and says nothing."""
    return not moment <= now < moment + pause - _ROUNDING


def after_telling(channel: Channel, items: list[Item], marks: Marks, now: datetime) -> Channel:
    """The channel when it took these."""
    told = {what: one for what, one in channel.told.items() if what in marks}
    told |= {
        one.what: Told(one.marks, one.since, now) for one in items if one.occasion.value != "over"
    }
    return Channel(told, now)


def still_acknowledged(acknowledged: Marks, marks: Marks) -> Marks:
    """An acknowledgement ends when the thing is well, or has a further mark."""
    return {
        what: each for what, each in acknowledged.items() if what in marks and marks[what] <= each
    }
