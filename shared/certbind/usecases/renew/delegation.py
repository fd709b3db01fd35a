"""Who answers for a name of a zone of the account's own DNS."""

from __future__ import annotations

from certbind.domain.deployment.surroundings import ZoneFacts
from certbind.domain.renewal.records.hosted import Zone, answered_elsewhere
from certbind.ports.dns import DnsZones, RecordLookup


def name_servers(records: RecordLookup, name: str, zone: Zone) -> tuple[str, ...] | None:
    """Those of the innermost delegation between the zone and the name; None: nobody could look."""
    while name != zone.name:
        found = records.values(name, "NS")
        if found:
            return found
        name = name.partition(".")[2]
    return records.values(zone.name, "NS")


def read_zone(zones: DnsZones, records: RecordLookup, name: str) -> ZoneFacts:
    """The zone that holds the name, and whether DNS asks Alidns for it."""
    zone = zones.zone_of(name)
    if zone is None:
        return ZoneFacts(name, is_there=False)
    elsewhere = answered_elsewhere(name_servers(records, zone.name, zone), zone)
    return ZoneFacts(zone.name, is_there=True, elsewhere=elsewhere)
