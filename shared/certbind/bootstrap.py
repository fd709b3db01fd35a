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
    from certbind.envelopes import Delivery
    from certbind.ports import CertificateInventory, EventQueue, Journal, Targets, TlsProbe
    from certbind.requests import RollbackRequest
    from certbind.usecases.outcome import Outcome
    from certbind.usecases.recheck import Recheck
    from certbind.usecases.rollback import RollbackReport
    from certbind.usecases.watch_certificates import WatchCertificates
    from certbind.usecases.world import Ports, Rules

Environment = Mapping[str, str]


class SystemClock:
    """The machine's time (Clock)."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(timezone.utc)


def certificate_event(
    environment: Environment, seconds_left: float
) -> Callable[[Delivery], Outcome]:
    """The handler of the queue's messages; ConfigError when settings are missing."""
    from certbind.usecases.handle_event import HandleEvent  # noqa: PLC0415

    return HandleEvent(*connect(environment, seconds_left))


def watch(environment: Environment, seconds_left: float) -> WatchCertificates:
    """The short timer's work: CAS, the ledger and the queue, no target."""
    from certbind.usecases.watch_certificates import WatchCertificates  # noqa: PLC0415

    settings = _required(environment)
    wiring = _Wiring(settings, seconds_left)
    return WatchCertificates(SystemClock(), wiring.inventory(), wiring.queue(), wiring.journal())


def recheck(environment: Environment, seconds_left: float) -> Recheck:
    """The long timer's work."""
    from certbind.usecases.recheck import Recheck  # noqa: PLC0415

    return Recheck(*connect(environment, seconds_left))


def rollback(
    environment: Environment, seconds_left: float
) -> Callable[[RollbackRequest], RollbackReport]:
    """The manual way back."""
    from certbind.usecases.rollback import Rollback  # noqa: PLC0415

    return Rollback(*connect(environment, seconds_left))


def connect(environment: Environment, seconds_left: float) -> tuple[Ports, Rules]:
    """Every port and the rules, for one invocation of `seconds_left` seconds."""
    from certbind.usecases.world import Ports  # noqa: PLC0415

    settings = _required(environment)
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
        oss = OssTargets(api, OssBuckets(api, self._retry), self._retry)
        return AllTargets(oss, CdnTargets(cdn, self._retry))

    def queue(self) -> EventQueue:
        from certbind.adapters.mns import MnsQueue  # noqa: PLC0415

        settings = self._settings
        return MnsQueue(settings.endpoints.mns, settings.queue, settings.credentials, self._retry)

    def journal(self) -> Journal:
        from certbind.adapters.ledger import OssJournal  # noqa: PLC0415

        settings = self._settings
        return OssJournal(self._oss(), settings.ledger_bucket, settings.ledger_prefix, self._retry)

    def _oss(self) -> OssApi:
        from certbind.adapters.oss_api import OssApi, OssPlace  # noqa: PLC0415

        settings = self._settings
        place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
        return OssApi(place, settings.credentials)
