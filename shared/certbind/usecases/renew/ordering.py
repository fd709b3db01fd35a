"""What ordering takes besides the rest: given only where a person has switched it on."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.renewal.order import OrderKind, Renewable, ValidationRecord
from certbind.domain.renewal.validation import Found
from certbind.ports.certificates import Orders
from certbind.ports.dns import DnsZones, RecordLookup
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Ordering:
    """orders: CAS. records: DNS. zones: the account's own; None where certbind may not write
    there.
    """

    orders: Orders
    records: RecordLookup
    zones: DnsZones | None = None


def look_up(records: RecordLookup, wanted: Iterable[ValidationRecord]) -> tuple[Found, ...]:
    """What DNS answers for each record; a file is not looked for."""
    return tuple(
        Found(one, None if one.kind == "FILE" else records.values(one.name, one.kind))
        for one in wanted
    )


def key_of(one: Renewable, kind: OrderKind) -> str:
    """The name of its line's journal: the instance, which stays the same over renewals; for all
    else the names, since each order has an instance id of its own.
    """
    if kind is OrderKind.INSTANCE and one.key_by_instance:
        return one.key_by_instance
    return one.key_by_names
