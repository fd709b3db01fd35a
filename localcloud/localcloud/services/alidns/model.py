"""Alidns's state: what the handlers read and change, what the world does by hand, and what its
name servers answer.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.dns.records import Data
from localcloud.services.alidns.zones import ELSEWHERE, NAME_SERVERS, Zone, ZoneRecord
from localcloud.store import Store
from localcloud.switches import Switches

_FIRST = 1_978_593_525_770_000_000


class AlidnsModel:
    """All zones and records, under one lock. Implements dns.hosted.Hosted."""

    def __init__(self, store: Store, clock: Clock, switches: Switches) -> None:
        self.clock = clock
        self.switches = switches
        self.lock = threading.RLock()
        self._zones = store.table("alidns.zones")
        self._records = store.table("alidns.records")
        self._settings = store.table("alidns.settings")

    @property
    def delay(self) -> timedelta:
        """How long a change takes to the name servers."""
        return timedelta(seconds=self._settings.get("delay", {"seconds": 0})["seconds"])

    @delay.setter
    def delay(self, delay: timedelta) -> None:
        self._settings["delay"] = {"seconds": delay.total_seconds()}

    def zones(self) -> tuple[Zone, ...]:
        """All, by name."""
        with self.lock:
            return tuple(Zone.from_json(record) for _, record in sorted(self._zones.items()))

    def zone(self, name: str) -> Zone | None:
        """By its name."""
        with self.lock:
            record = self._zones.get(name)
        return None if record is None else Zone.from_json(record)

    def holding(self, name: str) -> Zone | None:
        """The innermost zone that holds the name."""
        held = [zone for zone in self.zones() if zone.holds(name)]
        return max(held, key=lambda zone: len(zone.name), default=None)

    def keep_zone(self, zone: Zone) -> Zone:
        """As it is now."""
        with self.lock:
            self._zones[zone.name] = zone.to_json()
        return zone

    def add_zone(self, name: str, *, delegated: bool = True) -> Zone:
        """A zone without a record."""
        return self.keep_zone(Zone(name, self.clock.now(), delegated))

    def drop_zone(self, zone: Zone) -> None:
        """With all its records."""
        with self.lock:
            for one in self._all():
                if one.zone == zone.name:
                    del self._records[one.id]
            del self._zones[zone.name]

    def records(self, zone: str) -> tuple[ZoneRecord, ...]:
        """Those that the API shows, newest first."""
        found = [one for one in self._all() if one.zone == zone and one.is_listed]
        return tuple(sorted(found, key=lambda one: int(one.id), reverse=True))

    def record(self, identifier: str) -> ZoneRecord | None:
        """By its RecordId."""
        with self.lock:
            raw = self._records.get(identifier)
        found = None if raw is None else ZoneRecord.from_json(raw)
        return found if found is not None and found.is_listed else None

    def add(self, zone: Zone, host: str, kind: str, value: str, ttl: int) -> ZoneRecord:
        """A new record; unchecked."""
        with self.lock:
            now = self.clock.now()
            made = ZoneRecord(self._new_id(), zone.name, host, kind, value, now, ttl)
            return self._write(made, now)

    def put(self, changed: ZoneRecord) -> ZoneRecord:
        """Another host, type, value or TTL; what it was lingers."""
        with self.lock:
            now, before = self.clock.now(), self.record(changed.id)
            if before is not None and not before.same_as(changed):
                self._linger(before.ended(now))
                changed = replace(changed, since=now)
            return self._write(changed, now)

    def switch(self, record: ZoneRecord, *, on: bool) -> ZoneRecord:
        """Enabled or not."""
        with self.lock:
            now = self.clock.now()
            return self._write(record.switched(now, on=on), now)

    def delete(self, record: ZoneRecord) -> None:
        """The API shows it no more."""
        with self.lock:
            now = self.clock.now()
            del self._records[record.id]
            self._linger(record.ended(now))
            self._touch(record.zone, now)

    def is_busy(self, zone: Zone) -> bool:
        """Whether a change of the zone has just been made."""
        if self.switches["alidns.last_operation"] == "done" or zone.written_at is None:
            return False
        return self.clock.now() - zone.written_at < timedelta(seconds=1)

    def zone_of(self, name: str) -> str | None:
        """The zone that the world is answered from for this name."""
        found = self.holding(name)
        return None if found is None else found.name

    def name_servers(self, name: str) -> tuple[str, ...]:
        """Of a zone, as its parent names them; () for what is no zone of ours."""
        found = self.zone(name)
        if found is None:
            return ()
        return NAME_SERVERS if found.delegated else ELSEWHERE

    def find(self, name: str) -> Data | None:
        """What is answered for the name; {} where only names below it are, None for nothing."""
        zone = self.holding(name)
        if zone is None or not zone.delegated:
            return None
        now, delay = self.clock.now(), self.delay
        shown = [o for o in self._all() if o.zone == zone.name and o.is_answered(now, delay)]
        data: Data = {}
        for one in shown:
            if one.name == name:
                data.setdefault(one.kind, []).append(one.value)
        if data or any(one.name.endswith(f".{name}") for one in shown) or name == zone.name:
            return data
        return self._wild(shown, name, zone)

    def _wild(self, shown: list[ZoneRecord], name: str, zone: Zone) -> Data | None:
        while name != zone.name:
            name = name.partition(".")[2]
            data: Data = {}
            for one in shown:
                if one.name == f"*.{name}":
                    data.setdefault(one.kind, []).append(one.value)
            if data or any(one.name == name for one in shown):
                return data or None
        return None

    def _all(self) -> list[ZoneRecord]:
        with self.lock:
            return [ZoneRecord.from_json(record) for record in self._records.values()]

    def _write(self, record: ZoneRecord, now: datetime) -> ZoneRecord:
        self._records[record.id] = record.to_json()
        self._touch(record.zone, now)
        return record

    def _linger(self, record: ZoneRecord) -> None:
        """Under an id of its own; what has ended for good is forgotten."""
        if self.delay:
            lingering = replace(record, id=self._new_id())
            self._records[lingering.id] = lingering.to_json()
        now = self.clock.now()
        for one in self._all():
            if not one.is_listed and one.is_over(now, self.delay):
                del self._records[one.id]

    def _touch(self, zone: str, now: datetime) -> None:
        held = self.zone(zone)
        if held is not None:
            self.keep_zone(replace(held, written_at=now))

    def _new_id(self) -> str:
        number = self._settings.get("last", {"number": _FIRST})["number"] + 1
        self._settings["last"] = {"number": number}
        return str(number)
