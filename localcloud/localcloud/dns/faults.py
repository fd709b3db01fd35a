"""What the name server can do wrong, by name."""

from __future__ import annotations

import threading
from enum import Enum

ANY = "*"


class DnsFaultKind(Enum):
    """What a query for the name gets."""

    SERVFAIL = "servfail"
    TIMEOUT = "timeout"  # no answer at all
    NXDOMAIN = "nxdomain"


class DnsFaults:
    """One fault a name (`*`: every name), for a number of queries; gone after a restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: dict[str, tuple[DnsFaultKind, int | None]] = {}

    def set(self, name: str, kind: DnsFaultKind, count: int | None) -> None:
        """Replace the name's fault; count None: until it is cleared."""
        with self._lock:
            self._rules[name] = (kind, count)

    def clear(self) -> None:
        """All names answer again."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> dict[str, tuple[DnsFaultKind, int | None]]:
        """What is in force."""
        with self._lock:
            return dict(self._rules)

    def take(self, name: str) -> DnsFaultKind | None:
        """The fault of a query for `name`, used up by one."""
        with self._lock:
            key = name if name in self._rules else ANY
            if key not in self._rules:
                return None
            kind, count = self._rules[key]
            if count is not None and count <= 1:
                del self._rules[key]
            elif count is not None:
                self._rules[key] = (kind, count - 1)
            return kind
