"""CDN as a product."""

from __future__ import annotations

from dataclasses import replace

from certbind.adapters.accelerated.product import accelerated
from certbind.adapters.calls.product import Account
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.cdn.errors import ERRORS
from certbind.adapters.cdn.settings import PERMISSIONS, CdnSettings


def _settings(account: Account) -> CdnSettings:
    settings = account.settings
    api = OpenApi("cdn", settings.endpoints.cdn, settings.credentials, errors=ERRORS)
    return CdnSettings(api, account.retry, only=settings.cdn_domains)


PRODUCT = replace(
    accelerated(
        DIALECT,
        lambda settings: settings.endpoints.cdn,
        ERRORS,
        lambda settings: settings.cdn_domains,
    ),
    served=_settings,
    served_permissions=PERMISSIONS,
)
