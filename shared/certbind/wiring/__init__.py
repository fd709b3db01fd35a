"""Settings into adapters: what each port is made of, imported only when it is asked for.

Adapters are made anew for each invocation: the credentials in the environment are replaced under
a running instance. What outlives it says so: CRLs, the SDKs' clients (adapters/calls/kept.py), and
which products an account has not opened (adapters/targets.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timezone
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from certbind.config import CAS_SITES, CrlUse, DnsServer, NoticeSettings, ProbeSettings, Settings
from certbind.errors import ConfigError, NotOpenedError, UnusedError

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.calls.oss.api import OssApi
    from certbind.adapters.calls.product import Account, Led
    from certbind.adapters.calls.retry import Retry
    from certbind.adapters.calls.rpc.api import OpenApi
    from certbind.adapters.cas.facts import FactsMemory, KeptFacts
    from certbind.adapters.crl.cache import CrlCache
    from certbind.adapters.ledger.journal import SafetyLooked
    from certbind.adapters.mns.dead_letters import MnsDeadLetters
    from certbind.adapters.mns.queue import MnsQueue
    from certbind.adapters.targets import Unopened
    from certbind.config.settings import Endpoints
    from certbind.domain.hygiene.quotas import Quota
    from certbind.domain.model.certificate import Certificate
    from certbind.domain.model.identity import CertificateId, ProductName
    from certbind.domain.model.job import Job
    from certbind.domain.model.resource import CloudResource
    from certbind.domain.model.target import TargetScan
    from certbind.domain.trust.chain import TrustAnchors
    from certbind.domain.trust.observation import View
    from certbind.ports import (
        CertificateInventory,
        Clock,
        CloudResources,
        CrlSource,
        Deployments,
        DnsZones,
        EventQueue,
        Journal,
        KeptReports,
        Notifier,
        Orders,
        Quotas,
        RecordLookup,
        SettingsProbe,
        Targets,
        TargetSettings,
        TlsProbe,
    )
    from certbind.usecases.rotate.world import Rules

Environment = Mapping[str, str]


class SystemClock:
    """The machine's time (Clock)."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(timezone.utc)


def probe(settings: ProbeSettings) -> TlsProbe:
    """The view of visitors; needs no account."""
    from certbind.adapters.edge.probe import HandshakeProbe  # noqa: PLC0415
    from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415
    from certbind.adapters.edge.rounds import OverRounds  # noqa: PLC0415

    resolver = OverRounds(resolver_for(settings.dns_server))
    seeing = HandshakeProbe(resolver, SystemClock(), settings.https_port, views=_views(settings))
    crls = crl_source(settings)
    if crls is None:
        return seeing
    from certbind.adapters.crl.probe import ProbeWithCrls  # noqa: PLC0415

    return ProbeWithCrls(seeing, crls)


def settings_probe(settings: ProbeSettings) -> SettingsProbe:
    """What visitors meet besides the certificate; needs no account."""
    from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415
    from certbind.adapters.edge.visit import Visits  # noqa: PLC0415

    return Visits(resolver_for(settings.dns_server), settings.https_port, settings.http_port)


def _views(settings: ProbeSettings) -> Callable[[str], tuple[View, ...]]:
    if not settings.other_servers and not settings.client_subnets:
        from certbind.adapters.edge.looks import no_views  # noqa: PLC0415

        return no_views
    from certbind.adapters.edge.views import look_at, views_of  # noqa: PLC0415

    asked = views_of(settings.dns_server, settings.other_servers, settings.client_subnets)
    return lambda name: look_at(asked, name)


def crl_source(settings: ProbeSettings) -> CrlSource | None:
    """The CAs' lists, kept over the calls of an instance: they are signed, and nobody's secret.
    None where these settings ask nobody.
    """
    if settings.crl is not CrlUse.ALWAYS:
        return None
    from certbind.adapters.crl.cache import CrlCache  # noqa: PLC0415
    from certbind.adapters.crl.fetch import CrlFetcher  # noqa: PLC0415
    from certbind.adapters.crl.source import CaCrls  # noqa: PLC0415
    from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415

    if not _KEPT_CRLS:
        _KEPT_CRLS.append(CrlCache())
    resolver = resolver_for(settings.dns_server, _CRL_LOOKUP_SECONDS)
    fetcher = CrlFetcher(
        lambda host: resolver.resolve(host).addresses, loopback=settings.crl_loopback
    )
    return CaCrls(fetcher, _KEPT_CRLS[0], trust_anchors(settings))


_KEPT_CRLS: list[CrlCache] = []
_CRL_LOOKUP_SECONDS = 3.0


def trust_anchors(settings: ProbeSettings) -> TrustAnchors:
    """The roots of CA_BUNDLE, else certifi's; ConfigError when the file cannot be read."""
    path = Path(settings.ca_bundle or _certifi_bundle())
    try:
        return _anchors(path, path.stat().st_mtime_ns, are_public=not settings.ca_bundle)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise ConfigError({"CA_BUNDLE": f"{path} cannot be used: {problem}"}) from error


@lru_cache(maxsize=4)
def _anchors(path: Path, changed: int, *, are_public: bool) -> TrustAnchors:  # noqa: ARG001
    """Read once by an instance, for as long as the file stays as it is."""
    from certbind.domain.trust.chain import TrustAnchors  # noqa: PLC0415

    return TrustAnchors.from_pem(path.read_text(encoding="utf-8"), are_public=are_public)


def rules(settings: Settings) -> Rules:
    """What is configured, for the use cases."""
    from certbind.domain.lifecycle.pause import Times  # noqa: PLC0415
    from certbind.domain.situation.certificates import Sites  # noqa: PLC0415
    from certbind.usecases.rotate.world import Rules  # noqa: PLC0415

    times = Times(settings.verify_after, settings.confirm_after, settings.verify_deadline)
    read = tuple(region for region, _ in settings.endpoints.cas)
    not_read = tuple(site for site in CAS_SITES if site not in read)
    return Rules(settings.policy, trust_anchors(settings.probe), times, Sites(read, not_read))


def settings_to_read(environment: Environment) -> Settings:
    """The package, then the settings and the ledger's bucket. Called before anything of another
    package is imported: in the wrong package the import itself would fail, and say less.
    """
    return _required(environment, "CERTBIND_LEDGER_BUCKET")


def settings_to_send(environment: Environment) -> Settings:
    """As `settings_to_read`, and the queue, for what puts messages on it."""
    return _required(environment, "CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")


def _required(environment: Environment, *names: str) -> Settings:
    from certbind.adapters.machine.provenance import check_provenance  # noqa: PLC0415

    check_provenance()
    settings = Settings.from_env(environment)
    settings.require(*names)
    return settings


class _Records:
    """DNS (RecordLookup)."""

    def __init__(self, server: DnsServer | None) -> None:
        self._server = server

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """See RecordLookup."""
        from certbind.adapters.edge.records import DnsRecords  # noqa: PLC0415

        return DnsRecords(self._server).values(name, kind)


class _Jobs:
    """CAS's own (Deployments): what a person starts asks for none."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def under_way(self) -> tuple[Job, ...]:
        """See Deployments."""
        from certbind.adapters.cas.deploying.jobs import CasJobs  # noqa: PLC0415

        return CasJobs(self._wiring.cas_sites(), self._wiring.retry).under_way()


class _Resources:
    """CAS's list (CloudResources): of the functions, recheck alone asks for it."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def listed(self) -> tuple[CloudResource, ...]:
        """See CloudResources."""
        from certbind.adapters.cas.deploying.resources import CasResources  # noqa: PLC0415

        return CasResources(self._wiring.cas_sites(), self._wiring.retry).listed()


class _Quotas:
    """Of products that count places (Quotas); one that nobody has is not imported for it."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """See Quotas."""
        from certbind.adapters import registry  # noqa: PLC0415
        from certbind.adapters.quotas import AllQuotas  # noqa: PLC0415

        account, wanted = self._wiring.account(), self._wiring.settings.products
        names = [n for n in registry.names(wanted) if products is None or n in products]
        found = {one.name: one.quotas for one in map(registry.load, names) if one.quotas}
        return AllQuotas({name: partial(of, account) for name, of in found.items()}).held()


_ALWAYS = ("oss", "cdn")
"""Products of which a denied list is told, whether or not a setting names them."""

_UNOPENED: list[Unopened] = []


def _unopened() -> Unopened:
    from certbind.adapters.targets import Unopened  # noqa: PLC0415

    if not _UNOPENED:
        _UNOPENED.append(Unopened())
    return _UNOPENED[0]


def _open_targets(name: ProductName, account: Account) -> Targets:
    from certbind.adapters import registry  # noqa: PLC0415

    return registry.load(name).targets(account)


def _certifi_bundle() -> str:
    import certifi  # noqa: PLC0415

    return certifi.where()


def forget_instance() -> None:
    """As a new instance begins: nothing that an invocation before read is known."""
    _facts_memory.cache_clear()
    _safety_looked.cache_clear()
    from certbind.adapters.oss.rows import ROWS  # noqa: PLC0415

    ROWS.forget()


@lru_cache(maxsize=4)
def _facts_memory(endpoints: Endpoints, ledger_bucket: str) -> FactsMemory:  # noqa: ARG001
    """Of this instance, for one account."""
    from certbind.adapters.cas.facts import FactsMemory  # noqa: PLC0415

    return FactsMemory()


@lru_cache(maxsize=4)
def _safety_looked(endpoints: Endpoints, ledger_bucket: str) -> SafetyLooked:  # noqa: ARG001
    """Of this instance, for one ledger."""
    from certbind.adapters.ledger.journal import SafetyLooked  # noqa: PLC0415

    return SafetyLooked()


class Wiring:
    """The adapters of one invocation; each SDK is imported when its adapter is asked for."""

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

        self.settings = settings
        self.keeps_facts = keeps_facts
        self.clock = clock or SystemClock()
        self.retry = retry or Retry(Deadline(seconds_left))

    def inventory(self, *sites: str) -> CertificateInventory:
        """CAS at these sites; at all that are configured, without any."""
        from certbind.adapters.cas.inventory import CasInventory  # noqa: PLC0415

        regions = sites or tuple(region for region, _ in self.settings.endpoints.cas)
        apis, lists = {region: self.cas(region) for region in regions}, self.settings.cas_list
        return CasInventory(apis, self.cdn(), self.retry, self.clock, lists, kept=self._facts())

    def _facts(self) -> KeptFacts:
        """What never changes: of this instance, and beside the ledger."""
        from certbind.adapters.cas.facts import FOLDER, KeptFacts  # noqa: PLC0415
        from certbind.adapters.ledger.reports import OssReports  # noqa: PLC0415

        settings, bucket = self.settings, self.settings.ledger_bucket
        memory = _facts_memory(settings.endpoints, bucket)
        if not bucket:
            return KeptFacts(memory)
        shelf = OssReports(self.oss(), bucket, settings.ledger_prefix, self.retry, FOLDER)
        return KeptFacts(memory, shelf, writes=self.keeps_facts)

    def orders(self) -> Orders:
        """CAS, where certificates are ordered, at all sites that are configured."""
        from certbind.adapters.cas.orders import CasOrders  # noqa: PLC0415

        return CasOrders(self.cas_sites(), self.retry)

    def zones(self) -> DnsZones | None:
        """The account's own DNS; None where nobody lets certbind write there."""
        if not self.settings.policy.validates:
            return None
        from certbind.adapters.alidns.zones import AlidnsZones  # noqa: PLC0415

        return AlidnsZones(self.alidns(), self.retry, self.settings.policy.zones)

    def alidns(self) -> OpenApi:
        """Alibaba Cloud DNS."""
        from certbind.adapters.alidns.errors import ERRORS  # noqa: PLC0415
        from certbind.adapters.alidns.zones import NAME  # noqa: PLC0415
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415

        endpoint, credentials = self.settings.endpoints.alidns, self.settings.credentials
        return OpenApi(NAME, endpoint, credentials, errors=ERRORS)

    def deployments(self) -> Deployments:
        """CAS's own jobs, at all sites that are configured, imported when they are asked for."""
        return _Jobs(self)

    def resources(self) -> CloudResources:
        """CAS's list of where certificates stand, as `deployments`."""
        return _Resources(self)

    def quotas(self) -> Quotas:
        """What certificates fill at the products that settings name; each is imported when it is
        asked for.
        """
        return _Quotas(self)

    def packages(self) -> Quotas:
        """What CAS sold for orders, at all sites that are configured."""
        from certbind.adapters.cas.packages import CasPackages  # noqa: PLC0415

        return CasPackages(self.cas_sites(), self.retry)

    def cas_sites(self) -> dict[str, OpenApi]:
        """Every site of CAS that is configured, by its region."""
        return {region: self.cas(region) for region, _ in self.settings.endpoints.cas}

    def products(self) -> frozenset[str]:
        """Those that certbind binds at, as CAS writes them."""
        from certbind.adapters import registry  # noqa: PLC0415

        return frozenset(one.upper() for one in registry.names(self.settings.products))

    def records(self) -> RecordLookup:
        """DNS, imported when something is asked for."""
        return _Records(self.settings.probe.dns_server)

    def targets(self) -> Targets:
        """At every product that settings name; without any, at those that the account answers
        of. OSS and CDN are always asked for.
        """
        from certbind.adapters import registry  # noqa: PLC0415
        from certbind.adapters.targets import AllTargets  # noqa: PLC0415

        account, wanted = self.account(), self.settings.products
        opening = {name: partial(_open_targets, name, account) for name in registry.names(wanted)}
        optional = () if wanted else tuple(name for name in opening if name not in _ALWAYS)
        key = self.settings.credentials.access_key_id
        left_out = [name for name in registry.PRODUCTS if name not in opening]
        return AllTargets(opening, optional, key, _unopened(), left_out)

    def served(self) -> TargetSettings:
        """How targets are served, at the products whose settings are known; also at those that
        settings leave out, for they may fetch from a bucket.
        """
        from certbind.adapters import registry  # noqa: PLC0415
        from certbind.adapters.settings import AllSettings  # noqa: PLC0415

        account = self.account()

        def opened(name: ProductName) -> TargetSettings | None:
            served = registry.load(name).served
            return None if served is None else served(account)

        return AllSettings(registry.names(), opened)

    def named_targets(self) -> TargetScan:
        """Of those products alone of which settings name something: to see what is absent."""
        from certbind.adapters import registry  # noqa: PLC0415
        from certbind.adapters.targets import AllTargets  # noqa: PLC0415

        account, products = self.account(), registry.load_all(self.settings.products)
        named = [one for one in products if one.named(self.settings)]
        return AllTargets({one.name: partial(one.targets, account) for one in named}).scan()

    def unopened(self) -> tuple[ProductName, ...]:
        """The products that the account has not opened, as it says itself; each is asked once.
        None is named by settings: those are used all the same. Nor is one that does not say so.
        """
        from certbind.adapters import registry  # noqa: PLC0415

        if self.settings.products:
            return ()
        asked = (name for name in registry.names() if name not in _ALWAYS)
        return tuple(name for name in asked if self._is_unopened(name))

    def _is_unopened(self, name: ProductName) -> bool:
        try:
            _open_targets(name, self.account()).scan()
        except NotOpenedError as error:
            return not isinstance(error, UnusedError)
        return False

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
        looked = _safety_looked(settings.endpoints, bucket)
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

    def queue_named(self, name: str) -> MnsQueue:
        """Any queue of the account."""
        from certbind.adapters.mns.queue import MnsQueue  # noqa: PLC0415

        settings = self.settings
        return MnsQueue(settings.endpoints.mns, name, settings.credentials, self.retry)

    def oss(self) -> OssApi:
        """OSS of the functions' region."""
        from certbind.adapters.calls.oss.api import open_oss  # noqa: PLC0415

        return open_oss(self.settings)

    def cas(self, region: str) -> OpenApi:
        """One site of CAS; KeyError for one that is not configured."""
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415
        from certbind.adapters.cas.errors import ERRORS  # noqa: PLC0415

        settings = self.settings
        endpoint = dict(settings.endpoints.cas)[region]
        return OpenApi("cas", endpoint, settings.credentials, region, ERRORS)

    def cdn(self) -> OpenApi:
        """CDN, where it stands in for CAS: it gives chains."""
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415
        from certbind.adapters.cdn.errors import ERRORS  # noqa: PLC0415

        settings = self.settings
        return OpenApi("cdn", settings.endpoints.cdn, settings.credentials, errors=ERRORS)


def notifiers(settings: NoticeSettings) -> tuple[Notifier, ...]:
    """One a robot that settings name; no account is needed."""
    if not settings.robots:
        return ()
    from certbind.adapters.notice.post import RobotNotifier  # noqa: PLC0415

    return tuple(RobotNotifier(robot) for robot in settings.robots)
