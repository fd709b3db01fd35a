"""The world's time for a Python that has no time-machine, as one that runs a packed function.

What asks `time` and `datetime` by name sees it, if it was imported after `install`; what C code
asks by itself does not.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

_REAL = dt.datetime
_DATE = dt.date


class PlainTime:
    """Ahead of the machine by `seconds`, from `install` on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def install(self) -> None:
        """Put clocks that read `seconds` in the place of the standard library's."""
        real_time, real_ns = time.time, time.time_ns
        now: Callable[[], float] = lambda: real_time() + self.seconds  # noqa: E731
        time.time = now
        time.time_ns = lambda: real_ns() + int(self.seconds * 1e9)
        for name in ("gmtime", "localtime", "ctime"):
            setattr(time, name, _defaulting(getattr(time, name), now))
        formatted, local = time.strftime, time.localtime
        time.strftime = lambda form, *given: formatted(form, *(given or (local(),)))
        dt.datetime = _shifted(now)  # type: ignore[misc]
        dt.date = _shifted_date(now)  # type: ignore[misc]


def _defaulting(real: Callable[..., Any], now: Callable[[], float]) -> Callable[..., Any]:
    def replaced(seconds: float | None = None) -> Any:
        return real(now() if seconds is None else seconds)

    return replaced


class _AsReal(type):
    """What the standard library's class made is an instance of its shifted one, too."""

    def __instancecheck__(cls, instance: object) -> bool:
        real = cls.__base__
        if real in (_REAL, _DATE):
            return isinstance(instance, real)
        return super().__instancecheck__(instance)


def _shifted(now: Callable[[], float]) -> type[dt.datetime]:
    class Shifted(_REAL, metaclass=_AsReal):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.fromtimestamp(now(), dt.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(now())

    Shifted.__name__ = Shifted.__qualname__ = "datetime"
    return Shifted


def _shifted_date(now: Callable[[], float]) -> type[dt.date]:
    class ShiftedDate(_DATE, metaclass=_AsReal):
        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(now())

    ShiftedDate.__name__ = ShiftedDate.__qualname__ = "date"
    return ShiftedDate
