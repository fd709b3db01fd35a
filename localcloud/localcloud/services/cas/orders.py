"""ListUserCertificateOrder: certificates, or orders of the old model."""

from __future__ import annotations

from typing import Any

from localcloud.services.cas.certificates import Source, Status, StoredCertificate
from localcloud.services.cas.site import CasSite, described, page
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_DEFAULT_SIZE = 50
_CERTIFICATE_STATES = {
    "": frozenset({Status.ISSUED, Status.WILL_EXPIRE}),
    "ISSUED": frozenset({Status.ISSUED}),
    "WILLEXPIRED": frozenset({Status.WILL_EXPIRE}),
    "EXPIRED": frozenset({Status.EXPIRED}),
}
_ORDER_STATE = {
    Status.ISSUED: "ISSUED",
    Status.WILL_EXPIRE: "WILLEXPIRED",
    Status.EXPIRED: "EXPIRED",
    Status.REVOKED: "REVOKED",
}
_PENDING_STATES = ("PAYED", "CHECKING", "CHECKED_FAIL", "NOTACTIVATED")


def list_user_certificate_order(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """OrderType CERT and UPLOAD list certificates, CPACK (the default) and BUY list orders; the
    items have the fields of their type only.
    """
    wanted = arguments.text("Status")
    if wanted and wanted not in (*_ORDER_STATE.values(), *_PENDING_STATES):
        raise invalid_parameter("Status")
    kind = arguments.text("OrderType", "CPACK")
    if kind in ("CERT", "UPLOAD"):
        found = _certificates(site, kind, wanted)
    elif kind in ("CPACK", "BUY"):
        found = _orders(site, kind, wanted)
    else:
        raise invalid_parameter("OrderType")
    keyword = arguments.text("Keyword").lower()
    group = arguments.text("ResourceGroupId")
    found = [c for c in found if _matches(c, keyword) and group in ("", c.resource_group)]
    fields, shown = page(found, arguments, size=_DEFAULT_SIZE)
    render = _certificate_item if kind in ("CERT", "UPLOAD") else _order_item
    return {**fields, "CertificateOrderList": [render(site, c) for c in shown]}


def _certificates(site: CasSite, kind: str, wanted: str) -> list[StoredCertificate]:
    """States that only orders can have select nothing; a revoked one is never shown."""
    states = _CERTIFICATE_STATES.get(wanted, frozenset())
    now = site.now()
    instances = site.store.switches["cas.instances_in_order_list"] == "yes"
    return [
        c
        for c in site.certificates()
        if c.status(now) in states
        and (kind == "CERT" or c.source is Source.UPLOAD)
        and (instances or not c.of_instance)
    ]


def _orders(site: CasSite, kind: str, wanted: str) -> list[StoredCertificate]:
    """Orders of the old model were all paid from a quota (CPACK): BUY has none."""
    now = site.now()
    return [
        c
        for c in site.certificates()
        if kind == "CPACK" and c.order_id and wanted in ("", _ORDER_STATE[c.status(now)])
    ]


def _matches(certificate: StoredCertificate, keyword: str) -> bool:
    """Plain substring of the domains or of the resource id; the name is not searched (live)."""
    facts = certificate.facts
    texts = (facts.common_name, *facts.names, certificate.instance_id)
    return any(keyword in text.lower() for text in texts)


def _certificate_item(site: CasSite, certificate: StoredCertificate) -> dict[str, Any]:
    facts = certificate.facts
    return {
        "CertificateId": certificate.number,
        "InstanceId": certificate.instance_id,
        "Name": certificate.name,
        "CommonName": facts.common_name,
        "Expired": certificate.is_expired(site.now()),
        "Upload": certificate.source is Source.UPLOAD,
        "ResourceGroupId": certificate.resource_group,
        **described(facts),
    }


def _order_item(site: CasSite, certificate: StoredCertificate) -> dict[str, Any]:
    facts = certificate.facts
    wild = sum(name.startswith("*.") for name in facts.names)
    return {
        "OrderId": certificate.order_id,
        "AliyunOrderId": certificate.order_id,
        "InstanceId": certificate.instance_id,
        "Domain": ",".join(facts.names),
        "DomainCount": len(facts.names) - wild,
        "WildDomainCount": wild,
        "DomainType": _domain_type(len(facts.names) - wild, wild),
        "ProductCode": "digicert-free-1-free",
        "ProductName": "DigiCert DV",
        "RootBrand": "DigiCert",
        "PartnerOrderId": str(certificate.order_id),
        "Algorithm": facts.algorithm,
        "CertType": "DV",
        "SourceType": "cpack",
        "Status": _ORDER_STATE[certificate.status(site.now())],
        "TrusteeStatus": "unTrustee",
        "BuyDate": int(certificate.stored_at.timestamp() * 1000),
        "CertStartTime": int(facts.not_before.timestamp()) * 1000,
        "CertEndTime": int(facts.not_after.timestamp()) * 1000,
    }


def _domain_type(plain: int, wild: int) -> str:
    if plain and wild:
        return "MIX"
    if wild:
        return "WILDCARD" if wild == 1 else "M_WILDCARD"
    return "ONE" if plain == 1 else "MULTIPLE"
