"""The local cloud without a socket: its services, its certificate authorities, its edges' choice.

The same parts as localcloud.world puts together, but for what listens. A visitor's handshake is
the one thing that is not played for real here: Probe tells which chain an address would serve, and
no TLS is spoken.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

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
from localcloud.authority import Authorities, a_label
from localcloud.calls import CallLog
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, PLAIN, Manner, Material
from localcloud.credentials import Credentials
from localcloud.dns.provider import ProviderNames
from localcloud.dns.records import Records
from localcloud.dns.resolution import Resolver
from localcloud.dns.subnets import Subnets
from localcloud.edges.defaults import DefaultCertificates
from localcloud.edges.propagation import Propagation, Served, published_name
from localcloud.edges.sites import CDN, Sites
from localcloud.edges.timeline import Entry
from localcloud.endpoints import Endpoints
from localcloud.faults import Faults
from localcloud.gateway import Gateway, Kernel
from localcloud.queue_access import QueueAccess
from localcloud.services.accelerated import AcceleratedModel
from localcloud.services.cas import CasService, CasStore
from localcloud.services.cdn.service import BRAND, CdnService
from localcloud.services.mns import MnsService
from localcloud.services.oss.service import OssService
from localcloud.standing import Standings
from localcloud.store import Store
from localcloud.switches import Switches
from tests.simulation.clockwork import CloudClock, Time

REGION = "cn-hangzhou"
LEDGER = "the-ledger"
QUEUE, LETTERS = "certbind-events", "certbind-events-dead"


class Memory(Store):
    """A store that keeps nothing but what its tables hold."""

    def __init__(self) -> None:
        super().__init__(None)
        self._blobs: dict[str, bytes] = {}

    def write(self, kind: str, key: str, value: dict[str, Any]) -> None:
        """Nothing is restarted here."""

    def remove(self, kind: str, key: str) -> None:
        """As `write`."""

    def put_blob(self, key: str, value: bytes) -> None:
        """See Store."""
        self._blobs[key] = value

    def get_blob(self, key: str) -> bytes | None:
        """See Store."""
        return self._blobs.get(key)

    def blob_keys(self, prefix: str) -> tuple[str, ...]:
        """See Store."""
        return tuple(key for key in self._blobs if key.startswith(prefix))

    def remove_blob(self, key: str) -> None:
        """See Store."""
        self._blobs.pop(key, None)


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
        return next(site for site in self._sites.known() if address in self.addresses(site))

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

    def set_cname(self, name: str, target: str) -> None:
        """See NameService."""
        self._records.set(name, "CNAME", [target])

    def txt(self, name: str) -> tuple[str, ...]:
        """See NameService."""
        found = self._resolver.resolve(a_label(name), "TXT")
        return tuple((found.data or {}).get("TXT", ()))

    def resolve(self, name: str) -> Lookup:
        """As the adapters' Resolver."""
        found = self._resolver.resolve(name, "A")
        chain = tuple(target for _, target in found.aliases)
        addresses = tuple((found.data or {}).get("A", ()))
        how = Resolution.RESOLVED if addresses else Resolution.NXDOMAIN
        return Lookup(how, addresses, chain)


class Cloud:
    """One account. `apps`: what answers at which port."""

    def __init__(self, time: Time, delays: dict[str, float]) -> None:
        store = Memory()
        self.time = time
        self.clock = CloudClock(time)
        self.switches = Switches(store)
        self.kernel = Kernel(
            self.clock,
            Credentials(store, self.clock),
            Faults(),
            CallLog(keep=100),
            None,
            Standings(store),
        )
        self.authorities = Authorities(store, self.clock)
        self.edges = Edges(self.clock, store, delays)
        self.names = Names(store, self.edges)
        self.defaults = DefaultCertificates(self.clock, self.authorities)
        self.cas = CasStore(store, self.clock, self.switches, self)
        shared = (self.switches, self.cas, self.edges, self.names)
        self.oss = OssService(self.kernel, store, *shared)
        domains = AcceleratedModel(store, self.clock, *shared, BRAND)
        self.cdn = CdnService(self.kernel, domains)
        self.mns = MnsService(self.kernel, store, REGION, self.switches)
        self.queues = QueueAccess(self.mns.model, self.clock)
        self.apps: dict[int, Gateway] = {
            1001: self.oss,
            1002: CasService(self.kernel, CHINA_SITE, self.cas),
            1003: CasService(self.kernel, INTERNATIONAL_SITE, self.cas),
            1004: self.cdn,
            1005: self.mns,
        }
        self.oss.register_port(1001, REGION, "public")
        self.oss.world.create_bucket(LEDGER, REGION)
        for name in (QUEUE, LETTERS):
            self.mns.model.create_queue(name, {"VisibilityTimeout": "600"})

    def users_of(self, identifier: str) -> tuple[str, ...]:
        """Implements contracts.UseRegister."""
        return (*self.oss.users_of(identifier), *self.cdn.model.users_of(identifier))

    def environment(self, roots: Path) -> dict[str, str]:
        """What a deployment is told."""
        host = "http://127.0.0.1"
        places = Endpoints(
            {REGION: (f"{host}:1001", f"{host}:1001")},
            f"{host}:1002",
            f"{host}:1003",
            f"{host}:1004",
            f"{host}:1005",
            "127.0.0.1:53",
            443,
        )
        credentials = self.kernel.credentials
        return {
            **places.variables(credentials.account_id, credentials.root, roots),
            "CERTBIND_LEDGER_BUCKET": LEDGER,
            "CERTBIND_PRODUCTS": "oss,cdn",
        }

    def roots_file(self) -> Path:
        """The trusted roots, as a file that the environment can name."""
        return _kept(self.authorities.roots_pem())

    def chain_at(self, address: str, name: str) -> tuple[bytes, ...]:
        """What an address serves to who asks for a name; () where the handshake ends."""
        entry = self.edges.propagation.in_force(address, name)
        if entry is not None and entry.material is not None:
            return der_of(entry.material.chain_pem)
        site = self.edges.site_of(address)
        return () if site == CDN else der_of(self.defaults.of(site).chain_pem)


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
        found = self._cloud.names.resolve(name)
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


@lru_cache(maxsize=64)
def _kept(pem: str) -> Path:
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(pem)
    return Path(file.name)
