"""Alidns as the place where a CA's records are written (DnsZones).

A zone is asked for by its name, never looked for in a list: so a role may be held to a few zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import Resource
from certbind.domain.model.identity import ProductName
from certbind.domain.renewal.records.hosted import Zone, ZoneRecord
from certbind.domain.renewal.state import WrittenRecord
from certbind.errors import NotFoundError, RejectedError
from certbind.values import dataclass, field

NAME = ProductName("alidns")
VERSION = "2015-01-09"
_PAGE = 100
_NO_ZONE = "InvalidDomainName."
"""How the codes begin of names that cannot be a zone, such as one of a suffix that is not sold."""

ZONES = Resource(
    "zones that CERTBIND_VALIDATE names",
    ("acs:alidns:*:{scope.account_id}:domain/{name}",),
    NAME,
)


def _permission(action: str, why: str) -> Permission:
    return Permission(f"alidns:{action}", ZONES, why, if_validating=True)


PERMISSIONS: Permissions = {
    "zone_of": (_permission("DescribeDomainInfo", "whether a zone is in the account"),),
    "standing": (_permission("DescribeSubDomainRecords", "what stands at a record's name"),),
    "add": (_permission("AddDomainRecord", "writes the record that a CA waits for"),),
    "remove": (_permission("DeleteDomainRecord", "takes it away again, by its id"),),
}


@dataclass(slots=True)
class AlidnsZones:
    """named: the zones that certbind may write; None: all of the account."""

    api: OpenApi
    retry: Retry
    named: tuple[str, ...] | None
    _known: dict[str, Zone | None] = field(default_factory=dict)

    def zone_of(self, name: str) -> Zone | None:
        """See DnsZones."""
        found = (self._zone(one) for one in _parents(name) if self._is_meant(one))
        return next((zone for zone in found if zone is not None), None)

    def standing(self, zone: str, host: str) -> tuple[ZoneRecord, ...]:
        """See DnsZones."""
        name = zone if host == "@" else f"{host}.{zone}"

        def read_page(number: int) -> Page[ZoneRecord]:
            answer = self._ask(
                "DescribeSubDomainRecords",
                name,
                SubDomain=name,
                DomainName=zone,
                PageNumber=number,
                PageSize=_PAGE,
            )
            try:
                items = answer["DomainRecords"]["Record"]
                return Page(tuple(map(_record, items)), int(answer["TotalCount"]))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                told = f"{type(error).__name__} {error}"
                raise self.api.unreadable("DescribeSubDomainRecords", told, name) from None

        listing = read_all_pages(read_page, lambda one: one.id)
        if listing.missing:
            told = f"it counts {listing.missing} records more than it shows"
            raise self.api.unreadable("DescribeSubDomainRecords", told, name)
        return listing.items

    def add(self, record: WrittenRecord) -> str:
        """See DnsZones. With Alidns's default TTL, the shortest that every edition takes."""
        answer = self.api.call(
            unlisted_request("Alidns", VERSION, "AddDomainRecord"),
            {
                "DomainName": record.zone,
                "RR": record.host,
                "Type": record.kind,
                "Value": record.value,
            },
            subject=str(record),
            is_write=True,
            is_once=True,
        )
        if not answer.get("RecordId"):
            raise self.api.unreadable("AddDomainRecord", "no RecordId", str(record))
        return str(answer["RecordId"])

    def remove(self, record: WrittenRecord) -> None:
        """See DnsZones."""
        request = unlisted_request("Alidns", VERSION, "DeleteDomainRecord")
        try:
            self.retry.call(
                lambda: self.api.call(
                    request, {"RecordId": record.id}, subject=str(record), is_write=True
                )
            )
        except NotFoundError:
            return

    def _zone(self, name: str) -> Zone | None:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Zone | None:
        try:
            answer = self._ask("DescribeDomainInfo", name, DomainName=name)
        except NotFoundError:
            return None
        except RejectedError as error:
            if error.api_code.startswith(_NO_ZONE):
                return None
            raise
        servers = answer.get("DnsServers") or {}
        listed = servers.get("DnsServer") if isinstance(servers, Mapping) else None
        return Zone(name, tuple(str(one).lower() for one in listed or ()))

    def _is_meant(self, name: str) -> bool:
        return self.named is None or name in self.named

    def _ask(self, action: str, subject: str, **params: str | int) -> dict[str, Any]:
        request = unlisted_request("Alidns", VERSION, action)
        return self.retry.call(lambda: self.api.call(request, params, subject=subject))


def _parents(name: str) -> Iterator[str]:
    """The name and all above it that could be a zone, the innermost first."""
    labels = name.rstrip(".").lower().split(".")
    yield from (".".join(labels[begin:]) for begin in range(len(labels) - 1))


def _record(item: Mapping[str, Any]) -> ZoneRecord:
    """The status's capitals differ between examples and documentation."""
    is_on = str(item.get("Status") or "ENABLE").upper() == "ENABLE"
    return ZoneRecord(str(item["RecordId"]), str(item["Type"]), str(item["Value"]), is_on)
