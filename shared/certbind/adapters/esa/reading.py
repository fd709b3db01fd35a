"""What ESA says of a site, read into the domain's words: one target a certificate.

A certificate of a site is picked by its names, so it may serve several records, and what replaces
it has to serve them all. The record that is first by name stands for them; a record without a
certificate is a target of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from certbind.domain.hygiene.quotas import HeldEntry, Quota
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha256
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Outward,
    Target,
    TargetState,
)
from certbind.domain.trust.names import parse_reference
from certbind.values import dataclass, replace

PRODUCT = ProductName("esa")

Item = Mapping[str, Any]

_SOURCES = {"cas": BindingSource.CAS, "upload": BindingSource.UPLOAD}
_REPLACED_IN_PLACE = ("cas", "upload")


@dataclass(frozen=True, slots=True)
class Served:
    """A target with what a write needs: its site, and the entry to be overwritten ("" for none:
    a new one is made).
    """

    site: Item
    bound: BoundTarget
    entry: str


def in_site(site: Item, name: str) -> bool:
    """Whether the site's zone holds the name."""
    zone = str(site.get("SiteName")).lower()
    bare = name.lstrip("*.")
    return bare == zone or bare.endswith(f".{zone}")


def domain_of(record: Item) -> Domain:
    """InvalidNameError when it is none; a wildcard in the form of the edges, `.example.com`."""
    name = str(record.get("RecordName")).removeprefix("*")
    return parse_reference(name)


def targets_of(
    site: Item, records: Iterable[Item], served: Mapping[str, tuple[Item, ...]]
) -> tuple[Served, ...]:
    """Records whose names cannot be read are the caller's."""
    groups: defaultdict[str, list[tuple[Domain, Item, Item | None]]] = defaultdict(list)
    for record in records:
        name = str(record.get("RecordName"))
        entry = _newest(served.get(name, ()))
        key = str(entry.get("Id")) if entry is not None else f"record {name}"
        groups[key].append((domain_of(record), record, entry))
    return tuple(_target(site, sorted(group, key=lambda one: one[0])) for group in groups.values())


def _newest(entries: tuple[Item, ...]) -> Item | None:
    """Which of several ESA serves is not documented; the look at visitors tells."""
    return max(entries, key=lambda one: str(one.get("UpdateTime")), default=None)


def _target(site: Item, group: list[tuple[Domain, Item, Item | None]]) -> Served:
    (domain, record, entry), *others = group
    is_active = site.get("Status") == "active"
    bound = BoundTarget(
        Target(PRODUCT, domain),
        _binding(entry),
        TargetState.ONLINE if is_active else TargetState.OFFLINE,
        str(record.get("RecordCname") or "").lower(),
        "" if is_active else f"lies in a site that is {site.get('Status') or 'not active'}",
        outward=Outward.EDGE_SITE,
        names=tuple(name for name, _, _ in others),
    )
    in_place = entry is not None and entry.get("Type") in _REPLACED_IN_PLACE
    return Served(site, bound, str(entry.get("Id")) if entry is not None and in_place else "")


def as_asked(served: Served, domain: Domain) -> Served:
    """The same target under another one of its names."""
    bound = served.bound
    if bound.target.domain == domain:
        return served
    names = tuple(sorted({bound.target.domain, *bound.names} - {domain}))
    return replace(served, bound=replace(bound, target=Target(PRODUCT, domain), names=names))


def binding_of(entries: tuple[Item, ...]) -> Binding:
    """What is served of those that match a record."""
    return _binding(_newest(entries))


def quota_of(site: Item, entries: Iterable[Item], counted: tuple[int, int]) -> Quota:
    """Custom certificates alone count."""
    held = (_held(site, one) for one in entries if one.get("Type") in _REPLACED_IN_PLACE)
    most, used = counted
    zone = str(site.get("SiteName")).lower()
    return Quota(f"ESA site {zone}", most, used, tuple(held), zone)


def _held(site: Item, entry: Item) -> HeldEntry:
    binding = _binding(entry)
    return HeldEntry(
        str(entry.get("Id")),
        binding.name,
        tuple(filter(None, str(entry.get("SAN") or "").split(","))),
        binding.certificate_id,
        str(binding.sha256 or ""),
        _time(entry.get("NotAfter")),
        _time(entry.get("CreateTime")),
        f"aliyun esa DeleteCertificate --SiteId {site.get('SiteId')} --Id {entry.get('Id')}",
    )


def _time(value: object) -> datetime | None:
    """`2026-11-24 12:00:00`, UTC (UNCERTAIN), or ISO 8601; None for what is neither."""
    text = str(value or "").replace(" ", "T", 1).replace("Z", "+00:00")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def record_name(domain: Domain) -> str:
    """As ESA writes it."""
    return f"*{domain}" if domain.startswith(".") else domain


def _binding(entry: Item | None) -> Binding:
    """raw_id: by content, since ESA's own id stays when the content changes."""
    if entry is None:
        return UNBOUND
    source = _SOURCES.get(str(entry.get("Type")), BindingSource.FREE)
    number = str(entry.get("CasId") or "")
    region = str(entry.get("Region") or "cn-hangzhou")
    is_of_cas = source is BindingSource.CAS and number.isascii() and number.isdigit()
    sha256 = str(entry.get("FingerprintSha256") or "").replace(":", "").lower()
    return Binding(
        source,
        CertificateId(int(number), region) if is_of_cas else None,
        number if is_of_cas else sha256,
        str(entry.get("Name") or ""),
        sha256=Sha256(sha256) if len(sha256) == 64 else None,  # noqa: PLR2004
    )
