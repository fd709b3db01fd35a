"""What an edge address can do wrong, by rule."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

ANY = "*"


class EdgeFaultKind(Enum):
    """How the address misbehaves."""

    HANG = "hang"  # accepts, then silence
    RESET = "reset"  # RST instead of an answer to the hello
    NOT_TLS = "not_tls"  # plain HTTP text where TLS is spoken
    REFUSE = "refuse"  # nothing listens
    DRIP = "drip"  # the handshake comes a byte at a time


@dataclass(frozen=True, slots=True)
class EdgeFault:
    """`domain` and `address`: `*` for any. REFUSE strikes before a name is heard: any domain."""

    kind: EdgeFaultKind
    domain: str = ANY
    address: str = ANY
    id: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a command line shows it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "domain": self.domain,
            "address": self.address,
        }


class EdgeFaults:
    """The rules in force; they do not survive a restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules: tuple[EdgeFault, ...] = ()

    def add(self, fault: EdgeFault) -> EdgeFault:
        """Put a rule into force. ValueError for a refusal by name: TCP knows no names."""
        if fault.kind is EdgeFaultKind.REFUSE and fault.domain != ANY:
            raise ValueError("an address refuses connections whatever the domain")
        with self._lock:
            named = replace(fault, id=f"edge-fault-{next(self._numbers)}")
            self._rules = (*self._rules, named)
            return named

    def remove(self, fault_id: str) -> bool:
        """False when there is none with this id."""
        with self._lock:
            left = tuple(rule for rule in self._rules if rule.id != fault_id)
            found, self._rules = len(left) < len(self._rules), left
            return found

    def clear(self) -> None:
        """Take all rules out of force."""
        with self._lock:
            self._rules = ()

    def rules(self) -> tuple[EdgeFault, ...]:
        """The rules in force."""
        return self._rules

    def asks_for_names(self, address: str) -> bool:
        """Whether a rule for this address depends on the name that a client asks for."""
        return any(r.domain != ANY and r.address in (ANY, address) for r in self._rules)

    def refuses(self, address: str) -> bool:
        """Whether nothing is to listen there."""
        refusals = (r for r in self._rules if r.kind is EdgeFaultKind.REFUSE)
        return any(r.address in (ANY, address) for r in refusals)

    def striking(self, address: str, domain: str | None) -> EdgeFaultKind | None:
        """What happens to a connection; `domain` None when it is not known."""
        for rule in self._rules:
            if rule.kind is EdgeFaultKind.REFUSE or rule.address not in (ANY, address):
                continue
            if rule.domain in (ANY, domain):
                return rule.kind
        return None
