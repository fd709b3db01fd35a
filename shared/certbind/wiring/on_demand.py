"""Ports that many are given and few ask: their adapters are imported by the first call."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from certbind.config import DnsServer

if TYPE_CHECKING:
    from certbind.adapters.calls.product import Account
    from certbind.adapters.edge.lookup import Resolver
    from certbind.domain.hygiene.quotas import Quota
    from certbind.domain.model.identity import ProductName
    from certbind.domain.model.job import Job
    from certbind.domain.model.resource import CloudResource
    from certbind.domain.renewal.order import Order, Renewable
    from certbind.domain.trust.observation import FetchedCrl
    from certbind.wiring.clients import Clients


class Records:
    """DNS (RecordLookup)."""

    def __init__(self, server: DnsServer | None) -> None:
        self._server = server

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """See RecordLookup."""
        from certbind.adapters.edge.records import DnsRecords  # noqa: PLC0415

        return DnsRecords(self._server).values(name, kind)


class CrlServers:
    """The CAs' (Fetches); a client of HTTP is imported when a chain names one."""

    def __init__(self, resolver: Resolver, *, loopback: bool) -> None:
        self._resolver = resolver
        self._loopback = loopback

    def fetch(self, url: str, left: float) -> FetchedCrl:
        """See Fetches."""
        from certbind.adapters.crl.fetch import CrlFetcher  # noqa: PLC0415

        def resolve(host: str) -> tuple[str, ...]:
            return self._resolver.resolve(host).addresses

        return CrlFetcher(resolve, loopback=self._loopback).fetch(url, left)


class Jobs:
    """CAS's own (Deployments): what a person starts asks for none."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def under_way(self) -> tuple[Job, ...]:
        """See Deployments."""
        from certbind.adapters.cas.deploying.jobs import CasJobs  # noqa: PLC0415

        return CasJobs(self._clients.cas_sites(), self._clients.retry).under_way()


class Instances:
    """CAS's, where nobody let certbind order (Hosting): most sweeps meet none that is due."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def instance(self, one: Renewable) -> Order | None:
        """See Hosting."""
        from certbind.adapters.cas.orders import CasOrders  # noqa: PLC0415

        return CasOrders(self._clients.cas_sites(), self._clients.retry).instance(one)


class Resources:
    """CAS's list (CloudResources): of the functions, recheck alone asks for it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def listed(self) -> tuple[CloudResource, ...]:
        """See CloudResources."""
        from certbind.adapters.cas.deploying.resources import CasResources  # noqa: PLC0415

        return CasResources(self._clients.cas_sites(), self._clients.retry).listed()


class PlaceQuotas:
    """Of products that count places (Quotas); one that nobody has is not imported for it."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """See Quotas."""
        from certbind.adapters import registry  # noqa: PLC0415
        from certbind.adapters.quotas import AllQuotas  # noqa: PLC0415

        wanted = self._account.settings.products
        names = [n for n in registry.names(wanted) if products is None or n in products]
        found = {one.name: one.quotas for one in map(registry.load, names) if one.quotas}
        return AllQuotas({name: partial(of, self._account) for name, of in found.items()}).held()
