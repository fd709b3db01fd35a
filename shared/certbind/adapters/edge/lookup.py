"""Where a domain's name leads: the common ground of both resolvers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from certbind.domain.trust.observation import Family, Resolution
from certbind.values import dataclass

LOOKUP_SECONDS = 8.0
"""How long a look-up may take, all of its names and addresses together."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """All A and AAAA addresses of a name; and the names passed on the way, without the asked.

    unanswered: kinds of addresses whose look-up failed while the other's gave some.
    by_subnet: whether the answer was made for the subnet that was asked for.
    """

    resolution: Resolution
    addresses: tuple[str, ...] = ()
    cname_chain: tuple[str, ...] = ()
    unanswered: tuple[Family, ...] = ()
    by_subnet: bool = False

    @classmethod
    def of_both(cls, lookups: Mapping[Family, Lookup]) -> Lookup:
        """Of both kinds. Without any address, a failure of either look-up is told as temporary,
        and only a plain "no" from both as an unknown name.
        """
        addresses = tuple(
            dict.fromkeys(address for one in lookups.values() for address in one.addresses)
        )
        chain = max((one.cname_chain for one in lookups.values()), key=len)
        failed = tuple(
            family for family, one in lookups.items() if one.resolution is Resolution.TEMPORARY
        )
        if addresses:
            by_subnet = any(one.by_subnet for one in lookups.values())
            return cls(Resolution.RESOLVED, addresses, chain, failed, by_subnet)
        return cls(Resolution.TEMPORARY if failed else Resolution.NXDOMAIN, cname_chain=chain)


class Resolver(Protocol):
    """Looks names up; a failed look-up is a result."""

    def resolve(self, name: str) -> Lookup:
        """Within the resolver's own deadline."""
