"""A named DNS server, asked directly; for the clients of a subnet where one is given."""

from __future__ import annotations

import secrets
import socket
from ipaddress import IPv4Network, IPv6Network

import dns.edns
import dns.exception
import dns.rcode
import dns.resolver

from certbind.adapters.edge.dns.message import MOST_BYTES, answer, question
from certbind.adapters.edge.lookup import LOOKUP_SECONDS, Lookup
from certbind.config import DnsServer
from certbind.domain.trust.observation import Family, Resolution

_KINDS = {Family.IPV4: "A", Family.IPV6: "AAAA"}
_OF_A_PLAIN_ANSWER, _OF_ALL_ELSE = 8, 8 / 3
"""Parts of a look-up's time: together half of it, as there are two kinds of address."""
_PAYLOAD = 1232
_WITHOUT_EDNS = frozenset({dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS})
"""What servers that never heard of EDNS, or of the option, say of it (RFC 6891, section 7)."""


class DnsResolver:
    """Asks one server, or the system's, for A and AAAA. It remembers nothing: what is kept by
    name alone would answer one subnet with the addresses of another.
    """

    def __init__(
        self,
        server: DnsServer | None,
        seconds: float = LOOKUP_SECONDS,
        subnet: IPv4Network | IPv6Network | None = None,
    ) -> None:
        """subnet: for whose clients (EDNS client subnet, RFC 7871)."""
        self._server = server
        self._seconds = seconds
        self._subnet = subnet

    def resolve(self, name: str) -> Lookup:
        """See Resolver."""
        return Lookup.of_both(
            {
                family: self._plain(name, family) or self._ask(name, kind)
                for family, kind in _KINDS.items()
            }
        )

    def _plain(self, name: str, family: Family) -> Lookup | None:
        """One question and its plain answer; None for whatever else there is, in the first part
        of a look-up's time. No answer of any kind is lost: the library asks again.
        """
        server = self._server
        if server is None or self._subnet is not None:
            return None
        kind = socket.AF_INET6 if ":" in server.host else socket.AF_INET
        try:
            asked = question(secrets.randbelow(1 << 16), name, family)
            with socket.socket(kind, socket.SOCK_DGRAM) as line:
                line.settimeout(self._seconds / _OF_A_PLAIN_ANSWER)
                line.connect((server.host, server.port))
                line.send(asked)
                return answer(line.recv(MOST_BYTES), asked, family)
        except (OSError, ValueError):
            return None

    def _ask(self, name: str, kind: str) -> Lookup:
        try:
            answer = self._answer(name, kind)
        except dns.resolver.NXDOMAIN:
            return Lookup(Resolution.NXDOMAIN)
        except (dns.exception.DNSException, OSError, ValueError):
            return Lookup(Resolution.TEMPORARY)
        passed = answer.chaining_result.cnames
        chain = tuple(str(record[0].target).rstrip(".").lower() for record in passed)
        addresses = tuple(str(record.address) for record in answer.rrset or ())
        by_subnet = any(
            isinstance(one, dns.edns.ECSOption) and one.scopelen > 0
            for one in answer.response.options
        )
        return Lookup(Resolution.RESOLVED, addresses, chain, by_subnet=by_subnet)

    def _answer(self, name: str, kind: str) -> dns.resolver.Answer:
        if self._subnet is None:
            return self._asked(name, kind, _OF_ALL_ELSE)
        try:
            return self._asked(name, kind, 4, self._subnet)
        except dns.resolver.NoNameservers as refused:
            if not _is_of_edns(refused):
                raise
        return self._asked(name, kind, 4)

    def _asked(
        self,
        name: str,
        kind: str,
        parts: float,
        subnet: IPv4Network | IPv6Network | None = None,
    ) -> dns.resolver.Answer:
        """Within so many parts of a look-up's time."""
        resolver = dns.resolver.Resolver(configure=self._server is None)
        if self._server is not None:
            resolver.nameservers = [self._server.host]
            resolver.port = self._server.port
        if subnet is not None:
            option = dns.edns.ECSOption(str(subnet.network_address), subnet.prefixlen)
            resolver.use_edns(0, 0, _PAYLOAD, [option])
        return resolver.resolve(
            f"{name}.",
            kind,
            raise_on_no_answer=False,
            lifetime=self._seconds / parts,
            search=False,
        )


def _is_of_edns(refused: dns.resolver.NoNameservers) -> bool:
    """Whether a server refused for the option's sake."""
    errors = refused.kwargs.get("errors", ())
    return any(
        response is not None and response.rcode() in _WITHOUT_EDNS for *_, response in errors
    )
