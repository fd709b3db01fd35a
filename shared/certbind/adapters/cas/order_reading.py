"""What CAS says of instances and orders, read into the domain's words.

An answer that cannot be read is an UnreadableItemError: the caller knows which call it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from certbind.adapters.cas.reading import UnreadableItemError
from certbind.adapters.cas.times import read_epoch
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import (
    Order,
    OrderKind,
    OrderStage,
    Renewable,
    ValidationRecord,
)
from certbind.domain.trust.names import registrable_domain
from certbind.values import replace

Item = Mapping[str, Any]

_OVER = frozenset({"refund", "closed", "expired"})
_INSTANCE_STAGES = {
    "inactive": OrderStage.IDLE,
    "normal": OrderStage.IDLE,
    "willexpire": OrderStage.IDLE,
}
_GOOD = frozenset({"issued", "willexpire"})
_ORDER_STAGES = {
    "payed": OrderStage.PAYED,
    "domain_verify": OrderStage.VALIDATING,
    "process": OrderStage.CHECKING,
    "verify_fail": OrderStage.REFUSED,
    "certificate": OrderStage.IDLE,
}
_LONGEST_REMARK = 300


def from_instance(item: Item, one: Renewable) -> Order:
    """GetInstanceDetail. While a renewal is pending the certificate's fields are of the old one,
    or missing; what is over may come with any of them.
    """
    state = _word(item, "Status")
    number = item.get("CertificateId")
    latest = CertificateId(number, one.id.region) if isinstance(number, int) and number else None
    is_good = _word(item, "CertificateStatus") in _GOOD
    order = Order(
        OrderKind.TEST if _word(item, "InstanceType") == "test" else OrderKind.INSTANCE,
        _stage(state, item),
        latest if is_good else None,
        read_epoch(item.get("CertificateNotAfter")),
        _word(item, "AutoReissue") == "enable",
        _text(item, "CertificateType").upper() or "DV",
        own_csr=_word(item, "GenerateCsrMethod") == "upload",
        usual=_usual(item),
        state=state,
        remark=_text(item, "PendingResult")[:_LONGEST_REMARK],
    )
    return replace(order, records=_records(item))


def from_order_state(item: Item, order: Order) -> Order:
    """DescribeCertificateState of the newest order; it may lack any field but Type. `unknow` (sic)
    says nothing: then the list's word stays.
    """
    stage = _ORDER_STAGES.get(_word(item, "Type"))
    if stage is None:
        return order
    records = (_order_record(item),) if stage is OrderStage.VALIDATING else ()
    return replace(order, stage=stage, records=tuple(filter(None, records)))


def certificate_number(item: Item) -> int | None:
    """CertId of an order that is issued: digits as text."""
    text = str(item.get("CertId") or "")
    return int(text) if text.isascii() and text.isdigit() else None


def instance_fields(item: Item, one: Renewable) -> dict[str, str]:
    """What UpdateInstance has to be given again: it resets to its default what is left out."""
    fields = {
        "Domain": _text(item, "Domain") or ",".join(one.names),
        "KeyAlgorithm": _text(item, "KeyAlgorithm"),
        "ValidationMethod": _text(item, "ValidationMethod"),
        "GenerateCsrMethod": "online",
    }
    return {name: value for name, value in fields.items() if value}


def package_left(item: Item) -> int:
    """TotalCount less UsedCount, as the documentation of the free ones counts."""
    total, used = item.get("TotalCount"), item.get("UsedCount")
    if type(total) is not int or type(used) is not int:
        raise UnreadableItemError("no TotalCount or UsedCount")
    return max(0, total - used)


def _stage(state: str, item: Item) -> OrderStage:
    if state in _OVER:
        return OrderStage.OVER
    if state == "pending":
        return OrderStage.VALIDATING if _records(item) else OrderStage.CHECKING
    stage = _INSTANCE_STAGES.get(state)
    if stage is None:
        raise UnreadableItemError(f"Status is {state or 'missing'}")
    return stage


def _records(item: Item) -> tuple[ValidationRecord, ...]:
    listed = item.get("DomainValidationList")
    wanted = [one for one in listed if isinstance(one, Mapping)] if listed else []
    return tuple(filter(None, map(_instance_record, wanted)))


def _instance_record(item: Item) -> ValidationRecord | None:
    domain, value = _text(item, "Domain"), _text(item, "ValidationValue")
    key, root = _text(item, "ValidationKey"), _text(item, "RootDomain")
    if not domain or not value:
        return None
    kind = _text(item, "ValidationType").upper()
    if kind in ("HTTP", "FILE"):
        return ValidationRecord(domain, "FILE", f"http://{domain}{key}", value)
    return _dns_record(domain, kind or "TXT", key, root, value)


def _order_record(item: Item) -> ValidationRecord | None:
    if _word(item, "ValidateType") == "file":
        domain = _text(item, "Domain")
        name = f"http://{domain}{_text(item, 'Uri')}"
        return ValidationRecord(domain, "FILE", name, _text(item, "Content"))
    key, value = _text(item, "RecordDomain"), _text(item, "RecordValue")
    if not key or not value:
        return None
    domain = _text(item, "Domain") or _text(item, "OrderDomain")
    return _dns_record(domain, _text(item, "RecordType").upper() or "TXT", key, "", value)


def _dns_record(domain: str, kind: str, key: str, root: str, value: str) -> ValidationRecord:
    """The host record is told below the root domain, or whole: no documentation says which."""
    root = root or registrable_domain(domain.removeprefix("*."))
    if key == root or key.endswith(f".{root}"):
        return ValidationRecord(domain, kind, key, value, key.removesuffix(f".{root}"), root)
    return ValidationRecord(domain, kind, f"{key}.{root}", value, key, root)


def _usual(item: Item) -> timedelta | None:
    text = str(item.get("AverageWaitingTime") or "")
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else None


def _word(item: Item, field: str) -> str:
    return _text(item, field).lower()


def _text(item: Item, field: str) -> str:
    value = item.get(field)
    return value.strip() if isinstance(value, str) else ""
