"""Which call orders a line's renewal, and what none can order."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.identity import Domain
from certbind.domain.renewal.order import Order, OrderCall, OrderKind, Renewable
from certbind.domain.renewal.state import LineState
from certbind.domain.trust.names import covers_any

_MOST_NAMES = 5
_FILLED_BY_DEFAULT = "DV"


def is_named(scope: tuple[Domain, ...] | None, names: Iterable[str]) -> bool:
    """Whether CERTBIND_RENEW means the certificate: it names a domain that this one serves."""
    if scope is None:
        return True
    known = tuple(names)
    return any(covers_any(known, domain) for domain in scope)


def call_for(order: Order, one: Renewable, state: LineState) -> OrderCall:
    """An instance is given its data again, then applied for. An order for domain validation is
    created anew, which hands it in at once; one that the CA validated an organisation for is
    renewed, since only that keeps the organisation's data, and waits for its application.
    """
    if order.kind is OrderKind.INSTANCE:
        return OrderCall.APPLY if state.about(one).is_updated else OrderCall.UPDATE
    return OrderCall.CREATE if order.validation == _FILLED_BY_DEFAULT else OrderCall.RENEW


def cannot_by_shape(order: Order, one: Renewable) -> str:
    """Why no call of the API orders such a certificate; "" where one does."""
    if order.kind is not OrderKind.PACKAGE:
        return ""
    wild = [name.startswith("*.") for name in one.names]
    if order.validation != _FILLED_BY_DEFAULT:
        is_several = len(one.names) > 1
        return "CAS does not renew an order for several domains" if is_several else ""
    if len(one.names) > _MOST_NAMES or any(wild) != all(wild):
        return "the API orders at most five domains at once, and no wildcard beside a plain one"
    return ""
