"""The state of a domain as an entry carries it.

Reading is strict: what another version or another hand wrote is an error here, never a state that
fails later, in the midst of a sweep.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256, parse_product
from certbind.domain.model.target import Binding, BindingSource, Target
from certbind.domain.state import DomainState, KnownBinding, Phase

T = TypeVar("T", str, int, bool)


def state_to_json(state: DomainState) -> dict[str, Any]:
    """The state as an entry carries it."""
    return {
        "phase": state.phase.value,
        "target": _target_to_json(state.target),
        "current": _known_to_json(state.current),
        "previous": _known_to_json(state.previous),
        "bound_sequence": state.bound_sequence,
        "bound_at": _time_to_json(state.bound_at),
        "intent_cause": state.intent_cause,
        "intent_certificate": _id_to_json(state.intent_certificate),
        "intent_at": _time_to_json(state.intent_at),
        "intent_before": _known_to_json(state.intent_before),
        "intent_by_hand": state.intent_by_hand,
        "rest_phase": state.rest_phase.value,
        "looks": state.looks,
        "good_rounds": state.good_rounds,
        "good_since": _time_to_json(state.good_since),
        "verify_deadline": _time_to_json(state.verify_deadline),
        "held_to": _time_to_json(state.held_to),
        "rolled_back": state.rolled_back,
        "handled": list(state.handled),
    }


def state_from_json(raw: Mapping[str, Any]) -> DomainState:
    """The state from an entry; an empty mapping is a domain never seen.

    Raises ValueError, KeyError, TypeError or AttributeError for anything else than a state.
    """
    if not raw:
        return DomainState()
    return DomainState(
        phase=Phase(raw["phase"]),
        target=_target_from_json(raw["target"]),
        current=_known_from_json(raw["current"]),
        previous=_known_from_json(raw["previous"]),
        bound_sequence=_of(raw, "bound_sequence", int),
        bound_at=_time_from_json(raw["bound_at"]),
        intent_cause=_of(raw, "intent_cause", str),
        intent_certificate=_id_from_json(raw["intent_certificate"]),
        intent_at=_time_from_json(raw["intent_at"]),
        intent_before=_known_from_json(raw["intent_before"]),
        intent_by_hand="intent_by_hand" in raw and _of(raw, "intent_by_hand", bool),
        rest_phase=Phase(raw["rest_phase"]),
        looks=_of(raw, "looks", int),
        good_rounds=_of(raw, "good_rounds", int),
        good_since=_time_from_json(raw["good_since"]),
        verify_deadline=_time_from_json(raw["verify_deadline"]),
        held_to=_time_from_json(raw["held_to"]),
        rolled_back=_of(raw, "rolled_back", bool),
        handled=tuple(_text(cause) for cause in _list(raw["handled"])),
    )


def binding_to_json(binding: Binding) -> dict[str, Any]:
    """A binding as records show it."""
    return {
        "source": binding.source.value,
        "certificate": _id_to_json(binding.certificate_id),
        "raw_id": binding.raw_id,
        "name": binding.name,
        "sha1": binding.sha1,
        "sha256": binding.sha256,
    }


def _binding_from_json(raw: Mapping[str, Any]) -> Binding:
    return Binding(
        BindingSource(raw["source"]),
        _id_from_json(raw["certificate"]),
        _of(raw, "raw_id", str),
        _of(raw, "name", str),
        Sha1(_of(raw, "sha1", str)) if raw["sha1"] else None,
        Sha256(_of(raw, "sha256", str)) if raw["sha256"] else None,
    )


def _known_to_json(known: KnownBinding | None) -> dict[str, Any] | None:
    if known is None:
        return None
    leaf = known.leaf
    return {
        "binding": binding_to_json(known.binding),
        "leaf": None
        if leaf is None
        else {"sha256": leaf.sha256, "sha1": leaf.sha1, "serial": leaf.serial},
        "not_after": _time_to_json(known.not_after),
    }


def _known_from_json(raw: Mapping[str, Any] | None) -> KnownBinding | None:
    if raw is None:
        return None
    leaf = raw["leaf"]
    return KnownBinding(
        _binding_from_json(raw["binding"]),
        None if leaf is None else _leaf_from_json(leaf),
        _time_from_json(raw["not_after"]),
    )


def _leaf_from_json(raw: Mapping[str, Any]) -> LeafIdentity:
    return LeafIdentity(
        Sha256(_of(raw, "sha256", str)) if raw["sha256"] else None,
        Sha1(_of(raw, "sha1", str)) if raw["sha1"] else None,
        _of(raw, "serial", str),
    )


def _target_to_json(target: Target | None) -> dict[str, str] | None:
    if target is None:
        return None
    return {
        "kind": target.kind,
        "domain": target.domain,
        "bucket": target.bucket,
        "region": target.region,
    }


def _target_from_json(raw: Mapping[str, Any] | None) -> Target | None:
    if raw is None:
        return None
    return Target(
        parse_product(_of(raw, "kind", str)),
        Domain(_of(raw, "domain", str)),
        _of(raw, "bucket", str),
        _of(raw, "region", str),
    )


def _time_to_json(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _time_from_json(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment


def _id_to_json(certificate_id: CertificateId | None) -> str | None:
    return None if certificate_id is None else str(certificate_id)


def _id_from_json(text: str | None) -> CertificateId | None:
    return None if text is None else CertificateId.parse(text)


def _of(raw: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = raw[name]
    if type(value) is not kind:
        raise ValueError(f"{name} is no {kind.__name__}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a handled cause is no str")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("handled is no list")
    return value
