"""What the products say of a domain, read into the domain's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from certbind.adapters.accelerated.dialect import DNS_PATTERN, Dialect
from certbind.adapters.calls import pem
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.names import parse_reference

DEFAULT_REGION = "cn-hangzhou"
"""CertRegion where it is left out (Set…DomainSSLCertificate)."""

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
"""The others of the lists of domains, as people read them: each has another cure."""

_SOURCES = {
    "cas": BindingSource.CAS,
    "upload": BindingSource.UPLOAD,
    "free": BindingSource.FREE,
}


def items_at(answer: Item, outer: str, inner: str) -> tuple[Item, ...]:
    """`{outer: {inner: [...]}}`, the family's form of a list; an empty one may be left out at any
    step.

    ValueError when something else stands there.
    """
    middle = answer.get(outer) or {}
    items = (middle.get(inner) or []) if isinstance(middle, Mapping) else middle
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise ValueError(f"{outer}.{inner} is no list of objects")
    return tuple(items)


def bound_target(
    dialect: Dialect, domain: Item, binding: Binding, *, is_exact: bool
) -> BoundTarget:
    """An item of the list of domains. InvalidNameError when its name is none."""
    status = _text(domain, "DomainStatus")
    state = _STATES.get(status, TargetState.OFFLINE)
    is_offline = state is TargetState.OFFLINE
    return BoundTarget(
        Target(dialect.name, parse_reference(_text(domain, "DomainName"))),
        binding,
        state,
        _text(domain, "Cname").lower(),
        _WHY_OFFLINE.get(status, f"has the status {status!r}") if is_offline else "",
        binding_is_exact=is_exact,
        outward=dialect.outward,
        dns_pattern=DNS_PATTERN,
        bills_https=dialect.bills_https,
    )


def listed_binding(dialect: Dialect, domain: Item, listed: Item | None) -> Binding:
    """From the lists of domains and of what is bound: no id, unless nothing is bound.

    A domain with HTTPS that the second list lacks (there may be none) may have changed in between:
    it counts as bound to something unknown.
    """
    if listed is None:
        is_on = _text(domain, dialect.fields.https) == "on"
        return Binding(BindingSource.UPLOAD) if is_on else UNBOUND
    return Binding(_source(listed), name=_text(listed, "CertName"))


def exact_binding(dialect: Dialect, infos: Iterable[Item]) -> Binding:
    """From what is told of one domain. With HTTPS off there is an entry that says so, or none.

    An uploaded or free certificate keeps its shown id as raw_id only: whether CAS knows it by
    that id is not documented.
    """
    info = next(iter(infos), None)
    if info is None or _text(info, dialect.fields.info_https) != "on":
        return UNBOUND
    source = _source(info)
    raw_id = str(info.get("CertId") or "")
    leaf = pem.certificates(_text(info, dialect.fields.info_pem))[:1]
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
