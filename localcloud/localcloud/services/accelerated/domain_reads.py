"""DescribeUserDomains and DescribeCdnDomainDetail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localcloud.services.accelerated.answers import iso, require, unsupported
from localcloud.services.accelerated.domains import AcceleratedDomain, DomainStatus
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.paging import page

_DEFAULT_SIZE = 20
_LARGEST_SIZE = 500
_HIDDEN = {DomainStatus.CHECKING, DomainStatus.CHECK_FAILED, DomainStatus.CONFIGURE_FAILED}
_SEARCH: dict[str, Callable[[str, str], bool]] = {
    "full_match": lambda name, wanted: name == wanted,
    "fuzzy_match": lambda name, wanted: wanted in name,
    "pre_match": lambda name, wanted: name.startswith(wanted),
    "suf_match": lambda name, wanted: name.endswith(wanted),
}


def describe_user_domains(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Domains under review or failed are shown only with CheckDomainShow or when their state is
    asked for. Source is compared whole (exact or fuzzy is UNCERTAIN).
    """
    return list_domains(model, arguments)


def list_domains(
    model: AcceleratedModel,
    arguments: Arguments,
    *,
    most: int = _LARGEST_SIZE,
    search: str = "full_match",
    shows_all: bool = False,
) -> dict[str, Any]:
    """most: of PageSize. search: the DomainSearchType where none is sent. shows_all: whether those
    under review are never hidden.
    """
    domains = model.domains()
    found = [d for d in domains if _selected(model, d, arguments, search, shows_all=shows_all)]
    fields, shown = page(found, arguments, size=_DEFAULT_SIZE, most=most)
    items = [_item(model, domain) for domain in shown]
    return {**fields, "TotalCount": len(found), "Domains": {"PageData": items}}


def describe_domain_detail(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """One domain."""
    domain = require(model, arguments.text("DomainName"))
    on = domain.binding is not None
    detail = {
        "DomainName": domain.name,
        "Cname": domain.cname,
        "HttpsCname": domain.cname if on else "",
        "CdnType": domain.cdn_type,
        "DomainStatus": domain.status_at(model.now()).value,
        "ServerCertificateStatus": "on" if on else "off",
        "Scope": domain.scope,
        "Description": "",
        "ResourceGroupId": domain.resource_group,
        "GmtCreated": iso(domain.created),
        "GmtModified": iso(domain.modified),
        "SourceModels": {
            "SourceModel": [{**o, "Enabled": "online"} for o in _origins(domain)],
        },
    }
    return {"GetDomainDetailModel": detail}


def _selected(
    model: AcceleratedModel,
    domain: AcceleratedDomain,
    arguments: Arguments,
    search: str,
    *,
    shows_all: bool,
) -> bool:
    source = arguments.text("Source")
    return (
        _name_fits(domain, arguments, search)
        and _status_fits(domain.status_at(model.now()), arguments, shows_all=shows_all)
        and _changed_within(domain, arguments)
        and arguments.text("Coverage") in ("", domain.scope)
        and arguments.text("ResourceGroupId") in ("", domain.resource_group)
        and (not arguments.text("CdnType") or domain.cdn_type in arguments.listed("CdnType"))
        and (not source or any(o.content == source for o in domain.origins))
        and _tags_fit(domain, arguments)
    )


def _name_fits(domain: AcceleratedDomain, arguments: Arguments, search: str) -> bool:
    kind = arguments.text("DomainSearchType", search)
    if kind not in _SEARCH:
        raise unsupported("DomainSearchType")
    wanted = arguments.text("DomainName").lower()
    return not wanted or _SEARCH[kind](domain.name, wanted)


def _status_fits(status: DomainStatus, arguments: Arguments, *, shows_all: bool) -> bool:
    wanted = arguments.text("DomainStatus")
    if not wanted:
        return shows_all or arguments.flag("CheckDomainShow") or status not in _HIDDEN
    if wanted not in {s.value for s in DomainStatus}:
        raise unsupported("DomainStatus")
    return status.value == wanted


def _changed_within(domain: AcceleratedDomain, arguments: Arguments) -> bool:
    """ISO times in UTC of one form sort as text."""
    start, end = arguments.text("ChangeStartTime"), arguments.text("ChangeEndTime")
    if not start and not end:
        return True
    changed = iso(domain.modified)
    return start <= changed and (not end or changed <= end)


def _tags_fit(domain: AcceleratedDomain, arguments: Arguments) -> bool:
    """Every tag asked for; one without a value stands for any value of its key."""
    return all(
        any(
            key == tag.get("Key") and tag.get("Value", "") in ("", value)
            for key, value in domain.tags
        )
        for tag in arguments.repeated("Tag")
    )


def _item(model: AcceleratedModel, domain: AcceleratedDomain) -> dict[str, Any]:
    return {
        "DomainName": domain.name,
        "DomainId": domain.domain_id,
        "Cname": domain.cname,
        "CdnType": domain.cdn_type,
        "Coverage": domain.scope,
        "DomainStatus": domain.status_at(model.now()).value,
        "SslProtocol": "off" if domain.binding is None else "on",
        "Sandbox": "normal",
        "Description": "",
        "ResourceGroupId": domain.resource_group,
        "GmtCreated": iso(domain.created),
        "GmtModified": iso(domain.modified),
        "Sources": {"Source": _origins(domain)},
    }


def _origins(domain: AcceleratedDomain) -> list[dict[str, Any]]:
    return [
        {
            "Type": origin.type,
            "Content": origin.content,
            "Port": origin.port,
            "Priority": origin.priority,
            "Weight": origin.weight,
        }
        for origin in domain.origins
    ]
