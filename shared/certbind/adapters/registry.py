"""The products that this certbind binds at: one line each, and a folder."""

from __future__ import annotations

from certbind.adapters.calls.product import Product
from certbind.adapters.cdn import product as cdn
from certbind.adapters.oss import product as oss

PRODUCTS: tuple[Product, ...] = (
    oss.PRODUCT,
    cdn.PRODUCT,
)
