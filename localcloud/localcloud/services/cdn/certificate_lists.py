"""Certificates that could be bound, as CDN sees them in CAS; never with a private key."""

from __future__ import annotations

from typing import Any

from localcloud.contracts import CHINA_SITE
from localcloud.gateway import ServiceError
from localcloud.services.accelerated.answers import require
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.cas import SITES, StoredCertificate
from localcloud.services.cas.facts import covers
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.paging import page

_DEFAULT_SIZE = 20
_LARGEST_SIZE = 1000
_END = "-----END CERTIFICATE-----\n"


def describe_cdn_certificate_detail_by_id(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """PEM by id and region (China by default)."""
    region = arguments.text("CertRegion", CHINA_SITE)
    if region not in SITES:
        message = "The specified CertRegion is not supported."
        raise ServiceError(400, "Abs.CertRegion.ValueNotSupported", message)
    return _detail(model, model.cas.get(f"{arguments.text('CertId')}-{region}"))


def describe_cdn_certificate_detail(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """PEM by name; the China site is looked at first."""
    name = arguments.text("CertName")
    named = (c for site in SITES for c in model.cas.certificates(site) if c.name == name)
    return _detail(model, next(named, None))


def describe_cdn_ssl_certificate_list(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """Of both sites, with CertRegion; for a domain only those that cover it."""
    domain = arguments.text("DomainName")
    keyword = arguments.text("SearchKeyword").lower()
    found = [c for c in _usable(model, (domain,) if domain else ()) if _matches(c, keyword)]
    fields, shown = page(found, arguments, size=_DEFAULT_SIZE, most=_LARGEST_SIZE)
    items = [{**_item(c), "CertRegion": c.site} for c in shown]
    return {
        "CertificateListModel": {**fields, "Count": len(found), "CertList": {"Cert": items}},
    }


def describe_cdn_certificate_list(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """The older list: several domains, no paging, no region."""
    found = _usable(model, arguments.listed("DomainName"))
    items = [_item(c) for c in found]
    return {"CertificateListModel": {"Count": len(items), "CertList": {"Cert": items}}}


def _detail(model: AcceleratedModel, found: StoredCertificate | None) -> dict[str, Any]:
    """`Key` is documented as the public key, with 32 hex digits for an example."""
    if found is None:
        raise ServiceError(400, "Certificate.NotFind", "The certificate does not exist.")
    pem = found.chain_pem
    if model.switches["cdn.detail_by_id"] == "leaf":
        pem = pem.partition(_END)[0] + _END
    return {
        "CertId": found.number,
        "CertName": found.name,
        "Cert": pem,
        "Key": found.facts.key_digest[:32],
    }


def _usable(model: AcceleratedModel, domains: tuple[str, ...]) -> list[StoredCertificate]:
    for domain in domains:
        require(model, domain)
    now = model.now()
    return [
        c
        for site in SITES
        for c in model.cas.certificates(site)
        if not c.revoked
        and not c.is_expired(now)
        and all(covers(c.facts.names, domain) for domain in domains)
    ]


def _matches(certificate: StoredCertificate, keyword: str) -> bool:
    return any(keyword in t.lower() for t in (certificate.name, *certificate.facts.names))


def _item(certificate: StoredCertificate) -> dict[str, Any]:
    return {
        "CertId": certificate.number,
        "CertName": certificate.name,
        "Common": certificate.facts.common_name,
        "Fingerprint": certificate.facts.sha1,
        "Issuer": certificate.facts.issuer,
        "LastTime": int(certificate.facts.not_after.timestamp()),
    }
