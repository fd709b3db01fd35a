"""Settings into the ports of one invocation; each adapter is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.wiring import instance, on_demand
from certbind.wiring.clients import Clients
from certbind.wiring.clock import SystemClock

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.calls.product import Account, Led
    from certbind.adapters.calls.retry import Retry
    from certbind.adapters.cas.facts import KeptFacts
    from certbind.adapters.mns.dead_letters import MnsDeadLetters
    from certbind.config import Settings
    from certbind.domain.model.certificate import Certificate
    from certbind.domain.model.identity import CertificateId
    from certbind.ports.certificates import CertificateInventory, Hosting, Orders, Quotas
    from certbind.ports.clock import Clock
    from certbind.ports.deployments import CloudResources, Deployments
    from certbind.ports.dns import DnsZones, RecordLookup
    from certbind.ports.ledger import Journal, KeptReports
    from certbind.ports.queues import EventQueue
    from certbind.ports.targets import Targets, TargetSettings


class Wiring(Clients):
    """The adapters of one invocation. What outlives it is in `instance`."""

    def __init__(
        self,
        settings: Settings,
        seconds_left: float,
        *,
        clock: Clock | None = None,
        retry: Retry | None = None,
        keeps_facts: bool = False,
    ) -> None:
        """clock, retry: others than the machine's own, for tests. keeps_facts: what is read of
        certificates is left beside the ledger for others.
        """
        from certbind.adapters.calls.retry import Deadline, Retry  # noqa: PLC0415

        super().__init__(settings, retry or Retry(Deadline(seconds_left)))
        self.keeps_facts = keeps_facts
        self.clock = clock or SystemClock()

    def inventory(self, *sites: str) -> CertificateInventory:
        """CAS at these sites; at all that are configured, without any."""
        from certbind.adapters.cas.inventory import CasInventory  # noqa: PLC0415

        apis = {region: self.cas(region) for region in sites} or self.cas_sites()
        lists = self.settings.cas_list
        return CasInventory(apis, self.cdn(), self.retry, self.clock, lists, kept=self._facts())

    def _facts(self) -> KeptFacts:
        """What never changes: of this instance, and beside the ledger."""
        from certbind.adapters.cas.facts import FOLDER, KeptFacts  # noqa: PLC0415
        from certbind.adapters.ledger.reports import OssReports  # noqa: PLC0415

        settings, bucket = self.settings, self.settings.ledger_bucket
        memory = instance.facts_memory(settings.endpoints, bucket)
        if not bucket:
            return KeptFacts(memory)
        shelf = OssReports(self.oss(), bucket, settings.ledger_prefix, self.retry, FOLDER)
        return KeptFacts(memory, shelf, writes=self.keeps_facts)

    def orders(self) -> Orders:
        """CAS, where certificates are ordered, at all sites that are configured."""
        from certbind.adapters.cas.orders import CasOrders  # noqa: PLC0415

        return CasOrders(self.cas_sites(), self.retry)

    def hosting(self) -> Hosting:
        """CAS, asked whether somebody else renews what certbind does not, as `orders`."""
        return on_demand.Instances(self)

    def packages(self) -> Quotas:
        """What CAS sold for orders, at all sites that are configured."""
        from certbind.adapters.cas.packages import CasPackages  # noqa: PLC0415

        return CasPackages(self.cas_sites(), self.retry)

    def deployments(self) -> Deployments:
        """CAS's own jobs, at all sites that are configured."""
        return on_demand.Jobs(self)

    def resources(self) -> CloudResources:
        """CAS's list of where certificates stand, as `deployments`."""
        return on_demand.Resources(self)

    def quotas(self) -> Quotas:
        """What certificates fill at the products that settings name."""
        return on_demand.PlaceQuotas(self.account())

    def records(self) -> RecordLookup:
        """DNS."""
        return on_demand.Records(self.settings.probe.dns_server)

    def zones(self) -> DnsZones | None:
        """The account's own DNS; None where nobody lets certbind write there."""
        if not self.settings.policy.validates:
            return None
        from certbind.adapters.alidns.zones import AlidnsZones  # noqa: PLC0415

        return AlidnsZones(self.alidns(), self.retry, self.settings.policy.zones)

    def targets(self) -> Targets:
        """See products.open_targets."""
        from certbind.wiring.products import open_targets  # noqa: PLC0415

        return open_targets(self.account())

    def served(self) -> TargetSettings:
        """See products.open_served."""
        from certbind.wiring.products import open_served  # noqa: PLC0415

        return open_served(self.account())

    def products(self) -> frozenset[str]:
        """Those that certbind binds at, as CAS writes them."""
        from certbind.adapters import registry  # noqa: PLC0415

        return frozenset(one.upper() for one in registry.names(self.settings.products))

    def queue(self) -> EventQueue:
        """The one that the functions are triggered by."""
        return self.queue_named(self.settings.queue)

    def dead_letters(self) -> MnsDeadLetters:
        """The queue for what could not be handled."""
        from certbind.adapters.mns.dead_letters import MnsDeadLetters  # noqa: PLC0415

        return MnsDeadLetters(self.queue_named(self.settings.dead_letter_queue), self.retry)

    def journal(self) -> Journal:
        """The ledger."""
        from certbind.adapters.ledger.journal import OssJournal  # noqa: PLC0415

        settings, bucket = self.settings, self.settings.ledger_bucket
        looked = instance.safety_looked(settings.endpoints, bucket)
        return OssJournal(self.oss(), bucket, settings.ledger_prefix, self.retry, looked)

    def reports(self) -> KeptReports:
        """What recheck keeps beside the ledger."""
        from certbind.adapters.ledger.reports import OssReports  # noqa: PLC0415

        settings = self.settings
        return OssReports(self.oss(), settings.ledger_bucket, settings.ledger_prefix, self.retry)

    def account(self) -> Account:
        """What a product is opened with."""
        from certbind.adapters.calls.product import Account  # noqa: PLC0415

        return Account(self.settings, self.retry, self._certificate, self._look_up)

    def _certificate(self, certificate: CertificateId) -> Certificate:
        """As CAS tells it, for products whose targets do not tell their names."""
        return self.inventory().facts(certificate)

    def _look_up(self, name: str) -> Led:
        """Where visitors are led, by the resolver that they are looked at by."""
        from certbind.adapters.calls.product import Led  # noqa: PLC0415
        from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415
        from certbind.domain.trust.observation import Resolution  # noqa: PLC0415

        found = resolver_for(self.settings.probe.dns_server).resolve(name)
        is_told = found.resolution is not Resolution.TEMPORARY
        return Led(found.cname_chain, found.addresses, is_told)
