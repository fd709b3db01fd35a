"""Which calls were made, by whom, and how they ended: the local cloud's own audit trail."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

LONGEST_NAME = 2000
"""What is kept of an object's name: no real one is longer, a stranger's may have megabytes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `code` is "" for a success, else the service's error code.

    missing: `<action> on <resource>`, the permission for want of which RAM refused the call. It
    and `resource` are cut at LONGEST_NAME by the log.
    """

    at: datetime
    service: str
    action: str
    resource: str
    principal: str
    status: int
    code: str = ""
    missing: str = ""


class CallLog:
    """The newest calls, and how many there were of each since the last reset."""

    def __init__(self, keep: int = 20_000) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque(maxlen=keep)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._listeners: list[Callable[[Call], None]] = []

    def listen(self, listener: Callable[[Call], None]) -> None:
        """Tell `listener` of every call from now on, in the server's thread, before the answer."""
        self._listeners.append(listener)

    def add(self, call: Call) -> None:
        """Record one call."""
        kept = replace(
            call, resource=call.resource[:LONGEST_NAME], missing=call.missing[:LONGEST_NAME]
        )
        with self._lock:
            self._calls.append(kept)
            self._counts[call.service, call.action] += 1
        for listener in self._listeners:
            listener(kept)

    def calls(self) -> tuple[Call, ...]:
        """The newest calls, oldest first."""
        with self._lock:
            return tuple(self._calls)

    def counts(self) -> dict[str, int]:
        """`oss.PutCname` → how often, since the last reset."""
        with self._lock:
            return {f"{s}.{a}": n for (s, a), n in sorted(self._counts.items())}

    def reset(self) -> None:
        """Forget everything; a measurement starts."""
        with self._lock:
            self._calls.clear()
            self._counts.clear()
