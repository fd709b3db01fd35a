"""Shifts this process's wall clock to the world's, so that handlers see the time of the story.

`time.monotonic` stays real: a handler's deadline is counted in seconds that really pass.
"""

from __future__ import annotations

import importlib.util
import sys
from datetime import datetime, timedelta, timezone
from types import ModuleType
from typing import Any, cast

from localcloud.runner.harness.plain_time import PlainTime

_SMALLEST = 0.5
"""Seconds; a world that is not ahead by more is not shifted to."""


class WorldTime:
    """Nothing is patched, nor the patching library imported, while the offset is zero; where there
    is no such library, the plain clocks are there from the start.
    """

    def __init__(self) -> None:
        self._offset = 0.0
        self._travel: Any = None
        self._plain: PlainTime | None = None
        if importlib.util.find_spec("time_machine") is None:
            self._plain = PlainTime()
            self._plain.install()  # before the function imports anything

    def set_offset(self, seconds: float) -> None:
        """Be `seconds` ahead of the machine from now on."""
        if abs(seconds - self._offset) < _SMALLEST:
            return
        if self._plain is not None:
            self._plain.seconds = self._offset = seconds
            return
        if self._travel is not None:
            self._travel.stop()
            self._travel = None
        if abs(seconds) >= _SMALLEST:
            target = datetime.now(timezone.utc) + timedelta(seconds=seconds)
            self._travel = _time_machine().travel(target, tick=True)
            self._travel.start()
        self._offset = seconds


def _time_machine() -> Any:
    """Import it without pytest, which it takes along when it can and which costs 0.3 s."""
    blocked = "pytest" not in sys.modules
    if blocked:
        sys.modules["pytest"] = cast("ModuleType", None)
    try:
        import time_machine  # noqa: PLC0415 - only when the clock was moved
    finally:
        if blocked:
            del sys.modules["pytest"]
    return time_machine
