"""What CDN says of a domain, read into the domain's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from certbind.adapters.calls import pem
from certbind.domain.model.identity import CertificateId, ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.names import parse_reference

PRODUCT = ProductName("cdn")

DNS_PATTERN = r".+\.(?:ali)?kunlun[a-z]*\.com"
"""CDN's own names; the suffixes are not documented in full, so any of the family counts."""

DEFAULT_REGION = "cn-hangzhou"
"""CertRegion where CDN leaves it out (SetCdnDomainSSLCertificate)."""

Item = Mapping[str, Any]

_STATES = {
    "online": TargetState.ONLINE,
    "configuring": TargetState.CONFIGURING,
    "checking": TargetState.CONFIGURING,
}
"""Every other DomainStatus takes no certificate until a person acts."""

_WHY_OFFLINE = {
    "offline": "is stopped",
    "stopping": "is being stopped",
    "check_failed": "failed its review",
    "configure_failed": "failed to be configured",
    "deleting": "is being deleted",
}
"""The others of DescribeUserDomains, as people read them: each has another cure."""

_SOURCES = {
    "cas": BindingSource.CAS,
    "upload": BindingSource.UPLOAD,
    "free": BindingSource.FREE,
}


def items_at(answer: Item, outer: str, inner: str) -> tuple[Item, ...]:
    """`{outer: {inner: [...]}}`, CDN's form of a list; an empty list may be left out at any step.

    ValueError when something else stands there.
    """
    middle = answer.get(outer) or {}
    items = (middle.get(inner) or []) if isinstance(middle, Mapping) else middle
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise ValueError(f"{outer}.{inner} is no list of objects")
    return tuple(items)


def bound_target(domain: Item, binding: Binding, *, is_exact: bool) -> BoundTarget:
    """An item of DescribeUserDomains. InvalidNameError when its name is none."""
    status = _text(domain, "DomainStatus")
    state = _STATES.get(status, TargetState.OFFLINE)
    is_offline = state is TargetState.OFFLINE
    return BoundTarget(
        Target(PRODUCT, parse_reference(_text(domain, "DomainName"))),
        binding,
        state,
        _text(domain, "Cname").lower(),
        _WHY_OFFLINE.get(status, f"has the status {status!r}") if is_offline else "",
        binding_is_exact=is_exact,
        stands_in_front=True,
        dns_pattern=DNS_PATTERN,
    )


def listed_binding(domain: Item, listed: Item | None) -> Binding:
    """From DescribeUserDomains and DescribeCdnHttpsDomainList: no id, unless nothing is bound.

    A domain with SslProtocol=on that the second list lacks may have changed in between: it
    counts as bound to something unknown.
    """
    if listed is None:
        is_on = _text(domain, "SslProtocol") == "on"
        return Binding(BindingSource.UPLOAD) if is_on else UNBOUND
    return Binding(_source(listed), name=_text(listed, "CertName"))


def exact_binding(infos: Iterable[Item]) -> Binding:
    """From DescribeDomainCertificateInfo. With HTTPS off there is an entry that says so, or none.

    An uploaded or free certificate keeps its shown id as raw_id only: whether CAS knows it by
    that id is not documented.
    """
    info = next(iter(infos), None)
    if info is None or _text(info, "ServerCertificateStatus") != "on":
        return UNBOUND
    source = _source(info)
    raw_id = str(info.get("CertId") or "")
    leaf = pem.certificates(_text(info, "ServerCertificate"))[:1]
    return Binding(
        source,
        _certificate_id(raw_id, info) if source is BindingSource.CAS else None,
        raw_id,
        _text(info, "CertName"),
        pem.sha1_of(leaf[0]) if leaf else None,
        pem.sha256_of(leaf[0]) if leaf else None,
    )


def _source(item: Item) -> BindingSource:
    """An unknown word counts as uploaded, to which there is no way back."""
    return _SOURCES.get(_text(item, "CertType"), BindingSource.UPLOAD)


def _certificate_id(raw_id: str, info: Item) -> CertificateId | None:
    if not raw_id.isascii() or not raw_id.isdigit():
        return None
    return CertificateId(int(raw_id), _text(info, "CertRegion") or DEFAULT_REGION)


def _text(item: Item, field: str) -> str:
    value = item.get(field)
    return value.strip() if isinstance(value, str) else ""
