"""The forms in which CAS writes a moment: days, seconds and milliseconds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))
_FIRST_MILLISECONDS = 10**11
_FIRST_UNREADABLE = 10**13
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_epoch(value: object) -> datetime | None:
    """A number of seconds, or of milliseconds from 10^11 on, as int or digits; aware UTC.

    None for anything else, 14 digits included: the documentation shows one such value, and no
    unit makes a sensible moment of it.
    """
    try:
        number = int(str(value))
    except ValueError:
        return None
    if not 0 < number < _FIRST_UNREADABLE:
        return None
    seconds = number / 1000 if number >= _FIRST_MILLISECONDS else number
    return datetime.fromtimestamp(seconds, tz=timezone.utc)


def read_day(value: object) -> datetime | None:
    """`YYYY-MM-DD` as its first moment in UTC+8, the zone that CAS most likely means; aware UTC.

    For an end this is the earliest moment that the day can mean.
    """
    text = str(value or "").strip()
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=_BEIJING).astimezone(timezone.utc)
    except ValueError:
        return None
