"""When a root's age makes its stores drop it (Mozilla Root Store Policy 3.1, section 7.4; Chrome
Root Program Policy 1.8, 1.3.1.2).

The rule counts from the making of the key, which may be years before the certificate begins: an
estimate that is never too early.
"""

from __future__ import annotations

from datetime import date

_SCHEDULE = (
    (date(2006, 1, 1), date(2025, 4, 15)),
    (date(2008, 1, 1), date(2026, 4, 15)),
    (date(2010, 1, 1), date(2027, 4, 15)),
    (date(2012, 1, 1), date(2028, 4, 15)),
    (date(2014, 4, 15), date(2029, 4, 15)),
)
"""Of keys made before the first day, the day on which they go."""

_YEARS = 15


def dropped_for_age(made: date) -> date:
    """The first day without it."""
    for before, day in _SCHEDULE:
        if made < before:
            return day
    is_leap_day = (made.month, made.day) == (2, 29)
    return made.replace(year=made.year + _YEARS, day=28 if is_leap_day else made.day)
