"""What an edge address can do wrong, by rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from localcloud.rules import Rule, RuleList

ANY = "*"


class EdgeFaultKind(Enum):
    """How the address misbehaves."""

    HANG = "hang"  # accepts, then silence
    RESET = "reset"  # RST instead of an answer to the hello
    NOT_TLS = "not_tls"  # plain HTTP text where TLS is spoken
    REFUSE = "refuse"  # nothing listens
    DRIP = "drip"  # the handshake comes a byte at a time


@dataclass(frozen=True, slots=True)
class EdgeFault(Rule):
    """`domain` and `address`: `*` for any. REFUSE strikes before a name is heard: any domain."""

    kind: EdgeFaultKind
    domain: str = ANY
    address: str = ANY

    def to_json(self) -> dict[str, Any]:
        """As a command line shows it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "domain": self.domain,
            "address": self.address,
        }


class EdgeFaults(RuleList[EdgeFault]):
    """The faults in force; they strike until they are removed."""

    prefix = "edge-fault"

    def add(self, rule: EdgeFault) -> EdgeFault:
        """Put a rule into force. ValueError for a refusal by name: TCP knows no names."""
        if rule.kind is EdgeFaultKind.REFUSE and rule.domain != ANY:
            raise ValueError("an address refuses connections whatever the domain")
        return super().add(rule)

    def asks_for_names(self, address: str) -> bool:
        """Whether a rule for this address depends on the name that a client asks for."""
        return any(r.domain != ANY and r.address in (ANY, address) for r in self.rules())

    def refuses(self, address: str) -> bool:
        """Whether nothing is to listen there."""
        refusals = (r for r in self.rules() if r.kind is EdgeFaultKind.REFUSE)
        return any(r.address in (ANY, address) for r in refusals)

    def striking(self, address: str, domain: str | None) -> EdgeFaultKind | None:
        """What happens to a connection; `domain` None when it is not known."""
        for rule in self.rules():
            if rule.kind is EdgeFaultKind.REFUSE or rule.address not in (ANY, address):
                continue
            if rule.domain in (ANY, domain):
                return rule.kind
        return None
