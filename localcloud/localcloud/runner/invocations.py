"""Every invocation with its outcome, newest last."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """What a caller gets. 200 also for a function that failed: then `error_type` is set."""

    status: int
    error_type: str
    body: bytes
    log: tuple[str, ...]
    request_id: str
    duration: float

    @property
    def failed(self) -> bool:
        """Whether the platform's header says that the function failed."""
        return bool(self.error_type) or self.status >= 400  # noqa: PLR2004 - HTTP


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of a function. trigger: `queue/<trigger>`, `timer/<trigger>`, `invoke`.

    Times are the world's; `duration` is in real seconds.
    """

    function: str
    request_id: str
    trigger: str
    attempt: int
    started: datetime
    ended: datetime
    instance: str
    cold: bool
    result: InvocationResult

    def to_json(self) -> dict[str, Any]:
        """As `localcloud invocations --json` shows it."""
        return {
            "function": self.function,
            "request_id": self.request_id,
            "trigger": self.trigger,
            "attempt": self.attempt,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat(),
            "seconds": round(self.result.duration, 4),
            "instance": self.instance,
            "cold": self.cold,
            "status": self.result.status,
            "error_type": self.result.error_type,
            "body": self.result.body.decode("utf-8", "replace"),
            "log": list(self.result.log),
        }


class InvocationLog:
    """The newest invocations."""

    def __init__(self, keep: int = 5_000) -> None:
        self._lock = threading.Lock()
        self._items: deque[Invocation] = deque(maxlen=keep)

    def add(self, invocation: Invocation) -> None:
        """Record one run that ended."""
        with self._lock:
            self._items.append(invocation)

    def list(self, function: str | None = None) -> tuple[Invocation, ...]:
        """Oldest first; of one function when named."""
        with self._lock:
            items = tuple(self._items)
        return tuple(item for item in items if function in (None, item.function))
