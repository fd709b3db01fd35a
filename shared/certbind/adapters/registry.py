"""The products that this certbind binds at: one line each, and a folder.

By the names of their modules, since a product that an account does not use is not imported.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from certbind.adapters.calls.product import Product
from certbind.domain.model.identity import ProductName
from certbind.errors import ConfigError

NAMED_BY = "CERTBIND_PRODUCTS"

PRODUCTS: dict[ProductName, str] = {
    ProductName("oss"): "certbind.adapters.oss.product",
    ProductName("cdn"): "certbind.adapters.cdn.product",
    ProductName("dcdn"): "certbind.adapters.dcdn.product",
    ProductName("vod"): "certbind.adapters.vod.product",
    ProductName("esa"): "certbind.adapters.esa.product",
    ProductName("alb"): "certbind.adapters.alb.product",
    ProductName("nlb"): "certbind.adapters.nlb.product",
}


def names(wanted: Collection[ProductName] = ()) -> tuple[ProductName, ...]:
    """Those that a setting names, in the registry's order; all without any. ConfigError for a name
    of none.
    """
    unknown = sorted(set(wanted) - set(PRODUCTS))
    if unknown:
        known = ", ".join(PRODUCTS)
        fault = f"names no product that certbind knows: {', '.join(unknown)}; it knows {known}"
        raise ConfigError({NAMED_BY: fault})
    return tuple(name for name in PRODUCTS if name in wanted or not wanted)


def load(name: ProductName) -> Product:
    """Imports it. KeyError for a name of none."""
    product: Product = import_module(PRODUCTS[name]).PRODUCT
    return product


def load_all(wanted: Collection[ProductName] = ()) -> tuple[Product, ...]:
    """As `names`."""
    return tuple(load(name) for name in names(wanted))
