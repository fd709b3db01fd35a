"""What visitors meet: edges without a socket, DNS, and a look at them without a handshake.

A visitor's handshake is the one thing that is not played for real: Probe tells which chain an
address would serve, and no TLS is spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.adapters.edge.lookup import Lookup
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import probe_name
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Endpoint,
    Observation,
    Resolution,
)
from localcloud.authority import a_label
from localcloud.contracts import PLAIN, Manner, Material
from localcloud.dns.hosted import Hosted
from localcloud.dns.provider import ProviderNames
from localcloud.dns.records import Records
from localcloud.dns.resolution import Resolver
from localcloud.dns.subnets import Subnets
from localcloud.edges.propagation import Propagation, Served, published_name
from localcloud.edges.sites import SUFFIXES, Sites
from localcloud.edges.timeline import Entry
from localcloud.store import Store
from tests.simulation.clockwork import CloudClock

if TYPE_CHECKING:
    from tests.simulation.cloud import Cloud

REGION = "cn-hangzhou"


class Edges:
    """Implements contracts.Serving by the local cloud's own timelines; nobody listens."""

    def __init__(self, clock: CloudClock, store: Store, delays: dict[str, float]) -> None:
        self._clock = clock
        self._sites = Sites(store)
        self._sites.add(f"oss/{REGION}")
        self.propagation = Propagation(clock, delays)

    def addresses(self, site: str) -> tuple[str, ...]:
        """See Serving."""
        return self._sites.addresses(site)

    def site_of(self, address: str) -> str:
        """The site that has this address."""
        sites = (*SUFFIXES, *self._sites.known())
        return next(site for site in sites if address in self.addresses(site))

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        """See Serving."""
        self._schedule(domain, site, Entry(self._clock.now(), material, manner=manner))

    def withdraw(self, domain: str, site: str) -> None:
        """See Serving."""
        self._schedule(domain, site, Entry(self._clock.now(), None, served=False))

    def catch_up(self) -> None:
        """What is late at an address comes after its site's own delay."""
        self.propagation.clear_lags()
        now = self._clock.now()
        for (address, name), timeline in self.propagation._timelines.items():
            late = timeline.pending(now)
            if late is not None:
                timeline._entries.pop()
                delay = self.propagation._delay(self.site_of(address), name, address)
                since = min(late.since, now + timedelta(seconds=delay))
                timeline.add(replace(late, since=since))

    def served(self, domain: str, site: str) -> tuple[Served, ...]:
        """What each address of a site serves under the name."""
        name = published_name(domain)
        rows = [self.propagation.served(site, a, name) for a in self.addresses(site)]
        return tuple(row for row in rows if row is not None)

    def _schedule(self, domain: str, site: str, order: Entry) -> None:
        name, addresses = published_name(domain), self.addresses(site)
        self.propagation.schedule(name, site, addresses, order, at_once=False)


class Names:
    """Implements contracts.NameService by the local cloud's own records."""

    def __init__(self, store: Store, edges: Edges) -> None:
        self._records = Records(store)
        self._provider = ProviderNames(edges)
        self._resolver = Resolver(self._records, self._provider, Subnets(store))

    def answer_for(self, hosted: Hosted) -> None:
        """The zones of the account's own DNS, too."""
        self._resolver.hosted = hosted

    def set_cname(self, name: str, target: str) -> None:
        """See NameService."""
        self._records.set(name, "CNAME", [target])

    def set_txt(self, name: str, values: list[str]) -> None:
        """The owner publishes records."""
        self._records.set(name, "TXT", values)

    def txt(self, name: str) -> tuple[str, ...]:
        """See NameService."""
        return self.resolve(name, "TXT")

    def resolve(self, name: str, kind: str) -> tuple[str, ...]:
        """As the CAs see it (Zone)."""
        if kind == "NS":
            return self._resolver.name_servers(name)
        found = self._resolver.resolve(a_label(name), kind)
        return tuple((found.data or {}).get(kind, ()))

    def looked_up(self, name: str) -> Lookup:
        """As the adapters' Resolver."""
        found = self._resolver.resolve(name, "A")
        chain = tuple(target for _, target in found.aliases)
        addresses = tuple((found.data or {}).get("A", ()))
        how = Resolution.RESOLVED if addresses else Resolution.NXDOMAIN
        return Lookup(how, addresses, chain)


class Probe:
    """Implements TlsProbe by what the edges would choose: no handshake is made (see the module).

    is_unseen: nobody can look now.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.is_unseen = False

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe."""
        name = probe_name(domain)
        found = self._cloud.names.looked_up(name)
        seen = tuple(self._see(address, name) for address in sorted(found.addresses))
        now = self._cloud.clock.now()
        return Observation(name, now, found.resolution, seen, found.cname_chain)

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        """See TlsProbe."""
        return ((one, self.observe(one.host)) for one in endpoints)

    def _see(self, address: str, name: str) -> AddressObservation:
        if self.is_unseen:
            return AddressObservation(address, Attempt.CONNECT_TIMEOUT, detail="ETIMEDOUT")
        chain = self._cloud.chain_at(address, name)
        if not chain:
            return AddressObservation(address, Attempt.SNI_UNKNOWN, detail="unrecognized_name")
        how = ("TLSv1.3", "TLS_AES_128_GCM_SHA256", 0x0403)
        return AddressObservation(address, Attempt.COMPLETED, chain, *how, milliseconds=20)


@lru_cache(maxsize=4096)
def der_of(chain_pem: str) -> tuple[bytes, ...]:
    """The certificates of a chain."""
    found = x509.load_pem_x509_certificates(chain_pem.encode())
    return tuple(one.public_bytes(Encoding.DER) for one in found)
