"""Details of one certificate, in the old and in the new form, and the new list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from localcloud.services.cas.certificates import Source, Status, StoredCertificate
from localcloud.services.cas.facts import Link
from localcloud.services.cas.site import CasSite, described, page
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_DEFAULT_SIZE = 10
_LARGEST_SIZE = 100
_SOURCES = ("BUY", "UPLOAD", "TEST")
_PRODUCTS = {"oss": "OSS", "cdn": "CDN", "dcdn": "DCDN", "vod": "VOD", "esa": "ESA"}

Products = Mapping[str, Iterable[str]]
"""Certificate → where it is used, as CAS names products."""


def get_user_certificate_detail(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """CertFilter=true leaves out PEM and key; without it the answer has both."""
    certificate = site.require(arguments.number("CertId"))
    facts = certificate.facts
    now = site.now()
    answer = {
        "Id": certificate.number,
        "Name": certificate.name,
        "Common": facts.common_name,
        "CertIdentifier": certificate.identifier,
        "InstanceId": certificate.instance_id,
        "Algorithm": facts.algorithm,
        "NotBefore": site.epoch(facts.not_before),
        "NotAfter": site.epoch(facts.not_after),
        "CertChain": [_old_link(site, link, now) for link in facts.chain],
        "Expired": certificate.is_expired(now),
        "BuyInAliyun": certificate.source is Source.BUY,
        "CertSha2": facts.sha256,
        "OrderId": certificate.order_id,
        "ResourceGroupId": certificate.resource_group,
        "Tags": _tags(certificate),
        **described(facts),
    }
    if not arguments.flag("CertFilter"):
        answer |= {"Cert": certificate.chain_pem, "Key": certificate.key_pem}
    return answer


def get_certificate_detail(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """The new form: no PEM; CertificateId is a number here and a string in the list."""
    certificate = site.require(arguments.number("CertificateId"))
    now = site.now()
    chain = [_new_link(site, link, now) for link in certificate.facts.chain]
    return {
        **_item(site, certificate, now, _products(site)),
        "CertificateId": certificate.number,
        "CertificateChainList": chain,
        "Tags": _tags(certificate),
    }


def list_certificates(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """All states unless one is asked for; the keyword is looked for in domains, names and ids."""
    source = arguments.text("CertificateSource")
    if source and source not in _SOURCES:
        raise invalid_parameter("CertificateSource")
    status = arguments.text("CertificateStatus")
    if status and status not in {s.value for s in Status}:
        raise invalid_parameter("CertificateStatus")
    now = site.now()
    found = [
        c
        for c in site.certificates()
        if source in ("", _source(site, c))
        and status in ("", c.status(now).value)
        and arguments.text("InstanceId") in ("", c.instance_id)
        and arguments.text("ResourceGroupId") in ("", c.resource_group)
        and _matches(c, arguments.text("Keyword").lower())
    ]
    fields, shown = page(found, arguments, size=_DEFAULT_SIZE, most=_LARGEST_SIZE)
    products = _products(site)
    return {**fields, "CertificateList": [_item(site, c, now, products) for c in shown]}


def _matches(certificate: StoredCertificate, keyword: str) -> bool:
    texts = (*certificate.facts.names, certificate.name, certificate.instance_id)
    return any(keyword in text.lower() for text in (*texts, certificate.identifier))


def _item(
    site: CasSite, certificate: StoredCertificate, now: datetime, products: Products
) -> dict[str, Any]:
    facts = certificate.facts
    has_key = bool(certificate.key_pem)
    # A key that CAS does not hold can only be on a server: no product can take the certificate.
    scope = {"Scope": "all" if has_key else "server"}
    return {
        "CertificateId": str(certificate.number),
        "CertIdentifier": certificate.identifier,
        "CertificateName": certificate.name,
        "CertificateSource": _source(site, certificate),
        "CertificateStatus": certificate.status(now).value,
        "CommonName": facts.common_name,
        "Domain": ",".join(facts.names),
        "SubjectAlternativeNames": list(facts.names),
        "Algorithm": facts.algorithm,
        "KeySize": facts.key_size,
        "NotBefore": site.epoch(facts.not_before),
        "NotAfter": site.epoch(facts.not_after),
        "FingerPrint": facts.sha1,
        "Serial": facts.serial,
        "Issuer": facts.issuer,
        "InstanceId": certificate.instance_id,
        "ExistPrivateKey": has_key,
        "UsingProductList": sorted(products.get(certificate.identifier, ())),
        "DeploymentDesc": json.dumps(scope),
    }


def _source(site: CasSite, certificate: StoredCertificate) -> str:
    """BUY, TEST or UPLOAD."""
    instance = site.store.instances.find(certificate.instance_id)
    is_test = instance is not None and instance.kind == "TEST"
    return "TEST" if is_test else certificate.source.name


def _products(site: CasSite) -> Products:
    """Read once a call: what stands where is asked of every product."""
    found: dict[str, set[str]] = {}
    for identifier, user in site.store.uses():
        kind = user.partition(":")[0]
        found.setdefault(identifier, set()).add(_PRODUCTS.get(kind, kind.upper()))
    return found


def _tags(certificate: StoredCertificate) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in certificate.tags]


def _old_link(site: CasSite, link: Link, now: datetime) -> dict[str, Any]:
    return {
        "CommonName": link.subject,
        "IssuerCommonName": link.issuer,
        **_life(site, link, now),
    }


def _new_link(site: CasSite, link: Link, now: datetime) -> dict[str, Any]:
    return {"Subject": link.subject, "Issuer": link.issuer, **_life(site, link, now)}


def _life(site: CasSite, link: Link, now: datetime) -> dict[str, int]:
    return {
        "NotBefore": site.epoch(link.not_before),
        "NotAfter": site.epoch(link.not_after),
        "RemainDay": max(0, (link.not_after - now).days),
    }
