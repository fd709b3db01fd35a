"""The account's own DNS in memory: zones, what stands in them, and who answers for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from certbind.domain.renewal.records.hosted import Zone, ZoneRecord
from certbind.domain.renewal.state import WrittenRecord
from certbind.errors import ConflictError, NotFoundError, UnavailableError
from tests.fakes.orders import FakeRecords
from tests.fakes.trouble import Trouble

SERVERS = ("dns7.hichina.com", "dns8.hichina.com")


@dataclass
class FakeZones:
    """See DnsZones. dns: what shows the records at once, and who answers for the zones."""

    dns: FakeRecords
    zones: dict[str, Zone] = field(default_factory=dict)
    held: dict[str, tuple[str, str, ZoneRecord]] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=Trouble)
    added: int = 0
    removed: int = 0

    def hold(self, zone: str, *servers: str) -> None:
        """A zone of the account. servers: those that DNS names, Alidns's own without any."""
        self.zones[zone] = Zone(zone, SERVERS)
        self.dns.records[zone, "NS"] = servers or SERVERS

    def put(self, zone: str, host: str, kind: str, value: str, identifier: str = "") -> str:
        """Somebody writes a record."""
        made = identifier or str(100 + len(self.held) + self.added)
        self.held[made] = (zone, host, ZoneRecord(made, kind, value))
        self._show()
        return made

    def change(self, identifier: str, value: str) -> None:
        """Somebody changes a record."""
        zone, host, record = self.held[identifier]
        self.held[identifier] = (zone, host, replace(record, value=value))
        self._show()

    def drop(self, identifier: str) -> None:
        """Somebody deletes a record."""
        del self.held[identifier]
        self._show()

    def values(self) -> list[str]:
        """All that stands."""
        return sorted(record.value for _, _, record in self.held.values())

    def zone_of(self, name: str) -> Zone | None:
        """See DnsZones."""
        with self.trouble.around("zone_of"):
            holds = [one for one in self.zones if f".{name}".endswith(f".{one}")]
            return self.zones[max(holds, key=len)] if holds else None

    def standing(self, zone: str, host: str) -> tuple[ZoneRecord, ...]:
        """See DnsZones."""
        with self.trouble.around("standing"):
            if zone not in self.zones:
                raise NotFoundError(zone, service="alidns", action="DescribeSubDomainRecords")
            return tuple(r for z, h, r in self.held.values() if (z, h) == (zone, host))

    def add(self, record: WrittenRecord) -> str:
        """See DnsZones."""
        with self.trouble.around("add"):
            standing = [
                r for z, h, r in self.held.values() if (z, h) == (record.zone, record.host)
            ]
            if any(one.is_like(record.kind, record.value) for one in standing):
                raise ConflictError("it is there", service="alidns", action="AddDomainRecord")
            self.added += 1
            return self.put(record.zone, record.host, record.kind, record.value)

    def remove(self, record: WrittenRecord) -> None:
        """See DnsZones."""
        with self.trouble.around("remove"):
            if record.id in self.held:
                self.removed += 1
                self.drop(record.id)

    def _show(self) -> None:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for zone, host, record in self.held.values():
            key = (f"{host}.{zone}", record.kind)
            found[key] = (*found.get(key, ()), record.value)
        others = {k: v for k, v in self.dns.records.items() if k[1] not in ("TXT", "CNAME")}
        self.dns.records = {**others, **found}


LOST = UnavailableError("no answer", service="alidns", action="AddDomainRecord")
