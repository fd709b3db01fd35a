"""CDN as a product."""

from __future__ import annotations

from certbind.adapters.accelerated.product import accelerated
from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.cdn.errors import ERRORS

PRODUCT = accelerated(
    DIALECT,
    ERRORS,
    lambda settings: settings.endpoints.cdn,
    lambda settings: settings.cdn_domains,
)
