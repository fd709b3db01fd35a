"""What we say of a product of the RPC gateway, beside its official metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from localcloud.services.rpc import Route
from tests.schemas import openapi_metadata


class Declared(NamedTuple):
    """One product: the metadata's file, and what we say of it."""

    name: str
    actions: frozenset[str]
    routes: Mapping[str, Route[Any]]
    others: frozenset[str]


def metadata(product: Declared) -> dict[str, Any]:
    return openapi_metadata(product.name)
