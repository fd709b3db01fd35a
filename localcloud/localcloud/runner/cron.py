"""When a timer trigger is due: `@every 5m`, `@every 6h`, or six fields with the seconds first.

Source: Function Compute, "Time triggers". Fields: seconds, minutes, hours, day of month, month,
day of week (0 or 7 or SUN is Sunday); `*`, `?`, lists, ranges, steps. UTC unless the expression
starts with `CRON_TZ=<zone> `.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localcloud.reading import whole

_EVERY = re.compile(r"@every\s+([0-9]{1,6})\s*([mh])")
_UNITS = {"m": "minutes", "h": "hours"}
_FIELDS = (
    ("seconds", 0, 59),
    ("minutes", 0, 59),
    ("hours", 0, 23),
    ("day of month", 1, 31),
    ("month", 1, 12),
    ("day of week", 0, 7),
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_NAMES = {
    "month": {name: number for number, name in enumerate(_MONTHS, 1)},
    "day of week": {name: number for number, name in enumerate(_DAYS)},
}
_HORIZON_DAYS = 366 * 5


class CronError(ValueError):
    """The expression is no schedule; the message names the field."""


class Schedule(Protocol):
    """Gives the ticks of a timer."""

    def after(self, moment: datetime) -> datetime:
        """The first tick later than `moment`, in UTC."""

    def last(self, tick: datetime, until: datetime) -> datetime:
        """The latest tick up to `until`, which `tick` comes before or at."""


@dataclass(frozen=True, slots=True)
class Every:
    """A tick each `period`, counted from the moment that is asked from."""

    period: timedelta

    def after(self, moment: datetime) -> datetime:
        """One period later."""
        return moment + self.period

    def last(self, tick: datetime, until: datetime) -> datetime:
        """Whole periods later."""
        return tick + (until - tick) // self.period * self.period


@dataclass(frozen=True, slots=True)
class Cron:
    """Calendar ticks. A day matches when both day fields match, unless both are restricted."""

    seconds: frozenset[int]
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    zone: tzinfo = timezone.utc
    any_day: bool = True
    any_weekday: bool = True

    def after(self, moment: datetime) -> datetime:
        """The first tick later than `moment`; CronError when none comes within five years."""
        local = moment.astimezone(self.zone)
        day = local.date()
        for _ in range(_HORIZON_DAYS):
            found = self._first_on(day, moment) if self._is_day(day) else None
            if found is not None:
                return found
            day += timedelta(days=1)
        raise CronError("the schedule has no tick in the next five years")

    def last(self, tick: datetime, until: datetime) -> datetime:
        """Looked for from the end: between the two there may be millions."""
        day = until.astimezone(self.zone).date()
        while day > tick.astimezone(self.zone).date():
            found = self._last_on(day, until) if self._is_day(day) else None
            if found is not None:
                return found
            day -= timedelta(days=1)
        return self._last_on(day, until) or tick

    def _is_day(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_day = day.day in self.days
        by_weekday = day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return by_day and by_weekday
        return by_day or by_weekday

    def _first_on(self, day: date, moment: datetime) -> datetime | None:
        """Later than `moment`."""
        for hour in sorted(self.hours):
            if self._at(day, hour, 59, 59) <= moment:
                continue
            for minute in sorted(self.minutes):
                if self._at(day, hour, minute, 59) <= moment:
                    continue
                for second in sorted(self.seconds):
                    tick = self._at(day, hour, minute, second)
                    if tick > moment:
                        return tick
        return None

    def _last_on(self, day: date, moment: datetime) -> datetime | None:
        """Up to `moment`."""
        for hour in sorted(self.hours, reverse=True):
            if self._at(day, hour, 0, 0) > moment:
                continue
            for minute in sorted(self.minutes, reverse=True):
                if self._at(day, hour, minute, 0) > moment:
                    continue
                for second in sorted(self.seconds, reverse=True):
                    tick = self._at(day, hour, minute, second)
                    if tick <= moment:
                        return tick
        return None

    def _at(self, day: date, hour: int, minute: int, second: int) -> datetime:
        local = datetime.combine(day, time(hour, minute, second), self.zone)
        return local.astimezone(timezone.utc)


def parse_schedule(expression: str) -> Every | Cron:
    """Read a `cronExpression`; CronError says what is wrong with it."""
    text = expression.strip()
    every = _EVERY.fullmatch(text)
    if every:
        period = timedelta(**{_UNITS[every[2]]: int(every[1])})
        if not period:
            raise CronError(f"{expression!r}: the period is zero")
        return Every(period)
    zone, text = _zone(text)
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise CronError(
            f"{expression!r}: six fields are needed (seconds first), there are {len(parts)}"
        )
    seconds, minutes, hours, days, months, weekdays = (
        _parse_field(part, *field) for part, field in zip(parts, _FIELDS, strict=True)
    )
    return Cron(
        seconds,
        minutes,
        hours,
        days,
        months,
        frozenset(day % 7 for day in weekdays),  # 7 is Sunday too
        zone,
        any_day=parts[3] in "*?",
        any_weekday=parts[5] in "*?",
    )


def _zone(text: str) -> tuple[tzinfo, str]:
    if not text.startswith("CRON_TZ="):
        return timezone.utc, text
    name, _, rest = text.removeprefix("CRON_TZ=").partition(" ")
    try:
        return ZoneInfo(name), rest
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CronError(f"CRON_TZ: there is no time zone {name!r}") from error


def _parse_field(text: str, label: str, low: int, high: int) -> frozenset[int]:
    values: set[int] = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        start, end = _span(span, label, low, high, open_end=bool(step))
        width = whole(step or "1")
        if not width:
            raise CronError(f"{label}: {item!r} has no usable step")
        values.update(range(start, end + 1, width))
    return frozenset(values)


def _span(span: str, label: str, low: int, high: int, *, open_end: bool) -> tuple[int, int]:
    if span in ("*", "?"):
        return low, high
    first, _, last = span.partition("-")
    start = _number(first, label)
    end = _number(last, label) if last else high if open_end else start
    if not low <= start <= end <= high:
        raise CronError(f"{label}: {span!r} is not within {low} to {high}")
    return start, end


def _number(text: str, label: str) -> int:
    named = _NAMES.get(label, {}).get(text.upper())
    if named is not None:
        return named
    number = whole(text)
    if number is None:
        raise CronError(f"{label}: {text!r} is no number")
    return number
