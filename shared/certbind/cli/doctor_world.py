"""The adapters that `doctor` looks through, and what is read once for several checks."""

from __future__ import annotations

from functools import cached_property

from certbind.adapters.calls.openapi import OpenApi
from certbind.adapters.calls.retry import Retry
from certbind.adapters.cas.inventory import CasInventory
from certbind.adapters.cdn.targets import CdnTargets
from certbind.adapters.ledger.bucket import LedgerBucket
from certbind.adapters.mns.queue import MnsQueue
from certbind.adapters.oss.api import OssApi, OssPlace
from certbind.adapters.oss.buckets import OssBuckets
from certbind.adapters.oss.targets import OssTargets
from certbind.adapters.targets import AllTargets
from certbind.config import Settings
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import TargetScan
from certbind.errors import CertbindError
from certbind.ports import Clock


class World:
    """The account behind some settings. Nothing is read before it is asked for."""

    def __init__(self, settings: Settings, clock: Clock, retry: Retry) -> None:
        self.settings = settings
        self.clock = clock
        self.retry = retry

    @cached_property
    def oss(self) -> OssApi:
        settings = self.settings
        place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
        return OssApi(place, settings.credentials)

    @cached_property
    def cdn(self) -> OpenApi:
        return OpenApi("cdn", self.settings.endpoints.cdn, self.settings.credentials)

    @cached_property
    def sts(self) -> OpenApi:
        return OpenApi("sts", self.settings.endpoints.sts, self.settings.credentials)

    @cached_property
    def scan(self) -> TargetScan:
        """All targets, once; it raises nothing, what failed is in it."""
        buckets = OssBuckets(self.oss, self.retry, only=self.settings.buckets)
        oss = OssTargets(self.oss, buckets, self.retry)
        cdn = CdnTargets(self.cdn, self.retry, only=self.settings.cdn_domains)
        return AllTargets({ProductName("oss"): oss, ProductName("cdn"): cdn}).scan()

    def cas(self, site: str) -> OpenApi:
        """ValueError for a site that is not configured."""
        endpoint = dict(self.settings.endpoints.cas)[site]
        return OpenApi("cas", endpoint, self.settings.credentials, site)

    def certificates(self, site: str) -> tuple[Certificate, ...]:
        """What the site lists."""
        inventory = CasInventory(
            {site: self.cas(site)}, self.cdn, self.retry, self.clock, self.settings.cas_list
        )
        return inventory.list_certificates()

    def number(self, site: str) -> int | None:
        """A certificate of the site to ask for; None when there is none, or none can be listed."""
        try:
            listed = self.certificates(site)
        except CertbindError:
            return None
        return listed[0].id.number if listed else None

    def queue(self, name: str) -> MnsQueue:
        """ConfigError when no queue can be called."""
        self.settings.require("MNS_ENDPOINT")
        settings = self.settings
        return MnsQueue(settings.endpoints.mns, name, settings.credentials, self.retry)

    def ledger(self) -> LedgerBucket:
        """ConfigError when none is named."""
        self.settings.require("CERTBIND_LEDGER_BUCKET")
        settings = self.settings
        return LedgerBucket(self.oss, settings.ledger_bucket, settings.ledger_prefix, self.retry)
