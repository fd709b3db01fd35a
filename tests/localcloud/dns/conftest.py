"""A name server, and edges that only have addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import dns.message
import dns.query
import pytest

from localcloud.contracts import PLAIN, Manner, Material
from localcloud.dns import DnsServer
from tests.localcloud.conftest import OpenStore

WAIT = 3.0


class FixedAddresses:
    """Serving, as far as the name server asks."""

    def addresses(self, site: str) -> tuple[str, ...]:
        product, _, region = site.partition("/")
        if product == "cdn":
            return ("127.32.0.1", "127.32.0.2", "127.32.0.3")
        return {"cn-hangzhou": ("127.31.1.1", "127.31.1.2")}.get(region, ())

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        """Not asked for here."""

    def withdraw(self, domain: str, site: str) -> None:
        """Not asked for here."""


@dataclass
class Asker:
    """A client that asks over the wire."""

    server: DnsServer

    def ask(self, name: str, kind: str = "A", *, tcp: bool = False) -> dns.message.Message:
        query = dns.message.make_query(name, kind)
        send = dns.query.tcp if tcp else dns.query.udp
        return send(query, "127.0.0.1", WAIT, port=self.server.port)

    def values(self, name: str, kind: str = "A", *, tcp: bool = False) -> list[str]:
        """The data of the kind asked for, sorted."""
        answer = self.ask(name, kind, tcp=tcp).answer
        return sorted(d.to_text() for rrset in answer if rrset.rdtype.name == kind for d in rrset)

    def rcode(self, name: str, kind: str = "A") -> str:
        return self.ask(name, kind).rcode().name


@pytest.fixture
def server(open_store: OpenStore) -> Iterator[DnsServer]:
    one = DnsServer(open_store(None), FixedAddresses())
    one.start()
    yield one
    one.stop()


@pytest.fixture
def asker(server: DnsServer) -> Asker:
    return Asker(server)
