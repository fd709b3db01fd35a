"""A named DNS server, asked directly."""

from __future__ import annotations

import dns.exception
import dns.resolver

from certbind.adapters.edge.lookup import LOOKUP_SECONDS, Lookup
from certbind.config import DnsServer
from certbind.domain.trust.observation import Family, Resolution

_KINDS = {Family.IPV4: "A", Family.IPV6: "AAAA"}


class DnsResolver:
    """Asks one server for A and AAAA."""

    def __init__(self, server: DnsServer, seconds: float = LOOKUP_SECONDS) -> None:
        self._resolver = dns.resolver.Resolver(configure=False)
        self._resolver.nameservers = [server.host]
        self._resolver.port = server.port
        self._seconds = seconds

    def resolve(self, name: str) -> Lookup:
        """See Resolver."""
        return Lookup.of_both({family: self._ask(name, kind) for family, kind in _KINDS.items()})

    def _ask(self, name: str, kind: str) -> Lookup:
        try:
            answer = self._resolver.resolve(
                f"{name}.",
                kind,
                raise_on_no_answer=False,
                lifetime=self._seconds / 2,
                search=False,
            )
        except dns.resolver.NXDOMAIN:
            return Lookup(Resolution.NXDOMAIN)
        except (dns.exception.DNSException, OSError, ValueError):
            return Lookup(Resolution.TEMPORARY)
        passed = answer.chaining_result.cnames
        chain = tuple(str(record[0].target).rstrip(".").lower() for record in passed)
        addresses = tuple(str(record.address) for record in answer.rrset or ())
        return Lookup(Resolution.RESOLVED, addresses, chain)
