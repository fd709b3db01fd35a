"""ListUserCertificateOrder: certificates, or orders of the old model."""

from __future__ import annotations

from typing import Any

from localcloud.services.cas.applying.packages import Order, cert_type_of
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
    render = _certificate_item if kind in ("CERT", "UPLOAD") else _order_item
    items = [*_open_orders(site, kind, wanted, keyword), *(render(site, c) for c in found)]
    fields, shown = page(items, arguments, size=_DEFAULT_SIZE)
    return {**fields, "CertificateOrderList": list(shown)}


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


def _open_orders(site: CasSite, kind: str, wanted: str, keyword: str) -> list[dict[str, Any]]:
    """Orders without a certificate yet, newest first."""
    if kind != "CPACK":
        return []
    return [
        _open_item(one)
        for one in site.store.packages.open_orders()
        if one.site == site.region
        and wanted in ("", _OPEN_STATE[one.state])
        and any(keyword in text.lower() for text in (*one.names, one.instance_id))
    ]


_OPEN_STATE = {"payed": "PAYED", "checking": "CHECKING", "failed": "CHECKED_FAIL"}


def _open_item(order: Order) -> dict[str, Any]:
    return {
        **_ordered(order.number, order.instance_id, order.names, order.product),
        "Algorithm": "RSA",
        "Status": _OPEN_STATE[order.state],
        "BuyDate": int(order.ordered_at.timestamp() * 1000),
    }


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
    facts, order = certificate.facts, certificate.order_id
    return {
        **_ordered(order, certificate.instance_id, facts.names, certificate.product),
        "Algorithm": facts.algorithm,
        "Status": _ORDER_STATE[certificate.status(site.now())],
        "BuyDate": int(certificate.stored_at.timestamp() * 1000),
        "CertStartTime": int(facts.not_before.timestamp()) * 1000,
        "CertEndTime": int(facts.not_after.timestamp()) * 1000,
    }


def _ordered(
    number: int, instance_id: str, names: tuple[str, ...], product: str
) -> dict[str, Any]:
    """What is known of an order from its beginning."""
    wild = sum(name.startswith("*.") for name in names)
    return {
        "OrderId": number,
        "AliyunOrderId": number,
        "InstanceId": instance_id,
        "Domain": ",".join(names),
        "DomainCount": len(names) - wild,
        "WildDomainCount": wild,
        "DomainType": _domain_type(len(names) - wild, wild),
        "ProductCode": product,
        "ProductName": product,
        "RootBrand": "DigiCert",
        "PartnerOrderId": str(number),
        "CertType": cert_type_of(product),
        "SourceType": "cpack",
        "TrusteeStatus": "unTrustee",
    }


def _domain_type(plain: int, wild: int) -> str:
    if plain and wild:
        return "MIX"
    if wild:
        return "WILDCARD" if wild == 1 else "M_WILDCARD"
    return "ONE" if plain == 1 else "MULTIPLE"
