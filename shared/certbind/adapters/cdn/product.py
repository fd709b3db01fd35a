"""CDN as a product."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.adapters.accelerated.product import accelerated
from certbind.adapters.accelerated.settings import settings_probes
from certbind.adapters.calls.probe import Probe
from certbind.adapters.calls.product import Account
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.cdn.errors import ERRORS
from certbind.adapters.cdn.settings import FUNCTIONS, PERMISSIONS, CdnSettings
from certbind.domain.model.target import BoundTarget
from certbind.values import replace

_BASE = accelerated(
    DIALECT,
    ERRORS,
    lambda settings: settings.endpoints.cdn,
    lambda settings: settings.cdn_domains,
)


def _api(account: Account) -> OpenApi:
    settings = account.settings
    return OpenApi("cdn", settings.endpoints.cdn, settings.credentials, errors=ERRORS)


def _settings(account: Account) -> CdnSettings:
    return CdnSettings(_api(account), account.retry, only=account.settings.cdn_domains)


def _probes(account: Account, targets: tuple[BoundTarget, ...]) -> Iterable[Probe]:
    yield from _BASE.probes(account, targets)
    yield from settings_probes(DIALECT, FUNCTIONS, _api(account), targets)


PRODUCT = replace(_BASE, probes=_probes, served=_settings, served_permissions=PERMISSIONS)
