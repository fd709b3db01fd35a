"""Settings into adapters: what each port is made of, imported only when it is asked for.

Nothing is kept between invocations: the credentials in the environment are replaced under a
running instance, and connections go stale while it is frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from certbind.config import ProbeSettings, Settings
from certbind.errors import ConfigError

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.oss.api import OssApi
    from certbind.domain.trust.chain import TrustAnchors
    from certbind.ports import CertificateInventory, EventQueue, Journal, Targets, TlsProbe
    from certbind.usecases.world import Rules

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

    return HandshakeProbe(resolver_for(settings.dns_server), SystemClock(), settings.https_port)


def trust_anchors(settings: ProbeSettings) -> TrustAnchors:
    """The roots of CA_BUNDLE, else certifi's; ConfigError when the file cannot be read."""
    from certbind.domain.trust.chain import TrustAnchors  # noqa: PLC0415

    path = settings.ca_bundle or _certifi_bundle()
    try:
        return TrustAnchors.from_pem(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise ConfigError({"CA_BUNDLE": f"{path} cannot be used: {problem}"}) from error


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


def required_settings(environment: Environment) -> Settings:
    """The package, then the settings. Called before anything of another package is imported:
    in the wrong package the import itself would fail, and say less.
    """
    from certbind.adapters.machine.provenance import check_provenance  # noqa: PLC0415

    check_provenance()
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")
    return settings


def _certifi_bundle() -> str:
    import certifi  # noqa: PLC0415

    return certifi.where()


class Wiring:
    """The adapters of one invocation; each SDK is imported when its adapter is asked for."""

    def __init__(self, settings: Settings, seconds_left: float) -> None:
        from certbind.adapters.calls.retry import Deadline, Retry  # noqa: PLC0415

        self.settings = settings
        self.retry = Retry(Deadline(seconds_left))

    def inventory(self) -> CertificateInventory:
        from certbind.adapters.calls.openapi import OpenApi  # noqa: PLC0415
        from certbind.adapters.cas.inventory import CasInventory  # noqa: PLC0415

        settings, credentials = self.settings, self.settings.credentials
        sites = {
            region: OpenApi("cas", endpoint, credentials, region)
            for region, endpoint in settings.endpoints.cas
        }
        cdn = OpenApi("cdn", settings.endpoints.cdn, credentials)
        return CasInventory(sites, cdn, self.retry, SystemClock(), settings.cas_list)

    def targets(self) -> Targets:
        from certbind.adapters.calls.openapi import OpenApi  # noqa: PLC0415
        from certbind.adapters.cdn.targets import CdnTargets  # noqa: PLC0415
        from certbind.adapters.oss.buckets import OssBuckets  # noqa: PLC0415
        from certbind.adapters.oss.targets import OssTargets  # noqa: PLC0415
        from certbind.adapters.targets import AllTargets  # noqa: PLC0415
        from certbind.domain.model.identity import ProductName  # noqa: PLC0415

        cdn = OpenApi("cdn", self.settings.endpoints.cdn, self.settings.credentials)
        api = self._oss()
        buckets = OssBuckets(api, self.retry, only=self.settings.buckets)
        oss = OssTargets(api, buckets, self.retry)
        cdn_targets = CdnTargets(cdn, self.retry, only=self.settings.cdn_domains)
        return AllTargets({ProductName("oss"): oss, ProductName("cdn"): cdn_targets})

    def queue(self) -> EventQueue:
        from certbind.adapters.mns.queue import MnsQueue  # noqa: PLC0415

        settings = self.settings
        return MnsQueue(settings.endpoints.mns, settings.queue, settings.credentials, self.retry)

    def journal(self) -> Journal:
        from certbind.adapters.ledger.journal import OssJournal  # noqa: PLC0415

        settings = self.settings
        return OssJournal(self._oss(), settings.ledger_bucket, settings.ledger_prefix, self.retry)

    def _oss(self) -> OssApi:
        from certbind.adapters.oss.api import OssApi, OssPlace  # noqa: PLC0415

        settings = self.settings
        place = OssPlace(settings.endpoints.oss, settings.region, settings.internal_network)
        return OssApi(place, settings.credentials)
