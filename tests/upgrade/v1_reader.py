"""How certbind 0.1 reads the state of a domain, kept as it was: every field, and how strictly.

Nothing of today's build is used, so that a change of ours cannot change what 0.1 would have read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

PHASES = frozenset({"idle", "intent", "bound", "verified", "not_verified"})
SOURCES = frozenset({"none", "cas", "upload", "free"})
PRODUCTS = frozenset({"oss", "cdn"})
CERTIFICATE = re.compile(r"[1-9][0-9]*-[a-z0-9-]+")


class NotAStateError(ValueError):
    """Certbind 0.1 would call the entry unreadable and leave its domain alone."""


def check(raw: Mapping[str, Any]) -> None:
    """NotAStateError where 0.1 would stumble; what it does not know it ignores."""
    for field, is_well in _FIELDS.items():
        if field not in raw:
            raise NotAStateError(f"{field} is missing")
        if not is_well(raw[field]):
            raise NotAStateError(f"{field} is {raw[field]!r}")


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: type(value) is kind


def _phase(value: Any) -> bool:
    return value in PHASES


def _moment(value: Any) -> bool:
    return value is None or datetime.fromisoformat(value).tzinfo is not None


def _certificate(value: Any) -> bool:
    return value is None or CERTIFICATE.fullmatch(value) is not None


def _target(value: Any) -> bool:
    if value is None:
        return True
    words = all(type(value[name]) is str for name in ("domain", "bucket", "region"))
    return words and value["kind"] in PRODUCTS


def _text_or_none(value: Any) -> bool:
    return value is None or type(value) is str


def _known(value: Any) -> bool:
    if value is None:
        return True
    binding, leaf = value["binding"], value["leaf"]
    is_leaf = leaf is None or (
        type(leaf["serial"]) is str
        and _text_or_none(leaf["sha256"])
        and _text_or_none(leaf["sha1"])
    )
    is_binding = (
        binding["source"] in SOURCES
        and _certificate(binding["certificate"])
        and type(binding["raw_id"]) is str
        and type(binding["name"]) is str
        and _text_or_none(binding["sha1"])
        and _text_or_none(binding["sha256"])
    )
    return is_leaf and is_binding and _moment(value["not_after"])


def _causes(value: Any) -> bool:
    return type(value) is list and all(type(one) is str for one in value)


_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "phase": _phase,
    "target": _target,
    "current": _known,
    "previous": _known,
    "bound_sequence": _is(int),
    "bound_at": _moment,
    "intent_cause": _is(str),
    "intent_certificate": _certificate,
    "intent_at": _moment,
    "intent_before": _known,
    "intent_by_hand": _is(bool),
    "rest_phase": _phase,
    "looks": _is(int),
    "good_rounds": _is(int),
    "good_since": _moment,
    "verify_deadline": _moment,
    "held_to": _moment,
    "rolled_back": _is(bool),
    "handled": _causes,
}
