"""ListSites, GetSite, ListRecords and the reads of certificates. None shows a private key.

Source: the response models of alibabacloud_esa20240910 3.16.0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from localcloud.services.esa.answers import require_entry, require_site
from localcloud.services.esa.model import EsaModel
from localcloud.services.esa.zones import Entry, Record, Site
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter
from localcloud.services.rpc.paging import page

_SIZE = 500
_SOON = timedelta(days=30)
_SEARCH: dict[str, Callable[[str, str], bool]] = {
    "exact": lambda name, wanted: name == wanted,
    "fuzzy": lambda name, wanted: wanted in name,
    "prefix": lambda name, wanted: name.startswith(wanted),
    "suffix": lambda name, wanted: name.endswith(wanted),
}


def list_sites(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """Of those filters that name an attribute kept here."""
    found = [
        site
        for site in model.sites()
        if _is_named(site.name, arguments, "SiteName", "SiteSearchType")
        and arguments.text("AccessType") in ("", site.access)
        and arguments.text("Status") in ("", site.status)
    ]
    fields, shown = page(found, arguments, size=_SIZE, most=_SIZE)
    return {**fields, "TotalCount": len(found), "Sites": [_site(site) for site in shown]}


def get_site(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """One site."""
    return {"SiteModel": _site(require_site(model, arguments))}


def list_records(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """All are of the type CNAME here."""
    site = require_site(model, arguments)
    wanted = arguments.text("Proxied").lower()
    found = [
        record
        for record in model.records(site.number)
        if _is_named(record.name, arguments, "RecordName", "RecordMatchType")
        and wanted in ("", str(record.proxied).lower())
        and arguments.text("Type") in ("", "CNAME")
    ]
    fields, shown = page(found, arguments, size=_SIZE, most=_SIZE)
    items = [_record(model, site, record) for record in shown]
    return {**fields, "TotalCount": len(found), "Records": items}


def list_certificates(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """The keyword is looked for in names."""
    site, keyword = require_site(model, arguments), arguments.text("Keyword").lower()
    found = [
        entry
        for entry in model.entries(site.number)
        if (not arguments.flag("ValidOnly") or not entry.held.is_expired(model.clock.now()))
        and any(keyword in name for name in (entry.name.lower(), *entry.held.facts.names))
    ]
    fields, shown = page(found, arguments, size=20, most=_SIZE)
    items = [entry_item(entry, model.clock.now()) for entry in shown]
    return {**fields, **_of(site), "TotalCount": len(found), "Result": items}


def list_certificates_by_record(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """Several records at once, with commas; those that match each, what is served first."""
    site, now = require_site(model, arguments), model.clock.now()
    wanted = arguments.listed("RecordName")
    records = {record.name: record for record in model.records(site.number)}
    results = []
    for name in wanted:
        found: Sequence[Entry] = model.matching(records[name]) if name in records else ()
        if arguments.flag("ValidOnly"):
            found = [entry for entry in found if not entry.held.is_expired(now)]
        shown = found if arguments.flag("Detail") else ()
        results.append(
            {
                "RecordName": name,
                "Status": "configured" if found else "none",
                "Count": len(found),
                "ApplylingCount": 0,
                "Certificates": [entry_item(entry, now) for entry in shown],
            }
        )
    return {**_of(site), "TotalCount": len(results), "Result": results}


def get_certificate(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """Documented to give the private key as well; here it never does."""
    site = require_site(model, arguments)
    entry = require_entry(model, site, arguments.text("Id"))
    item = entry_item(entry, model.clock.now())
    return {
        **_of(site),
        "Status": item["Status"],
        "Certificate": entry.held.chain_pem,
        "Result": item,
    }


def get_certificate_quota(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """Of custom certificates of one site (UNCERTAIN: what else counts to it)."""
    site = require_site(model, arguments)
    if arguments.text("Type") not in ("cas", "upload", "free"):
        raise invalid_parameter("Type")
    used = 0 if arguments.text("Type") == "free" else model.used(site.number)
    return {
        "Type": arguments.text("Type"),
        "Quota": str(site.quota),
        "QuotaUsage": str(used),
        "SiteCount": 1,
        "SiteUsage": [{**_of(site), "SiteUsage": str(used)}],
    }


def entry_item(entry: Entry, now: datetime) -> dict[str, Any]:
    """As lists show a certificate; ids are text."""
    facts, held = entry.held.facts, entry.held
    status = "OK"
    if held.is_expired(now):
        status = "Expired"
    elif facts.not_after - now <= _SOON:
        status = "Expiring"
    return {
        "Id": entry.id,
        "Type": entry.type,
        "Name": entry.name,
        "CasId": str(held.number) if entry.type == "cas" else "",
        "Region": held.site if entry.type == "cas" else "",
        "CommonName": facts.common_name,
        "SAN": ",".join(facts.names),
        "FingerprintSha256": facts.sha256.lower(),
        "SerialNumber": facts.serial,
        "Issuer": facts.issuer,
        "IssuerCN": facts.issuer,
        "NotBefore": _spaced(facts.not_before),
        "NotAfter": _spaced(facts.not_after),
        "CreateTime": _spaced(entry.created),
        "UpdateTime": _spaced(entry.updated),
        "Status": status,
    }


def _is_named(name: str, arguments: Arguments, field: str, search: str) -> bool:
    kind = arguments.text(search, "exact")
    if kind not in _SEARCH:
        raise invalid_parameter(search)
    wanted = arguments.text(field)
    return not wanted or _SEARCH[kind](name, wanted)


def _of(site: Site) -> dict[str, Any]:
    return {"SiteId": site.number, "SiteName": site.name}


def _site(site: Site) -> dict[str, Any]:
    created = site.created.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        **_of(site),
        "AccessType": site.access,
        "CnameZone": site.cname_zone,
        "Coverage": "global",
        "Status": site.status,
        "InstanceId": f"sp-{site.number}",
        "PlanName": "entranceplan",
        "CreateTime": created,
        "UpdateTime": created,
    }


def _record(model: EsaModel, site: Site, record: Record) -> dict[str, Any]:
    return {
        **_of(site),
        "RecordId": record.number,
        "RecordName": record.name,
        "RecordType": "CNAME",
        "RecordSourceType": "Domain",
        "RecordCname": model.record_cname(record),
        "Proxied": record.proxied,
        "BizName": "web" if record.proxied else "",
        "Data": {"Value": record.origin},
        "Ttl": 1,
    }


def _spaced(at: datetime) -> str:
    return at.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
