"""DNS: the account's own zones, and what anybody can look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.renewal.records.hosted import Zone, ZoneRecord
    from certbind.domain.renewal.state import WrittenRecord


class DnsZones(Protocol):
    """The account's own DNS, as far as a CA's records may be written there."""

    def zone_of(self, name: str) -> Zone | None:
        """The innermost of the account that holds a name; None: none that certbind may write."""

    def standing(self, zone: str, host: str) -> tuple[ZoneRecord, ...]:
        """Every record of a host, of any type; () for none."""

    def add(self, record: WrittenRecord) -> str:
        """Write it, once and never repeated; its id. ConflictError: the same is there already.
        UnavailableError: it may have been written.
        """

    def remove(self, record: WrittenRecord) -> None:
        """Delete it by its id; what is not there is deleted."""


class RecordLookup(Protocol):
    """DNS: the records that a CA waits for, and where a domain of several edges leads to."""

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """The data of a name (TXT, CNAME or NS), () for none; None where nobody could look."""
