"""What Alidns tells of zones and records.

Source: the response models of alibabacloud_alidns20150109 4.6.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from localcloud.services.alidns.errors import require_record, require_zone, wrong
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.zones import NAME_SERVERS, Zone, ZoneRecord
from localcloud.services.rpc import Arguments

T = TypeVar("T")

_LARGEST_ZONES, _LARGEST_RECORDS, _LARGEST_OF_A_NAME = 100, 500, 100
_DEFAULT = 20
_FREE = ("mianfei", "Alibaba Cloud DNS free")


def describe_domains(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Found by a part of the name, or by the whole where SearchMode says EXACT."""
    wanted = arguments.text("KeyWord").lower()
    is_exact = arguments.text("SearchMode", "LIKE").upper() == "EXACT"
    found = [
        zone
        for zone in model.zones()
        if not wanted or (zone.name == wanted if is_exact else wanted in zone.name)
    ]
    shown, pages = _page(found, arguments, _LARGEST_ZONES)
    return {**pages, "Domains": {"Domain": [_listed(model, zone) for zone in shown]}}


def describe_domain_info(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """DnsServers: those that Alidns has for the zone, whoever answers for it."""
    zone = require_zone(model, arguments.text("DomainName"))
    return {
        **_identity(zone),
        "CreateTime": _minute(zone.created_at),
        "MinTtl": 600,
        "InBlackHole": False,
        "InClean": False,
        "SlaveDns": False,
        "DnsServers": {"DnsServer": list(NAME_SERVERS)},
    }


def describe_domain_records(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Of a zone, newest first; what is asked for by keyword is a part of it."""
    zone = require_zone(model, arguments.text("DomainName"))
    found = [one for one in model.records(zone.name) if _fits(one, arguments)]
    if arguments.text("Direction").upper() == "ASC":
        found.reverse()
    shown, pages = _page(found, arguments, _LARGEST_RECORDS)
    items = [{**_record(model, one), "CreateTimestamp": _milliseconds(one.since)} for one in shown]
    return {**pages, "DomainRecords": {"Record": items}}


def describe_sub_domain_records(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Of one whole name; in which zone, where DomainName does not say, by its last two labels."""
    name = arguments.text("SubDomain").strip().rstrip(".").lower()
    zone = require_zone(model, arguments.text("DomainName") or _main(name))
    if not zone.holds(name):
        raise wrong("SubDomainInvalid.Main")
    host, kind = zone.host_of(name), arguments.text("Type").upper()
    found = [o for o in model.records(zone.name) if o.host == host and kind in ("", o.kind)]
    shown, pages = _page(found, arguments, _LARGEST_OF_A_NAME)
    return {**pages, "DomainRecords": {"Record": [_record(model, one) for one in shown]}}


def describe_domain_record_info(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """One, by its id."""
    found = require_record(model, arguments.text("RecordId"))
    return {**_record(model, found), "DomainId": f"zone-{found.zone}", "PunyCode": found.zone}


def get_main_domain_name(model: AlidnsModel, arguments: Arguments) -> dict[str, Any]:
    """Which zone would hold a name: the account's innermost, else its last two labels."""
    name = arguments.text("InputString").strip().rstrip(".").lower()
    held = model.holding(name)
    zone = held.name if held else _main(name)
    host = name.removesuffix(zone).rstrip(".") or "@"
    return {"DomainName": zone, "RR": host, "DomainLevel": len(name.split(".")) - 1}


def _page(
    found: Sequence[T], arguments: Arguments, largest: int
) -> tuple[list[T], dict[str, int]]:
    number, size = arguments.number("PageNumber", 1), arguments.number("PageSize", _DEFAULT)
    if number < 1 or not 1 <= size <= largest:
        raise wrong("InvalidParameter")
    start = (number - 1) * size
    pages = {"TotalCount": len(found), "PageNumber": number, "PageSize": size}
    return list(found[start : start + size]), pages


def _listed(model: AlidnsModel, zone: Zone) -> dict[str, Any]:
    return {
        **_identity(zone),
        "CreateTimestamp": _milliseconds(zone.created_at),
        "RecordCount": len(model.records(zone.name)),
        "DnsServers": {"DnsServer": list(NAME_SERVERS)},
    }


def _identity(zone: Zone) -> dict[str, Any]:
    code, name = _FREE
    return {
        "DomainId": zone.id,
        "DomainName": zone.name,
        "PunyCode": zone.name,
        "AliDomain": False,
        "VersionCode": code,
        "VersionName": name,
    }


def _record(model: AlidnsModel, one: ZoneRecord) -> dict[str, Any]:
    word = "ENABLE" if one.enabled else "DISABLE"
    as_published = model.switches["alidns.status_word"] == "Enable"
    return {
        "RecordId": one.id,
        "DomainName": one.zone,
        "RR": one.host,
        "Type": one.kind,
        "Value": one.value,
        "TTL": one.ttl,
        "Line": "default",
        "Status": word.capitalize() if as_published else word,
        "Locked": one.locked,
    }


def _fits(one: ZoneRecord, arguments: Arguments) -> bool:
    asked = {
        "RRKeyWord": one.host,
        "TypeKeyWord": one.kind,
        "ValueKeyWord": one.value,
        "KeyWord": f"{one.host} {one.value}",
    }
    if any(arguments.text(name).lower() not in held.lower() for name, held in asked.items()):
        return False
    status = arguments.text("Status").upper()
    kind = arguments.text("Type").upper()
    return status in ("", "ENABLE" if one.enabled else "DISABLE") and kind in ("", one.kind)


def _main(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%MZ")


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
