"""Orders from packages (V1): create, renew, look, and what is left of the quota."""

from __future__ import annotations

import secrets
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.cas.applying.packages import PRODUCTS, Order
from localcloud.services.cas.certificates import Status, StoredCertificate
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter, missing_parameter

_DEFAULT_PRODUCT = PRODUCTS[0]
_MOST_NAMES = 5
_INSTANCE = "cas_dv-cn-"
_ORDER_GONE = ServiceError(400, "NotFound", "The order does not exist.")


def create_certificate_for_package_request(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Takes one of the product's quota and is handed to the CA at once. A Csr of one's own is not
    built here.
    """
    product = _product(arguments)
    names = tuple(name.lower() for name in arguments.listed("Domain"))
    if not names:
        raise missing_parameter("Domain")
    wild = [name.startswith("*.") for name in names]
    if len(names) > _MOST_NAMES or any(wild) != all(wild):
        raise invalid_parameter("Domain")
    if any(wild) != ("-w-" in product):
        message = "The domain does not fit the product."
        raise ServiceError(400, "DomainAndProductNotMatch", message)
    kind = arguments.text("ValidateType", "DNS")
    if kind not in ("DNS", "FILE"):
        raise invalid_parameter("ValidateType")
    with site.alone():
        order = _order(site, names, product)
        _take_quota(site, product)
        order = order.applied(site.now(), "FILE" if kind == "FILE" else "TXT")
        site.store.packages.keep(order)
    return {"OrderId": order.number}


def renew_certificate_order_for_package_request(
    site: CasSite, arguments: Arguments
) -> dict[str, Any]:
    """Only while the order is about to end, and not for several domains (documentation). The new
    order waits for its application.
    """
    held = _held(site, arguments.number("OrderId"))
    state = held.status(site.now())
    if state is Status.EXPIRED:
        raise ServiceError(400, "OrderExpired", "The order has expired.")
    if state is not Status.WILL_EXPIRE:
        message = "The status of the order does not support this operation."
        raise ServiceError(400, "OperationDenied.StatusNotSupport", message)
    if len(held.facts.names) > 1:
        message = "Orders for several domains cannot be renewed."
        raise ServiceError(400, "OperationDenied.ProductNotSupport", message)
    with site.alone():
        order = _order(site, held.facts.names, held.product)
        _take_quota(site, held.product)
        if site.store.switches["cas.renewed_order"] == "applied":
            order = order.applied(site.now())
        site.store.packages.keep(order)
    return {"OrderId": order.number}


def describe_certificate_state(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """`certificate` comes with the private key, as in the real service."""
    number = arguments.number("OrderId")
    site.store.settle()
    order = site.store.packages.find(number)
    if order is None or order.site != site.region:
        held = _held(site, number)
        return {
            "Type": "certificate",
            "CertId": str(held.number),
            "Certificate": held.chain_pem,
            "PrivateKey": held.key_pem,
        }
    state = order.type
    if state != "domain_verify" or order.application is None:
        return {"Type": state}
    (record, *_) = order.application.records(order.names)
    if record.kind == "FILE":
        return {
            "Type": state,
            "ValidateType": "FILE",
            "Domain": record.domain,
            "Uri": record.path,
            "Content": record.value,
        }
    whole = site.store.switches["cas.validation_host"] == "whole"
    return {
        "Type": state,
        "ValidateType": "DNS",
        "RecordDomain": record.name if whole else record.host,
        "RecordType": record.kind,
        "RecordValue": record.value,
    }


def describe_package_state(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Three counters; all zero where nothing was bought."""
    site.store.settle()
    package = site.store.packages.package(_product(arguments))
    return {
        "ProductCode": package.product,
        "TotalCount": package.total,
        "UsedCount": package.used,
        "IssuedCount": package.issued,
    }


def _product(arguments: Arguments) -> str:
    product = arguments.text("ProductCode", _DEFAULT_PRODUCT)
    if product not in PRODUCTS:
        raise invalid_parameter("ProductCode")
    return product


def _held(site: CasSite, number: int) -> StoredCertificate:
    found = next((one for one in site.certificates() if one.order_id == number), None)
    if found is None:
        raise _ORDER_GONE.anew()
    return found


def _order(site: CasSite, names: tuple[str, ...], product: str) -> Order:
    token = secrets.token_hex(4)
    return Order(
        site.store.new_order(), site.region, f"{_INSTANCE}{token}", names, product, site.now()
    )


def _take_quota(site: CasSite, product: str) -> None:
    package = site.store.packages.package(product)
    open_ones = sum(one.product == product for one in site.store.packages.open_orders())
    counted_late = site.store.switches["cas.quota_counts"] == "issued"
    taken = package.used + (open_ones if counted_late else 0)
    if taken >= package.total:
        raise ServiceError(400, "InsufficientQuota", "The quota of the product is used up.")
    if not counted_late:
        site.store.packages.count(product, used=1)
