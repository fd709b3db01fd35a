"""What the name server can do wrong, by name."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum

ANY = "*"


class DnsFaultKind(Enum):
    """What a query for the name gets."""

    SERVFAIL = "servfail"
    TIMEOUT = "timeout"  # no answer at all
    NXDOMAIN = "nxdomain"
    FORMERR = "formerr"  # to a query with EDNS, as of a server that never heard of it
    NO_SUBNET = "no_subnet"  # the client's subnet is not looked at, as of most resolvers


@dataclass(frozen=True, slots=True)
class DnsFault:
    """count: how many queries it strikes (None: all); record: of which type, "" for every one."""

    kind: DnsFaultKind
    count: int | None = None
    record: str = ""


class DnsFaults:
    """Faults by name (`*`: every name) and type of record; gone after a restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: dict[tuple[str, str], DnsFault] = {}

    def set(self, name: str, fault: DnsFault) -> None:
        """Replace the name's fault of this type of record."""
        with self._lock:
            self._rules[name, fault.record] = fault

    def remove(self, name: str) -> bool:
        """The name answers again; False when it did."""
        with self._lock:
            struck = [key for key in self._rules if key[0] == name]
            for key in struck:
                del self._rules[key]
        return bool(struck)

    def clear(self) -> None:
        """All names answer again."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> tuple[tuple[str, DnsFault], ...]:
        """What is in force, each with its name."""
        with self._lock:
            return tuple((name, fault) for (name, _), fault in self._rules.items())

    def take(self, name: str, record: str) -> DnsFaultKind | None:
        """The fault of a query for `name`, used up by one; the narrowest rule strikes."""
        with self._lock:
            keys = [(name, record), (name, ""), (ANY, record), (ANY, "")]
            key = next((key for key in keys if key in self._rules), None)
            if key is None:
                return None
            fault = self._rules[key]
            if fault.count is not None and fault.count <= 1:
                del self._rules[key]
            elif fault.count is not None:
                self._rules[key] = replace(fault, count=fault.count - 1)
            return fault.kind
