"""What CAS says of a certificate, read into the domain's words.

An item that cannot be read is an UnreadableItemError: the caller knows which call it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from certbind.adapters.calls.paging import Page
from certbind.adapters.cas.times import read_day, read_epoch
from certbind.domain.model.certificate import (
    Certificate,
    CertificateStatus,
    ChainLink,
    KeyAlgorithm,
)
from certbind.domain.model.identity import CertificateId, Sha1, Sha256
from certbind.values import dataclass, replace

_SHA1_DIGITS = 40
_SHA256_DIGITS = 64
_STATUSES = {
    "issued": CertificateStatus.ISSUED,
    "willexpire": CertificateStatus.ISSUED,
    "expired": CertificateStatus.ISSUED,  # dates are judged by ourselves
    "revoked": CertificateStatus.REVOKED,
}
Item = Mapping[str, Any]


class UnreadableItemError(ValueError):
    """The item lacks what every certificate has; the text names the field."""


@dataclass(frozen=True, slots=True)
class _Dates:
    not_before: datetime
    not_after: datetime
    are_exact: bool


def page_of(answer: Item, field: str) -> Page[Item]:
    """A page of one of CAS's lists; an empty list may be left out."""
    items, total = answer.get(field) or [], answer.get("TotalCount")
    if not isinstance(items, list) or not isinstance(total, int):
        raise UnreadableItemError(f"no {field} or TotalCount")
    return Page(tuple(item for item in items if isinstance(item, Mapping)), total)


def from_order_item(item: Item, region: str) -> Certificate:
    """An item of ListUserCertificateOrder with OrderType=CERT: days only, no status."""
    return _certificate(item, CertificateId(_number(item, "CertificateId"), region), item)


def from_detail(item: Item, certificate_id: CertificateId) -> Certificate:
    """GetUserCertificateDetail. UnreadableItemError when it is of another certificate."""
    identifier = _text(item, "CertIdentifier")
    if identifier and identifier != str(certificate_id):
        raise UnreadableItemError(f"CertIdentifier is {identifier}")
    return replace(
        _certificate(item, certificate_id, item),
        name=_text(item, "Name"),
        chain_summary=_chain_summary(item),
    )


def from_certificate_item(item: Item, region: str) -> Certificate:
    """An item of ListCertificates (V2.0 field names)."""
    names = item.get("SubjectAlternativeNames")
    same_as_orders = {
        "Sans": ",".join(_texts(names)) if isinstance(names, list) else _text(item, "Domain"),
        "Fingerprint": _text(item, "FingerPrint"),
        "SerialNo": _text(item, "Serial"),
        "Issuer": _text(item, "Issuer"),
        "Name": _text(item, "CertificateName"),
        "InstanceId": _text(item, "InstanceId"),
        "Algorithm": _text(item, "Algorithm"),
        "Upload": _text(item, "CertificateSource").lower() == "upload",
    }
    certificate_id = CertificateId(_number(item, "CertificateId"), region)
    is_test = _text(item, "CertificateSource").lower() == "test"
    read = replace(_certificate(same_as_orders, certificate_id, item), is_test=is_test)
    return with_status(read, item)


def with_status(certificate: Certificate, item: Item) -> Certificate:
    """Completed by `CertificateStatus` and `ExistPrivateKey`, which only the V2.0 actions have.

    A word that is not documented is UNKNOWN; no word at all changes nothing.
    """
    word = _text(item, "CertificateStatus").replace("_", "").lower()
    exists = item.get("ExistPrivateKey")
    return replace(
        certificate,
        status=_STATUSES.get(word, CertificateStatus.UNKNOWN) if word else certificate.status,
        has_private_key=exists if isinstance(exists, bool) else None,
    )


def is_of(certificate: Certificate, item: Item) -> bool:
    """Whether an answer of GetCertificateDetail is of this one, and tells its status."""
    sha1 = _hex(item, "FingerPrint", _SHA1_DIGITS)
    return bool(_text(item, "CertificateStatus")) and sha1 in ("", certificate.sha1)


def merge(one: Certificate, other: Certificate) -> Certificate:
    """The same certificate from both lists: `one` (orders) completed by `other`."""
    dates = other if other.dates_are_exact else one
    return replace(
        one,
        sha256=one.sha256 or other.sha256,
        status=other.status,
        has_private_key=other.has_private_key,
        is_test=other.is_test,
        algorithm=other.algorithm if one.algorithm is KeyAlgorithm.UNKNOWN else one.algorithm,
        not_before=dates.not_before,
        not_after=dates.not_after,
        dates_are_exact=dates.dates_are_exact,
    )


def _certificate(item: Item, certificate_id: CertificateId, dated: Item) -> Certificate:
    dates = _dates(dated)
    fingerprint = _hex(item, "Fingerprint", _SHA1_DIGITS)
    if not fingerprint:
        raise UnreadableItemError("Fingerprint is no SHA-1")
    sha256 = _hex(item, "Sha2", _SHA256_DIGITS)
    algorithm = _text(item, "Algorithm").partition("_")[0].lower()
    known = {member.value: member for member in KeyAlgorithm}
    return Certificate(
        id=certificate_id,
        names=tuple(filter(None, (n.strip().lower() for n in _text(item, "Sans").split(",")))),
        not_before=dates.not_before,
        not_after=dates.not_after,
        sha1=Sha1(fingerprint),
        sha256=Sha256(sha256) if sha256 else None,
        serial=_text(item, "SerialNo").replace(":", "").lower().lstrip("0"),
        issuer=_text(item, "Issuer"),
        name=_text(item, "Name"),
        instance_id=_text(item, "InstanceId"),
        algorithm=known.get(algorithm, KeyAlgorithm.UNKNOWN),
        uploaded=_is_uploaded(item),
        dates_are_exact=dates.are_exact,
    )


def _dates(item: Item) -> _Dates:
    begin, end = read_epoch(item.get("NotBefore")), read_epoch(item.get("NotAfter"))
    if begin and end:
        return _Dates(begin, end, are_exact=True)
    begin, end = read_day(item.get("StartDate")), read_day(item.get("EndDate"))
    if begin and end:
        return _Dates(begin, end, are_exact=False)
    raise UnreadableItemError("no dates that can be read")


def _is_uploaded(item: Item) -> bool:
    if isinstance(item.get("Upload"), bool):
        return bool(item["Upload"])
    # The detail has no such field; the instance's name tells.
    return _text(item, "InstanceId").startswith("cas-upload")


def _chain_summary(item: Item) -> tuple[ChainLink, ...]:
    return tuple(
        ChainLink(_text(link, "CommonName"), _text(link, "IssuerCommonName"))
        for link in _objects(item, "CertChain")
    )


def _objects(item: Item, field: str) -> list[Item]:
    """Those of a list; what is none tells nothing."""
    value = item.get(field)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _hex(item: Item, field: str, digits: int) -> str:
    text = _text(item, field).replace(":", "").lower()
    is_hex = len(text) == digits and not text.strip("0123456789abcdef")
    return text if is_hex else ""


def _number(item: Item, field: str) -> int:
    """An id: a number in some answers, digits in others."""
    text = str(item.get(field, ""))
    if not text.isascii() or not text.isdigit():
        raise UnreadableItemError(f"{field} is no number")
    return int(text)


def _texts(values: list[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _text(item: Item, field: str) -> str:
    value = item.get(field)
    return value.strip() if isinstance(value, str) else ""
