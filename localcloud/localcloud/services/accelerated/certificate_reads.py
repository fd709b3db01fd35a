"""What stands at the domains: the certificate of one, of all with HTTPS, of one certificate id."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from localcloud.contracts import users_of
from localcloud.gateway import ServiceError
from localcloud.services.accelerated.answers import iso, require
from localcloud.services.accelerated.copies import FREE
from localcloud.services.accelerated.domains import AcceleratedDomain, Binding
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.cas import SITES, StoredCertificate
from localcloud.services.cas.facts import covers
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.paging import page

_DEFAULT_SIZE = 20
_LARGEST_SIZE = 500
_SOON = timedelta(days=30)
_DAYS_A_MONTH = 30
_EMPTY = (
    "CertName",
    "CertId",
    "CertType",
    "CertRegion",
    "CertDomainName",
    "CertOrg",
    "CertStartTime",
    "CertExpireTime",
    "CertUpdateTime",
    "CertLife",
    "ServerCertificate",
    "Status",
)


def describe_domain_certificate_info(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """What is configured; CertId is a string. HTTPS off: one empty entry or none, by switch."""
    domain = require(model, arguments.text("DomainName"))
    return _certificate_info(model, domain, domain.binding)


def stale_domain_certificate_info(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """As it was before the last certificate write."""
    domain = require(model, arguments.text("DomainName"))
    return _certificate_info(model, domain, domain.before_last)


def _certificate_info(
    model: AcceleratedModel, domain: AcceleratedDomain, binding: Binding | None
) -> dict[str, Any]:
    found = None if binding is None else model.copies.get(binding.identifier)
    if binding is None or found is None:
        if model.switches["cdn.https_off"] == "empty":
            return {"CertInfos": {"CertInfo": []}}
        off = {"DomainName": domain.name, "ServerCertificateStatus": "off"}
        return {"CertInfos": {"CertInfo": [{**off, **dict.fromkeys(_EMPTY, "")}]}}
    facts = found.facts
    months = max(1, round((facts.not_after - facts.not_before).days / _DAYS_A_MONTH))
    info = {
        "DomainName": domain.name,
        "ServerCertificateStatus": "on",
        "CertName": binding.name,
        "CertType": binding.cert_type,
        **_reference(model, binding),
        "CertDomainName": facts.common_name,
        "CertOrg": facts.issuer,
        "CertStartTime": iso(facts.not_before),
        "CertExpireTime": iso(facts.not_after),
        "CertUpdateTime": iso(binding.updated),
        "CertLife": f"{months} months",
        "ServerCertificate": found.chain_pem,
        "Status": "success",
        "DomainCnameStatus": "ok",
    }
    return {"CertInfos": {"CertInfo": [info]}}


def _reference(model: AcceleratedModel, binding: Binding) -> dict[str, str]:
    """CertId and CertRegion; whether a free certificate shows an id is UNCERTAIN."""
    if binding.cert_type != FREE:
        return {"CertId": str(binding.number), "CertRegion": binding.region}
    shown = model.switches["cdn.free_certificate_id"] == "shown"
    return {"CertId": str(binding.number) if shown else "", "CertRegion": ""}


def describe_https_domain_list(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Every domain with HTTPS; the keyword is looked for in domain and certificate name."""
    keyword = arguments.text("Keyword").lower()
    bound = [
        (domain, domain.binding, found)
        for domain in model.domains()
        if domain.binding is not None
        and (found := model.copies.get(domain.binding.identifier)) is not None
        and (keyword in domain.name or keyword in domain.binding.name.lower())
    ]
    _, shown = page(bound, arguments, size=_DEFAULT_SIZE, most=_LARGEST_SIZE)
    items = [_https_item(domain, binding, found, model.now()) for domain, binding, found in shown]
    return {"TotalCount": len(bound), "CertInfos": {"CertInfo": items}}


def describe_certificate_info_by_id(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """One entry for a certificate that some domain uses; an unused one counts as absent."""
    wanted = arguments.text("CertId")
    for site in SITES:
        found = model.copies.get(f"{wanted}-{site}")
        users = [user.partition(":")[2] for user in users_of(model, f"{wanted}-{site}")]
        if found is not None and users:
            return {"CertInfos": {"CertInfo": [_by_id(model, found, users)]}}
    raise ServiceError(400, "CertNotExisted", "The Cert doesn't exist.")


def _https_item(
    domain: AcceleratedDomain, binding: Binding, found: StoredCertificate, now: datetime
) -> dict[str, Any]:
    facts = found.facts
    return {
        "DomainName": domain.name,
        "CertName": binding.name,
        "CertType": binding.cert_type,
        "CertCommonName": facts.common_name,
        "CertStatus": _status(domain, found, now),
        "CertStartTime": _spaced(facts.not_before),
        "CertExpireTime": _spaced(facts.not_after),
        "CertUpdateTime": _spaced(binding.updated),
    }


def _status(domain: AcceleratedDomain, found: StoredCertificate, now: datetime) -> str:
    if found.is_expired(now):
        return "expired"
    if not covers(found.facts.names, domain.name):
        return "mismatch"
    return "expire_soon" if found.facts.not_after - now <= _SOON else "ok"


def _by_id(model: AcceleratedModel, found: StoredCertificate, users: list[str]) -> dict[str, Any]:
    binding = require(model, users[0]).binding
    return {
        "CertId": str(found.number),
        "CertName": found.name,
        "CertType": "" if binding is None else binding.cert_type,
        "CreateTime": f"{_spaced(found.facts.not_before)} +0000 UTC",
        "CertExpireTime": f"{_spaced(found.facts.not_after)} +0000 UTC",
        "DomainList": json.dumps(users),
        "HttpsCrt": found.chain_pem,
    }


def _spaced(at: datetime) -> str:
    """`2026-11-24 08:00:00`, taken to be UTC (undocumented)."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
