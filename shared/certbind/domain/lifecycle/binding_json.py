"""Bindings, targets and moments as entries carry them; reading is strict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from certbind.domain.lifecycle.state import KnownBinding
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256, parse_product
from certbind.domain.model.target import Binding, BindingSource, Target

T = TypeVar("T", str, int, bool)


def binding_to_json(binding: Binding) -> dict[str, Any]:
    """A binding as records show it."""
    return {
        "source": binding.source.value,
        "certificate": id_to_json(binding.certificate_id),
        "raw_id": binding.raw_id,
        "name": binding.name,
        "sha1": binding.sha1,
        "sha256": binding.sha256,
    }


def known_to_json(known: KnownBinding | None) -> dict[str, Any] | None:
    """A binding, the leaf that it is recognised by, and its end."""
    if known is None:
        return None
    leaf = known.leaf
    return {
        "binding": binding_to_json(known.binding),
        "leaf": None
        if leaf is None
        else {"sha256": leaf.sha256, "sha1": leaf.sha1, "serial": leaf.serial},
        "not_after": time_to_json(known.not_after),
    }


def known_from_json(raw: Mapping[str, Any] | None) -> KnownBinding | None:
    """The inverse of known_to_json."""
    if raw is None:
        return None
    leaf = raw["leaf"]
    return KnownBinding(
        binding_from_json(raw["binding"]),
        None if leaf is None else _leaf_from_json(leaf),
        time_from_json(raw["not_after"]),
    )


def target_to_json(target: Target | None) -> dict[str, str] | None:
    """A target by its product and its place there."""
    if target is None:
        return None
    return {
        "kind": target.kind,
        "domain": target.domain,
        "bucket": target.bucket,
        "region": target.region,
    }


def target_from_json(raw: Mapping[str, Any] | None) -> Target | None:
    """The inverse of target_to_json."""
    if raw is None:
        return None
    return Target(
        parse_product(of(raw, "kind", str)),
        Domain(of(raw, "domain", str)),
        of(raw, "bucket", str),
        of(raw, "region", str),
    )


def time_to_json(moment: datetime | None) -> str | None:
    """ISO 8601 with its zone."""
    return None if moment is None else moment.isoformat()


def time_from_json(text: str | None) -> datetime | None:
    """ValueError for a moment without a zone."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment


def id_to_json(certificate_id: CertificateId | None) -> str | None:
    """`<number>-<region>`."""
    return None if certificate_id is None else str(certificate_id)


def id_from_json(text: str | None) -> CertificateId | None:
    """The inverse of id_to_json."""
    return None if text is None else CertificateId.parse(text)


def of(raw: Mapping[str, Any], name: str, kind: type[T]) -> T:
    """The value of `name`, ValueError unless it is exactly of this kind."""
    value = raw[name]
    if type(value) is not kind:
        raise ValueError(f"{name} is no {kind.__name__}")
    return value


def binding_from_json(raw: Mapping[str, Any]) -> Binding:
    return Binding(
        BindingSource(raw["source"]),
        id_from_json(raw["certificate"]),
        of(raw, "raw_id", str),
        of(raw, "name", str),
        Sha1(of(raw, "sha1", str)) if raw["sha1"] else None,
        Sha256(of(raw, "sha256", str)) if raw["sha256"] else None,
    )


def _leaf_from_json(raw: Mapping[str, Any]) -> LeafIdentity:
    return LeafIdentity(
        Sha256(of(raw, "sha256", str)) if raw["sha256"] else None,
        Sha1(of(raw, "sha1", str)) if raw["sha1"] else None,
        of(raw, "serial", str),
    )
