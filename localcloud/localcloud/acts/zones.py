"""Zones of Alidns: added, delegated elsewhere, and what people write into them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.services.alidns.zones import DEFAULT_TTL, Zone, ZoneRecord
from localcloud.world import LocalCloud


class Zones:
    """Acts on Alidns."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def add(self, name: str, *, elsewhere: bool = False) -> dict[str, Any]:
        """A zone. elsewhere: its parent names other name servers than Alidns's."""
        label = a_label(name)
        if self._world.alidns.zone(label) is not None:
            raise Refusal(f"{name} is a zone already")
        return self._shown(self._world.alidns.add_zone(label, delegated=not elsewhere))

    def delegate(self, name: str, *, elsewhere: bool = False) -> dict[str, Any]:
        """Its parent names Alidns's name servers from now on, or others."""
        zone = replace(self._zone(name), delegated=not elsewhere)
        return self._shown(self._world.alidns.keep_zone(zone))

    def drop(self, name: str) -> dict[str, Any]:
        """The zone leaves the account, with all its records."""
        zone = self._zone(name)
        self._world.alidns.drop_zone(zone)
        return {"zone": zone.name}

    def record(self, name: str, kind: str, value: str) -> dict[str, Any]:
        """A person writes one more record, unchecked, into the innermost zone."""
        label = a_label(name)
        zone = self._world.alidns.holding(label)
        if zone is None:
            raise Refusal(f"no zone of Alidns holds {name!r}")
        host = zone.host_of(label)
        self._world.alidns.add(zone, host, kind.upper(), value, DEFAULT_TTL)
        return self._shown(zone)

    def remove(self, name: str, *, value: str = "") -> dict[str, Any]:
        """A person deletes the records of a name, or the one that has this value."""
        label = a_label(name)
        zone = self._world.alidns.holding(label)
        held = () if zone is None else self._world.alidns.records(zone.name)
        found = [one for one in held if one.name == label and value in ("", one.value)]
        if zone is None or not found:
            raise Refusal(f"there is no such record at {name!r}")
        for one in found:
            self._world.alidns.delete(one)
        return self._shown(zone)

    def delay(self, seconds: float) -> dict[str, Any]:
        """Changes reach the name servers so much later (world's seconds)."""
        if seconds < 0:
            raise Refusal("a delay is not below zero")
        self._world.alidns.delay = timedelta(seconds=seconds)
        return {"delay": seconds}

    def all(self) -> list[dict[str, Any]]:
        """Every zone."""
        return [self._shown(zone) for zone in self._world.alidns.zones()]

    def _zone(self, name: str) -> Zone:
        found = self._world.alidns.zone(a_label(name))
        if found is None:
            raise Refusal(f"there is no zone {name!r}")
        return found

    def _shown(self, zone: Zone) -> dict[str, Any]:
        model = self._world.alidns
        return {
            "zone": zone.name,
            "answered_by": list(model.name_servers(zone.name)),
            "records": [_line(one) for one in model.records(zone.name)],
        }


def _line(one: ZoneRecord) -> str:
    more = "" if one.enabled else " (off)"
    return f"{one.kind} {one.name} = {one.value}{more}"
