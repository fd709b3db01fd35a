"""The adapters, wired to a local cloud as bootstrap wires them to the real one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from aliyunsdkcdn.request.v20180510.BatchSetCdnDomainConfigRequest import (
    BatchSetCdnDomainConfigRequest,
)

from certbind.adapters import registry
from certbind.adapters.accelerated.lists import DomainPageSizes
from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.oss.api import OssApi, OssPlace
from certbind.adapters.calls.oss.buckets import LONGEST_PAGE, OssBuckets
from certbind.adapters.calls.product import Account
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cas.errors import ERRORS as CAS_ERRORS
from certbind.adapters.cas.inventory import CasInventory, PageSizes
from certbind.adapters.cas.uploads import CasUploads
from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.cdn.errors import ERRORS as CDN_ERRORS
from certbind.adapters.cdn.settings import CdnSettings
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.adapters.edge.resolver import resolver_for
from certbind.adapters.edge.rounds import OverRounds
from certbind.adapters.ledger.journal import OssJournal
from certbind.adapters.mns.queue import MnsQueue
from certbind.adapters.oss.settings import OssSettings
from certbind.adapters.oss.targets import OssTargets
from certbind.adapters.settings import AllSettings
from certbind.adapters.targets import AllTargets
from certbind.config import CasList, Settings
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.errors import UnavailableError
from certbind.ports.targets import Targets, TargetSettings
from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud

T = TypeVar("T")

DCDN, VOD, ESA = ProductName("dcdn"), ProductName("vod"), ProductName("esa")
LEDGER = "certbind-ledger"
TABLES = {"cas": CAS_ERRORS, "cdn": CDN_ERRORS}


@dataclass(frozen=True)
class WorldClock:
    """The local cloud's clock as a port."""

    cloud: LocalCloud

    def now(self) -> datetime:
        return self.cloud.clock.now()


def issue(cloud: LocalCloud, *names: str, region: str = "cn-hangzhou") -> CertificateId:
    """CAS issues a certificate at one of its two sites."""
    made = cloud.authorities.issue(names)
    stored = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=region, name=made.serial)
    return CertificateId.parse(stored.identifier)


class Wired:
    """Every adapter of one local cloud; pauses between repetitions are skipped."""

    def __init__(self, cloud: LocalCloud, **environ: str) -> None:
        self.cloud = cloud
        self.settings = Settings.from_env(
            {
                **cloud.env(),
                "CERTBIND_LEDGER_BUCKET": LEDGER,
                "CERTBIND_SITE": "both",
                **environ,
            }
        )
        self.retry = Retry(Deadline(60), draw=lambda: 0.0)
        self.clock = WorldClock(cloud)
        self._cdn = self._open_api("cdn", self.settings.endpoints.cdn)
        self._sites = {r: self._open_api("cas", e) for r, e in self.settings.endpoints.cas}

    def inventory(
        self, lists: CasList = CasList.BOTH, sizes: PageSizes | None = None
    ) -> CasInventory:
        return CasInventory(self._sites, self._cdn, self.retry, self.clock, lists, sizes)

    def uploads(self, region: str = "cn-hangzhou") -> CasUploads:
        return CasUploads(self._sites[region], region, self.retry)

    def targets(
        self,
        buckets_a_page: int = LONGEST_PAGE,
        sizes: DomainPageSizes | None = None,
        *,
        buckets: tuple[str, ...] = (),
        domains: tuple[str, ...] = (),
    ) -> AllTargets:
        oss = self.oss_api()
        found = OssBuckets(oss, self.retry, buckets_a_page, buckets)
        return AllTargets(
            {
                ProductName("oss"): lambda: OssTargets(oss, found, self.retry),
                ProductName("cdn"): lambda: AcceleratedTargets(
                    DIALECT, self._cdn, self.retry, sizes, domains
                ),
                **{name: partial(self._targets_of, name) for name in (DCDN, VOD, ESA)},
            },
        )

    def served(
        self, *, buckets: tuple[str, ...] = (), domains: tuple[str, ...] = ()
    ) -> AllSettings:
        oss = self.oss_api()
        found = OssBuckets(oss, self.retry, only=buckets)
        known: dict[ProductName, TargetSettings] = {
            ProductName("oss"): OssSettings(oss, found, self.retry),
            ProductName("cdn"): CdnSettings(self._cdn, self.retry, domains),
            **{name: self._settings_of(name) for name in (DCDN, VOD)},
        }
        return AllSettings(known, known.get)

    def accelerate(self, domain: str, host: str, port: int) -> Domain:
        """A CDN domain with another origin than a bucket's own host."""
        self.cloud.cdn.model.add_domain(domain, [Origin("domain", host, port)])
        return Domain(domain)

    def set_functions(self, domain: str, functions: Sequence[Mapping[str, object]]) -> None:
        """As a person does at CDN's console."""
        params = {"DomainNames": domain, "Functions": json.dumps(functions)}
        self._cdn.call(BatchSetCdnDomainConfigRequest(), params)

    def _settings_of(self, name: ProductName) -> TargetSettings:
        opened = registry.load(name).served
        assert opened is not None
        return opened(Account(self.settings, self.retry))

    def _targets_of(self, name: ProductName) -> Targets:
        return registry.load(name).targets(Account(self.settings, self.retry))

    def journal(self) -> OssJournal:
        return OssJournal(
            self.oss_api(), self.settings.ledger_bucket, self.settings.ledger_prefix, self.retry
        )

    def queue(self) -> MnsQueue:
        settings = self.settings
        return MnsQueue(settings.endpoints.mns, settings.queue, settings.credentials, self.retry)

    def probe(self, limits: ProbeLimits) -> HandshakeProbe:
        seen = self.settings.probe
        return HandshakeProbe(
            OverRounds(resolver_for(seen.dns_server)), self.clock, seen.https_port, limits
        )

    def oss_api(self) -> OssApi:
        settings = self.settings
        place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
        return OssApi(place, settings.credentials)

    def _open_api(self, service: str, endpoint: str) -> OpenApi:
        region, credentials = self.settings.region, self.settings.credentials
        return OpenApi(service, endpoint, credentials, region, TABLES[service])


def insist(call: Callable[[], T]) -> T:
    """Call again after a lost answer, as the queue's trigger does."""
    try:
        return call()
    except UnavailableError:
        return call()
