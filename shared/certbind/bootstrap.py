"""The composition root: settings in, use cases with their adapters out, one factory a function.

Nothing is kept between invocations: the credentials in the environment are replaced under a
running instance, and connections go stale while it is frozen. SDKs are imported inside the
factories, so that a function imports what it uses and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from certbind.config import ProbeSettings, Settings
from certbind.errors import ConfigError

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.oss_api import OssApi
    from certbind.domain.chain import TrustAnchors
    from certbind.domain.permissions import Permission
    from certbind.envelopes import Delivery
    from certbind.ports import (
        CertificateInventory,
        DeadLetters,
        EventQueue,
        Journal,
        Targets,
        TlsProbe,
    )
    from certbind.requests import RollbackRequest
    from certbind.usecases.dead_letters import ReplayDeadLetters
    from certbind.usecases.outcome import Outcome
    from certbind.usecases.recheck import Recheck
    from certbind.usecases.rollback import RollbackReport
    from certbind.usecases.watch_certificates import WatchCertificates
    from certbind.usecases.world import Ports, Rules

Environment = Mapping[str, str]

USES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "watch": {
        "inventory": ("list_certificates",),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
    "recheck": {
        "inventory": ("list_certificates", "certificate"),
        "targets": ("scan", "read"),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
    "rollback": {
        "inventory": ("certificate", "chain"),
        "targets": ("find", "read", "bind", "unbind"),
        "queue": ("send",),
        "journal": ("newest", "append", "entries", "subjects"),
    },
    "certificate_event": {
        "inventory": ("list_certificates", "certificate", "chain"),
        "targets": ("scan", "read", "bind", "unbind"),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
}
"""Function of s.yaml → port → the methods that its use case calls. Its role's policy is made of
what the adapters of these ports declare (PERMISSIONS), and tests hold it to what is called.
"""


class SystemClock:
    """The machine's time (Clock)."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(timezone.utc)


def certificate_event(
    environment: Environment, seconds_left: float
) -> Callable[[Delivery], Outcome]:
    """The handler of the queue's messages; ConfigError when settings are missing."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.handle_event import HandleEvent  # noqa: PLC0415

    return HandleEvent(*connected)


def watch(environment: Environment, seconds_left: float) -> WatchCertificates:
    """The short timer's work: CAS, the ledger and the queue, no target."""
    settings = _required(environment)
    from certbind.usecases.watch_certificates import WatchCertificates  # noqa: PLC0415

    wiring = _Wiring(settings, seconds_left)
    return WatchCertificates(SystemClock(), wiring.inventory(), wiring.queue(), wiring.journal())


def recheck(environment: Environment, seconds_left: float) -> Recheck:
    """The long timer's work."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.recheck import Recheck  # noqa: PLC0415

    return Recheck(*connected)


def rollback(
    environment: Environment, seconds_left: float
) -> Callable[[RollbackRequest], RollbackReport]:
    """The manual way back."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.rollback import Rollback  # noqa: PLC0415

    return Rollback(*connected)


def connect(environment: Environment, seconds_left: float) -> tuple[Ports, Rules]:
    """Every port and the rules, for one invocation of `seconds_left` seconds."""
    settings = _required(environment)
    from certbind.usecases.world import Ports  # noqa: PLC0415

    wiring = _Wiring(settings, seconds_left)
    ports = Ports(
        SystemClock(),
        wiring.inventory(),
        wiring.targets(),
        wiring.queue(),
        wiring.journal(),
        probe(settings.probe),
    )
    return ports, rules(settings)


def open_journal(environment: Environment, seconds_left: float) -> Journal:
    """The ledger alone, for reading."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    return _Wiring(settings, seconds_left).journal()


def permissions_of(function: str) -> tuple[Permission, ...]:
    """What the role of a function of s.yaml must be allowed; LookupError for another name."""
    from certbind.adapters import cas, cdn, ledger, mns, oss  # noqa: PLC0415
    from certbind.domain.permissions import BY_THE_PLATFORM, unique  # noqa: PLC0415

    adapters = {
        "inventory": (cas,),
        "targets": (oss, cdn),
        "queue": (mns,),
        "journal": (ledger,),
    }
    called = (
        permission
        for port, methods in USES[function].items()
        for adapter in adapters[port]
        for method in methods
        for permission in adapter.PERMISSIONS[method]
    )
    return unique((*called, *BY_THE_PLATFORM))


def dead_letters(environment: Environment, seconds_left: float) -> DeadLetters:
    """The dead-letter queue alone, for looking."""
    settings = Settings.from_env(environment)
    settings.require("MNS_ENDPOINT")
    return _Wiring(settings, seconds_left).dead_letters()


def replay_dead_letters(environment: Environment, seconds_left: float) -> ReplayDeadLetters:
    """From the dead-letter queue back into the queue; needs the ledger too."""
    settings = _required(environment)
    from certbind.usecases.dead_letters import ReplayDeadLetters  # noqa: PLC0415

    wiring = _Wiring(settings, seconds_left)
    return ReplayDeadLetters(
        wiring.dead_letters(), wiring.queue(), wiring.journal(), SystemClock()
    )


def probe(settings: ProbeSettings) -> TlsProbe:
    """The view of visitors; needs no account."""
    from certbind.adapters.resolver import resolver_for  # noqa: PLC0415
    from certbind.adapters.tls_probe import HandshakeProbe  # noqa: PLC0415

    return HandshakeProbe(resolver_for(settings.dns_server), SystemClock(), settings.https_port)


def trust_anchors(settings: ProbeSettings) -> TrustAnchors:
    """The roots of CA_BUNDLE, else certifi's; ConfigError when the file cannot be read."""
    from certbind.domain.chain import TrustAnchors  # noqa: PLC0415

    path = settings.ca_bundle or _certifi_bundle()
    try:
        return TrustAnchors.from_pem(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError({"CA_BUNDLE": f"cannot be used ({type(error).__name__})"}) from error


def rules(settings: Settings) -> Rules:
    """What is configured, for the use cases."""
    from certbind.usecases.world import Rules  # noqa: PLC0415

    return Rules(
        settings.policy,
        trust_anchors(settings.probe),
        settings.verify_after,
        settings.confirm_after,
        settings.verify_deadline,
    )


def _required(environment: Environment) -> Settings:
    """The package, then the settings. Called before anything of another package is imported:
    in the wrong package the import itself would fail, and say less.
    """
    from certbind.adapters.provenance import check_provenance  # noqa: PLC0415

    check_provenance()
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")
    return settings


def _certifi_bundle() -> str:
    import certifi  # noqa: PLC0415

    return certifi.where()


class _Wiring:
    """The adapters of one invocation; each SDK is imported when its adapter is asked for."""

    def __init__(self, settings: Settings, seconds_left: float) -> None:
        from certbind.adapters.retry import Deadline, Retry  # noqa: PLC0415

        self._settings = settings
        self._retry = Retry(Deadline(seconds_left))
        self._clock = SystemClock()

    def inventory(self) -> CertificateInventory:
        from certbind.adapters.cas import CasInventory  # noqa: PLC0415
        from certbind.adapters.openapi import OpenApi  # noqa: PLC0415

        settings, credentials = self._settings, self._settings.credentials
        sites = {
            region: OpenApi("cas", endpoint, credentials, region)
            for region, endpoint in settings.endpoints.cas
        }
        cdn = OpenApi("cdn", settings.endpoints.cdn, credentials)
        return CasInventory(sites, cdn, self._retry, self._clock, settings.cas_list)

    def targets(self) -> Targets:
        from certbind.adapters.cdn import CdnTargets  # noqa: PLC0415
        from certbind.adapters.openapi import OpenApi  # noqa: PLC0415
        from certbind.adapters.oss import OssTargets  # noqa: PLC0415
        from certbind.adapters.oss_buckets import OssBuckets  # noqa: PLC0415
        from certbind.adapters.targets import AllTargets  # noqa: PLC0415

        cdn = OpenApi("cdn", self._settings.endpoints.cdn, self._settings.credentials)
        api = self._oss()
        buckets = OssBuckets(api, self._retry, only=self._settings.buckets)
        oss = OssTargets(api, buckets, self._retry)
        return AllTargets(oss, CdnTargets(cdn, self._retry, only=self._settings.cdn_domains))

    def queue(self) -> EventQueue:
        from certbind.adapters.mns import MnsQueue  # noqa: PLC0415

        settings = self._settings
        return MnsQueue(settings.endpoints.mns, settings.queue, settings.credentials, self._retry)

    def dead_letters(self) -> DeadLetters:
        from certbind.adapters.dead_letters import MnsDeadLetters  # noqa: PLC0415
        from certbind.adapters.mns import MnsQueue  # noqa: PLC0415

        settings = self._settings
        queue = MnsQueue(
            settings.endpoints.mns, settings.dead_letter_queue, settings.credentials, self._retry
        )
        return MnsDeadLetters(queue, self._retry)

    def journal(self) -> Journal:
        from certbind.adapters.ledger import OssJournal  # noqa: PLC0415

        settings = self._settings
        return OssJournal(self._oss(), settings.ledger_bucket, settings.ledger_prefix, self._retry)

    def _oss(self) -> OssApi:
        from certbind.adapters.oss_api import OssApi, OssPlace  # noqa: PLC0415

        settings = self._settings
        place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
        return OssApi(place, settings.credentials)
