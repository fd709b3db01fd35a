"""What Alidns changes. A record is refused that is there already, or that conflicts: a CNAME has
nothing beside it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from localcloud.authority import a_label
from localcloud.services.alidns.errors import (
    conflict,
    duplicate,
    locked,
    refuse_while_busy,
    require_record,
    require_zone,
    wrong,
)
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.zones import DEFAULT_TTL, NAME_SERVERS, Zone, ZoneRecord
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import not_built

_HOST = re.compile(r"@|(\*|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_KINDS = ("A", "AAAA", "CNAME", "TXT")
_OTHER_KINDS = ("NS", "MX", "SRV", "CAA", "REDIRECT_URL", "FORWARD_URL", "SVCB", "HTTPS")
_TTLS = range(600, 86401)


def add_domain(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """A zone; whether the world asks Alidns's servers for it is its owner's to arrange."""
    name = a_label(arguments.text("DomainName").strip().rstrip(".").lower())
    with model.lock:
        if model.zone(name) is not None:
            raise wrong("InvalidDomainName.Duplicate")
        zone = model.add_zone(name, delegated=False)
    return {
        "DomainId": zone.id,
        "DomainName": zone.name,
        "PunyCode": zone.name,
        "DnsServers": {"DnsServer": list(NAME_SERVERS)},
    }


def add_domain_record(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Answers with its RecordId."""
    with model.lock:
        zone = require_zone(model, arguments.text("DomainName"))
        refuse_while_busy(model, zone)
        wanted = _wanted(zone, "0", arguments)
        _refuse_unfit(model, wanted)
        made = model.add(zone, wanted.host, wanted.kind, wanted.value, wanted.ttl)
    return {"RecordId": made.id}


def update_domain_record(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """What changes nothing is refused as a duplicate."""
    with model.lock:
        zone, held = _changeable(model, arguments)
        wanted = _wanted(zone, held.id, arguments)
        wanted = replace(wanted, since=held.since, enabled=held.enabled, ended_at=held.ended_at)
        if wanted == held:
            raise duplicate()
        _refuse_unfit(model, wanted)
        model.put(wanted)
    return {"RecordId": held.id}


def delete_domain_record(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Gone at once from the API, from DNS after a while."""
    with model.lock:
        _, held = _changeable(model, arguments)
        model.delete(held)
    return {"RecordId": held.id}


def delete_sub_domain_records(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """All of a host, or of one type; locked ones stay."""
    with model.lock:
        zone = require_zone(model, arguments.text("DomainName"))
        refuse_while_busy(model, zone)
        host, kind = arguments.text("RR").lower(), arguments.text("Type").upper()
        found = [
            one
            for one in model.records(zone.name)
            if one.host == host and kind in ("", one.kind) and not one.locked
        ]
        for one in found:
            model.delete(one)
    return {"RR": host, "TotalCount": str(len(found))}


def set_domain_record_status(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """`Enable` or `Disable`."""
    word = arguments.text("Status").lower()
    if word not in ("enable", "disable"):
        raise wrong("InvalidParameter")
    with model.lock:
        _, held = _changeable(model, arguments)
        changed = model.switch(held, on=word == "enable")
    return {"RecordId": changed.id, "Status": word.capitalize()}


def _changeable(model: AlidnsModel, arguments: Arguments) -> tuple[Zone, ZoneRecord]:
    held = require_record(model, arguments.text("RecordId"))
    zone = require_zone(model, held.zone)
    refuse_while_busy(model, zone)
    if held.locked:
        raise locked()
    return zone, held


def _wanted(zone: Zone, identifier: str, arguments: Arguments) -> ZoneRecord:
    host, kind = arguments.text("RR").lower(), arguments.text("Type").upper()
    value, ttl = arguments.text("Value"), arguments.number("TTL", DEFAULT_TTL)
    if _HOST.fullmatch(host) is None:
        raise wrong("InvalidRR.Format")
    if kind in _OTHER_KINDS or arguments.text("Line", "default") != "default":
        raise not_built(f"Alidns records of type {kind} and their lines")
    if kind not in _KINDS:
        raise wrong("InvalidRR.Type")
    if ttl not in _TTLS:
        raise wrong("InvalidTTL")
    if kind == "CNAME":
        value = value.rstrip(".").lower()
    return ZoneRecord(identifier, zone.name, host, kind, value, zone.created_at, ttl)


def _refuse_unfit(model: AlidnsModel, wanted: ZoneRecord) -> None:
    others = [
        one
        for one in model.records(wanted.zone)
        if one.host == wanted.host and one.id != wanted.id
    ]
    if any(one.same_as(wanted) for one in others):
        raise duplicate()
    enabled = {one.kind for one in others if one.enabled}
    if enabled and ("CNAME" in enabled or wanted.kind == "CNAME"):
        raise conflict()
