"""What `doctor` looks at: the machine and the account, as facts, wired to the adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property, partial
from urllib.parse import urlsplit

from certbind.adapters import registry
from certbind.adapters.alidns.probes import alidns_probes
from certbind.adapters.calls.network import proxy_of
from certbind.adapters.calls.probe import Probe
from certbind.adapters.calls.product import Product
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.calls.server_time import read_times
from certbind.adapters.cas.probes import cas_probes, chain_probe
from certbind.adapters.cas.sites import read_identifiers
from certbind.adapters.ledger.bucket import LedgerBucket
from certbind.adapters.ledger.probes import ledger_probes
from certbind.adapters.machine.installed import refuse_wrong_packages, root_set_version
from certbind.adapters.machine.service_file import read_triggers
from certbind.adapters.mns.dead_letters import BATCH
from certbind.adapters.mns.facts import read_queue_facts
from certbind.adapters.mns.probes import queue_probes
from certbind.adapters.ram.caller import read_caller
from certbind.adapters.ram.errors import STS_ERRORS
from certbind.domain.deployment.surroundings import (
    Caller,
    PermissionFacts,
    QueueFacts,
    ZoneFacts,
)
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.target import TargetScan
from certbind.errors import CertbindError
from certbind.ports.ledger import Head
from certbind.usecases.renew.delegation import read_zone
from certbind.wiring.invocation import Wiring
from certbind.wiring.products import unopened

_DOMAINS_LOOKED_AT = 20
"""Whose zones are looked for where none is named."""

__all__ = [
    "ExaminedAccount",
    "Probe",
    "Retry",
    "read_triggers",
    "refuse_wrong_packages",
    "root_set_version",
]


class ExaminedAccount:
    """The account behind some settings. Nothing is read before it is asked for."""

    def __init__(self, wiring: Wiring) -> None:
        self.settings = wiring.settings
        self._wiring = wiring
        self._retry = wiring.retry

    @cached_property
    def scan(self) -> TargetScan:
        """All targets, once; it raises nothing, what failed is in it."""
        return self._wiring.targets().scan()

    def caller(self) -> Caller:
        """Whose credentials these are."""
        settings = self.settings
        api = OpenApi("sts", settings.endpoints.sts, settings.credentials, errors=STS_ERRORS)
        return read_caller(api, self._retry)

    def times(self) -> tuple[datetime, datetime]:
        """What a service says the time is, and this machine."""
        return read_times(self.settings.endpoints.cas[0][1], self._wiring.clock)

    def reach_oss(self) -> None:
        """Raises why it is not reached."""
        api = self._wiring.oss()
        listing = api.caller("ListBuckets", "OSS", lambda: api.service().list_buckets(max_keys=1))
        self._retry.call(listing)

    def unused_proxy(self) -> tuple[str, str]:
        """The proxy of the environment that the queue's SDK does not use, "" for none; and the
        queue's host.
        """
        endpoint = self.settings.endpoints.mns
        return proxy_of(endpoint) if endpoint else "", urlsplit(endpoint).hostname or ""

    def site_identifiers(self, site: str) -> tuple[str, ...]:
        """Of certificates that a CAS endpoint lists, as it tells them itself."""
        return read_identifiers(self._wiring.cas(site), self._listed(site), self._retry)

    def queue_facts(self, name: str) -> QueueFacts:
        """ConfigError when no queue can be called."""
        self.settings.require("MNS_ENDPOINT")
        return read_queue_facts(self._wiring.queue_named(name), self._retry)

    def waiting_letters(self) -> tuple[int, int]:
        """How many dead letters are visible, and up to how many are counted."""
        self.settings.require("MNS_ENDPOINT")
        return self._wiring.dead_letters().waiting(), BATCH

    def ledger(self) -> LedgerBucket:
        """ConfigError when none is named."""
        self.settings.require("CERTBIND_LEDGER_BUCKET")
        settings = self.settings
        return LedgerBucket(
            self._wiring.oss(), settings.ledger_bucket, settings.ledger_prefix, self._retry
        )

    def last_told(self, subject: str) -> Head:
        """The newest entry of a timer's subject. ConfigError when no ledger is named."""
        self.settings.require("CERTBIND_LEDGER_BUCKET")
        return self._wiring.journal().head(subject)

    def permissions(self) -> Iterator[tuple[str, Callable[[], Iterable[Probe]]]]:
        """Where, and what makes the probes there when their turn comes."""
        for site, _ in self.settings.endpoints.cas:
            yield f"CAS {site}", partial(self._cas, site)
        for product in registry.load_all(self.settings.products):
            yield product.name.upper(), partial(self._product, product)
        if self.settings.policy.validates:
            yield "Alidns", self._alidns
        yield "ledger", self._ledger
        yield "MNS", self._queue

    def zones(self) -> tuple[ZoneFacts, ...]:
        """Those that certbind may write: the ones that are named, else those of the account that
        hold one of its first domains.
        """
        port, named = self._wiring.zones(), self.settings.policy.zones
        if port is None:
            return ()
        seen = sorted({one.target.domain.lstrip(".") for one in self.scan.targets})
        wanted = named or seen[:_DOMAINS_LOOKED_AT]
        facts = (read_zone(port, self._wiring.records(), name) for name in wanted)
        found = {one.name: one for one in facts if one.is_there or named}
        return tuple(found.values())

    def look_at(self, probe: Probe) -> PermissionFacts:
        """What it shows."""
        return probe.look(self._retry)

    def _cas(self, site: str) -> Iterator[Probe]:
        number = self._number(site)
        yield from cas_probes(self._wiring.cas(site), site, number)
        yield chain_probe(self._wiring.cdn(), site, number)

    @cached_property
    def _unopened(self) -> tuple[str, ...]:
        return unopened(self._wiring.account())

    def _product(self, product: Product) -> Iterable[Probe]:
        if product.name in self._unopened:
            told = "not opened in this account: nothing is asked for there, and no role needs it"
            return (Probe(f"{product.name}:*", product.name.upper(), told, None),)
        found = tuple(one for one in self.scan.targets if one.target.kind == product.name)
        return product.probes(self._wiring.account(), found)

    def _alidns(self) -> Iterable[Probe]:
        named = self.settings.policy.zones
        known = named[0] if named else next((one.name for one in self.zones()), "")
        return alidns_probes(self._wiring.alidns(), known)

    def _ledger(self) -> Iterable[Probe]:
        settings = self.settings
        return ledger_probes(self._wiring.oss(), settings.ledger_bucket, settings.ledger_prefix)

    def _queue(self) -> Iterable[Probe]:
        self.settings.require("MNS_ENDPOINT")
        queue = self.settings.queue
        return queue_probes(self._wiring.queue_named(queue), queue)

    def _listed(self, site: str) -> tuple[Certificate, ...]:
        return self._wiring.inventory(site).list_certificates()

    def _number(self, site: str) -> int | None:
        """A certificate of the site to ask for; None when there is none, or none can be listed."""
        try:
            listed = self._listed(site)
        except CertbindError:
            return None
        return listed[0].id.number if listed else None
