"""What visitors see, and whom they trust; needs no account."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from certbind.config import CrlUse, ProbeSettings
from certbind.errors import ConfigError
from certbind.wiring import instance
from certbind.wiring.clock import SystemClock
from certbind.wiring.on_demand import CrlServers

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.domain.trust.chain import TrustAnchors
    from certbind.domain.trust.observation import View
    from certbind.ports.visitors import CrlSource, SettingsProbe, TlsProbe

_CRL_LOOKUP_SECONDS = 3.0


def probe(settings: ProbeSettings) -> TlsProbe:
    """The view of visitors."""
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


def _views(settings: ProbeSettings) -> Callable[[str], tuple[View, ...]]:
    if not settings.other_servers and not settings.client_subnets:
        from certbind.adapters.edge.looks import no_views  # noqa: PLC0415

        return no_views
    from certbind.adapters.edge.views import look_at, views_of  # noqa: PLC0415

    asked = views_of(settings.dns_server, settings.other_servers, settings.client_subnets)
    return lambda name: look_at(asked, name)


def settings_probe(settings: ProbeSettings) -> SettingsProbe:
    """What visitors meet besides the certificate."""
    from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415
    from certbind.adapters.edge.visit import Visits  # noqa: PLC0415

    return Visits(resolver_for(settings.dns_server), settings.https_port, settings.http_port)


def crl_source(settings: ProbeSettings) -> CrlSource | None:
    """The CAs' lists, kept over the calls of an instance: they are signed, and nobody's secret.
    None where these settings ask nobody.
    """
    if settings.crl is not CrlUse.ALWAYS:
        return None
    from certbind.adapters.crl.source import CaCrls  # noqa: PLC0415
    from certbind.adapters.edge.resolver import resolver_for  # noqa: PLC0415

    resolver = resolver_for(settings.dns_server, _CRL_LOOKUP_SECONDS)
    servers = CrlServers(resolver, loopback=settings.crl_loopback)
    return CaCrls(servers, instance.crls(), trust_anchors(settings))


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


def _certifi_bundle() -> str:
    import certifi  # noqa: PLC0415

    return certifi.where()
