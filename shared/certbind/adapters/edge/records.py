"""Records of any type, as the CA will look for them (RecordLookup)."""

from __future__ import annotations

import dns.exception
import dns.resolver

from certbind.adapters.edge.lookup import LOOKUP_SECONDS
from certbind.config import DnsServer


class DnsRecords:
    """Asks the named server, or those of the system."""

    def __init__(self, server: DnsServer | None, seconds: float = LOOKUP_SECONDS) -> None:
        self._server = server
        self._seconds = seconds

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """See RecordLookup. A TXT record's strings are joined (RFC 7208, section 3.3). The name
        servers that an alias leads to are not the name's own.
        """
        try:
            answer = self._resolver().resolve(
                f"{name.rstrip('.')}.", kind, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            return None
        if answer.rrset is None or (kind == "NS" and answer.canonical_name != answer.qname):
            return ()
        return tuple(_text(one, kind) for one in answer.rrset)

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=self._server is None)
        if self._server is not None:
            resolver.nameservers = [self._server.host]
            resolver.port = self._server.port
        resolver.lifetime = self._seconds
        return resolver


def _text(record: object, kind: str) -> str:
    if kind == "TXT":
        parts: tuple[bytes, ...] = getattr(record, "strings", ())
        return b"".join(parts).decode("utf-8", "replace")
    return str(getattr(record, "target", record)).rstrip(".").lower()
