"""What other resolvers tell, and the function's own for clients of other networks.

A resolver answers by where it is, or by the subnet that it is asked for: so edges of other regions
and carriers are seen from one place. All of it is only told: what is verified is what the
function's own resolver leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Network, IPv6Network

from certbind.adapters.edge.lookup import Lookup, Resolver
from certbind.config import DnsServer
from certbind.domain.trust.observation import View

MOST_VIEWS = 8
_SECONDS = 4.0
_SYSTEM = "the system's resolver"

Asked = tuple[str, str, Resolver]
"""Who is asked, for which subnet, and how."""


def views_of(
    own: DnsServer | None,
    others: Sequence[DnsServer | None],
    subnets: Sequence[IPv4Network | IPv6Network],
) -> tuple[Asked, ...]:
    """Each other server as it answers us, then every server for every subnet; MOST_VIEWS of them,
    so that it stays one look.
    """
    # As in resolver.py: its import costs a fifth of a second, and most functions do without it.
    from certbind.adapters.edge.dns_resolver import DnsResolver  # noqa: PLC0415

    plain = [(_named(one), "", DnsResolver(one, _SECONDS)) for one in others]
    by_subnet = [
        (_named(server), str(subnet), DnsResolver(server, _SECONDS, subnet))
        for subnet in subnets
        for server in (own, *others)
    ]
    return tuple([*plain, *by_subnet][:MOST_VIEWS])


def look_at(views: Sequence[Asked], name: str) -> tuple[View, ...]:
    """All at once, each within the time of half a look-up of our own."""
    if not views:
        return ()
    with ThreadPoolExecutor(MOST_VIEWS) as pool:
        found = pool.map(lambda one: one[2].resolve(name), views)
        return tuple(
            _view(resolver, subnet, lookup)
            for (resolver, subnet, _), lookup in zip(views, found, strict=True)
        )


def _view(resolver: str, subnet: str, lookup: Lookup) -> View:
    return View(
        resolver,
        subnet,
        lookup.resolution,
        tuple(sorted(lookup.addresses)),
        lookup.unanswered,
        lookup.by_subnet,
    )


def _named(server: DnsServer | None) -> str:
    if server is None:
        return _SYSTEM
    host = f"[{server.host}]" if ":" in server.host else server.host
    return host if server.port == _DNS_PORT else f"{host}:{server.port}"


_DNS_PORT = 53
