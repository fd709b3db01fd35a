"""The products of this world at which certificates stand, besides OSS: what each holds."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Protocol

from localcloud.clock import Clock
from localcloud.contracts import INTERNATIONAL_SITE, Deployable, UseRegister
from localcloud.dns import DnsServer
from localcloud.edges import Edges
from localcloud.elsewhere import Elsewhere
from localcloud.services.accelerated import AcceleratedModel
from localcloud.services.accelerated.deployable import AcceleratedDeployable
from localcloud.services.alb import BRAND as ALB
from localcloud.services.balancing import BalancingModel
from localcloud.services.balancing.deployable import BalancingDeployable
from localcloud.services.cas import CasStore
from localcloud.services.cdn import BRAND as CDN
from localcloud.services.dcdn import BRAND as DCDN
from localcloud.services.esa import EsaModel
from localcloud.services.nlb import BRAND as NLB
from localcloud.services.vod import BRAND as VOD
from localcloud.store import Store
from localcloud.switches import Switches


class Product(UseRegister, Protocol):
    """What each model can do."""

    def republish(self) -> None:
        """Tell the edges everything, as they know nothing after a start."""


class Products:
    """Each product's model; its endpoint is the world's affair."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        switches: Switches,
        cas: CasStore,
        edges: Edges,
        dns: DnsServer,
        regions: Iterable[str],
    ) -> None:
        """regions: of the buckets; load balancers are in one of the international site as well."""
        self.accelerated = {
            brand.site: AcceleratedModel(store, clock, switches, cas, edges, dns, brand)
            for brand in (CDN, DCDN, VOD)
        }
        self.esa = EsaModel(store, clock, cas, edges)
        self.balancing = {
            brand.site: BalancingModel(store, clock, switches, cas, edges, brand)
            for brand in (ALB, NLB)
        }
        self.balancing_regions = tuple(dict.fromkeys((*regions, INTERNATIONAL_SITE)))
        self.elsewhere = Elsewhere(store, clock, cas, edges)
        self._all: tuple[Product, ...] = (
            *self.accelerated.values(),
            self.esa,
            *self.balancing.values(),
        )

    def republish(self) -> None:
        """See Product."""
        for product in self._all:
            product.republish()
        self.elsewhere.republish()

    def settle(self) -> None:
        """What time has brought about by now."""
        for model in self.balancing.values():
            model.settle()

    def uses(self) -> Iterable[tuple[str, str]]:
        """Who has bound which certificate, of those that say so themselves (UseRegister)."""
        return chain.from_iterable(product.uses() for product in self._all)

    def deployable(self) -> list[Deployable]:
        """As CAS's deployment jobs reach them."""
        return [
            *(AcceleratedDeployable(model) for model in self.accelerated.values()),
            *(BalancingDeployable(model) for model in self.balancing.values()),
            self.elsewhere,
        ]
