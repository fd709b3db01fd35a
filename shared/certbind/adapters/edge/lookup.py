"""Where a domain's name leads: the common ground of both resolvers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from certbind.domain.trust.observation import Resolution

LOOKUP_SECONDS = 8.0
"""How long a look-up may take, all of its names and addresses together."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """All A and AAAA addresses of a name; and the names passed on the way, without the asked."""

    resolution: Resolution
    addresses: tuple[str, ...] = ()
    cname_chain: tuple[str, ...] = ()


class Resolver(Protocol):
    """Looks names up; a failed look-up is a result."""

    def resolve(self, name: str) -> Lookup:
        """Within the resolver's own deadline."""
