"""The local cloud without a socket: the same parts as localcloud.world puts together, but for what
listens.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from localcloud.authority import Authorities
from localcloud.calls import CallLog
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, UseRegister
from localcloud.credentials import Credentials
from localcloud.edges.defaults import DefaultCertificates
from localcloud.edges.sites import is_everywhere
from localcloud.endpoints import Endpoints
from localcloud.faults import Faults
from localcloud.gateway import Gateway, Kernel
from localcloud.queue_access import QueueAccess
from localcloud.services.accelerated import AcceleratedModel
from localcloud.services.accelerated.deployable import AcceleratedDeployable
from localcloud.services.alidns import AlidnsModel, AlidnsService
from localcloud.services.cas import CasService, CasStore
from localcloud.services.cas.applying.settling import Settling
from localcloud.services.cdn.service import BRAND as CDN
from localcloud.services.cdn.service import CdnService
from localcloud.services.dcdn import BRAND as DCDN
from localcloud.services.dcdn import DcdnService
from localcloud.services.esa import EsaModel, EsaService
from localcloud.services.mns import MnsService
from localcloud.services.oss.deployable import OssDeployable
from localcloud.services.oss.service import OssService
from localcloud.services.vod import BRAND as VOD
from localcloud.services.vod import VodService
from localcloud.standing import Standings
from localcloud.store import Store
from localcloud.switches import Switches
from tests.simulation.clockwork import CloudClock, Time
from tests.simulation.edges import REGION, Edges, Names, der_of

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


class Cloud:
    """One account. `apps`: what answers at which port. products: those that certbind is told of.
    renews: whether CAS issues and deploys by itself.
    """

    def __init__(
        self,
        time: Time,
        delays: dict[str, float],
        products: tuple[str, ...] = ("oss", "cdn"),
        *,
        renews: bool = False,
    ) -> None:
        store = Memory()
        self.time = time
        self.clock = CloudClock(time)
        self.products = products
        self.switches = Switches(store)
        standings = Standings(store)
        self.kernel = Kernel(
            self.clock,
            Credentials(store, self.clock),
            Faults(),
            CallLog(keep=100),
            None,
            standings,
        )
        for opened in ("dcdn", "vod"):
            standings.set_opened(opened, opened=True)
        self.authorities = Authorities(store, self.clock)
        self.edges = Edges(self.clock, store, delays)
        self.names = Names(store, self.edges)
        self.defaults = DefaultCertificates(self.clock, self.authorities)
        self.cas = CasStore(store, self.clock, self.switches, self)
        shared = (self.switches, self.cas, self.edges, self.names)
        self.oss = OssService(self.kernel, store, *shared)
        self.accelerated = {
            brand.site: AcceleratedModel(store, self.clock, *shared, brand)
            for brand in (CDN, DCDN, VOD)
        }
        self.cdn = CdnService(self.kernel, self.accelerated["cdn"])
        self.esa = EsaModel(store, self.clock, self.cas, self.edges)
        self.mns = MnsService(self.kernel, store, REGION, self.switches)
        self.alidns = AlidnsModel(store, self.clock, self.switches)
        self.names.answer_for(self.alidns)
        self.queues = QueueAccess(self.mns.model, self.clock)
        self.apps = self._apps()
        self.ca = Settling(store, self.cas, self.authorities, self.names)
        if renews:
            self._renew()
        self.oss.register_port(1001, REGION, "public")
        self.oss.world.create_bucket(LEDGER, REGION)
        for name in (QUEUE, LETTERS):
            self.mns.model.create_queue(name, {"VisibilityTimeout": "600"})

    def _apps(self) -> dict[int, Gateway]:
        return {
            1001: self.oss,
            1002: CasService(self.kernel, CHINA_SITE, self.cas),
            1003: CasService(self.kernel, INTERNATIONAL_SITE, self.cas),
            1004: self.cdn,
            1005: self.mns,
            1006: DcdnService(self.kernel, self.accelerated["dcdn"]),
            1007: VodService(self.kernel, self.accelerated["vod"]),
            1008: EsaService(self.kernel, self.esa, self.switches),
            1009: AlidnsService(self.kernel, self.alidns),
        }

    def _renew(self) -> None:
        self.cas.settling = self.ca
        self.cas.deploying.resources.products += [
            OssDeployable(self.oss.world),
            *(AcceleratedDeployable(model) for model in self.accelerated.values()),
        ]
        self.kernel.due.append(self.cas.deploying.settle)

    def uses(self) -> Iterable[tuple[str, str]]:
        """Implements contracts.UseRegister."""
        registers: tuple[UseRegister, ...] = (self.oss, *self.accelerated.values(), self.esa)
        return chain.from_iterable(one.uses() for one in registers)

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
            dcdn=f"{host}:1006",
            vod=f"{host}:1007",
            esa=f"{host}:1008",
            alidns=f"{host}:1009",
        )
        credentials = self.kernel.credentials
        return {
            **places.variables(credentials.account_id, credentials.root, roots),
            "CERTBIND_LEDGER_BUCKET": LEDGER,
            "CERTBIND_PRODUCTS": ",".join(self.products),
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
        return () if is_everywhere(site) else der_of(self.defaults.of(site).chain_pem)


@lru_cache(maxsize=64)
def _kept(pem: str) -> Path:
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(pem)
    return Path(file.name)
