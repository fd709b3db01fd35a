"""A line's state as an entry carries it. Reading is strict, as a domain's is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.binding_json import id_from_json, id_to_json, of
from certbind.domain.lifecycle.state_json import NewerStateError
from certbind.domain.renewal.order import OrderCall, Renewable
from certbind.domain.renewal.state import (
    BegunCall,
    LinePhase,
    LineState,
    LineTrouble,
    WrittenRecord,
)

VERSION = 1


def line_to_json(state: LineState) -> dict[str, Any]:
    """The state as an entry carries it."""
    begun = state.begun
    return {
        "version": VERSION,
        "line": {
            "certificate": state.certificate and _renewable_to_json(state.certificate),
            "phase": state.phase.value,
            "since": _seconds(state.since),
            "begun": begun
            and {
                "call": begun.call.value,
                "answer_lost": begun.answer_lost,
                "ago": _seconds(begun.ago),
            },
            "is_updated": state.is_updated,
            "order": state.order,
            "orders": [_seconds(ago) for ago in state.orders],
            "trouble": _trouble_to_json(state.trouble),
            "issued": id_to_json(state.issued),
            "said": state.said,
            "told": state.told,
            "written": [_written_to_json(one) for one in state.written],
        },
    }


def line_from_json(raw: Mapping[str, Any]) -> LineState:
    """NewerStateError for a later version; ValueError, KeyError, TypeError or AttributeError for
    anything else than a state.
    """
    version = raw["version"]
    if type(version) is not int or version != VERSION:
        raise NewerStateError(f"its state is of version {version!r}, this certbind writes 1")
    body = raw["line"]
    return LineState(
        certificate=_renewable(body["certificate"]),
        phase=LinePhase(body["phase"]),
        since=_span(body, "since"),
        begun=_begun(body["begun"]),
        is_updated=of(body, "is_updated", bool),
        order=of(body, "order", int),
        orders=tuple(_as_span(seconds) for seconds in _list(body, "orders")),
        trouble=_trouble(body["trouble"]),
        issued=id_from_json(body["issued"]),
        said=of(body, "said", str),
        told=of(body, "told", str),
        # Missing in entries of versions that wrote none.
        written=tuple(_written(one) for one in _list({"written": [], **body}, "written")),
    )


def _renewable_to_json(one: Renewable) -> dict[str, Any]:
    return {
        "id": id_to_json(one.id),
        "names": list(one.names),
        "not_before": one.not_before.isoformat(),
        "not_after": one.not_after.isoformat(),
        "instance_id": one.instance_id,
        "uploaded": one.uploaded,
        "is_test": one.is_test,
    }


def _renewable(raw: Mapping[str, Any] | None) -> Renewable | None:
    if raw is None:
        return None
    id_ = id_from_json(raw["id"])
    if id_ is None:
        raise ValueError("a certificate without an id")
    return Renewable(
        id_,
        tuple(str(name) for name in _list(raw, "names")),
        datetime.fromisoformat(raw["not_before"]),
        datetime.fromisoformat(raw["not_after"]),
        of(raw, "instance_id", str),
        of(raw, "uploaded", bool),
        of(raw, "is_test", bool),
    )


def _begun(raw: Mapping[str, Any] | None) -> BegunCall | None:
    if raw is None:
        return None
    return BegunCall(OrderCall(raw["call"]), of(raw, "answer_lost", bool), _span(raw, "ago"))


def _trouble(raw: Mapping[str, Any] | None) -> LineTrouble | None:
    if raw is None:
        return None
    return LineTrouble(
        of(raw, "word", str),
        of(raw, "retryable", bool),
        of(raw, "times", int),
        _span(raw, "ago"),
    )


def _trouble_to_json(trouble: LineTrouble | None) -> dict[str, Any] | None:
    if trouble is None:
        return None
    return {
        "word": trouble.word,
        "retryable": trouble.retryable,
        "times": trouble.times,
        "ago": _seconds(trouble.ago),
    }


def _written_to_json(one: WrittenRecord) -> dict[str, Any]:
    return {
        "zone": one.zone,
        "host": one.host,
        "kind": one.kind,
        "value": one.value,
        "id": one.id,
        "answer_lost": one.answer_lost,
        "is_gone": one.is_gone,
        "ago": _seconds(one.ago),
        "trouble": _trouble_to_json(one.trouble),
    }


def _written(raw: Mapping[str, Any]) -> WrittenRecord:
    return WrittenRecord(
        of(raw, "zone", str),
        of(raw, "host", str),
        of(raw, "kind", str),
        of(raw, "value", str),
        of(raw, "id", str),
        of(raw, "answer_lost", bool),
        of(raw, "is_gone", bool),
        _span(raw, "ago"),
        _trouble(raw["trouble"]),
    )


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    value = raw[name]
    if isinstance(value, list):
        return value
    raise ValueError(f"{name} is no list")


def _seconds(span: timedelta) -> int:
    """Rounded down, so that what was ordered never looks older than it is."""
    return int(span.total_seconds())


def _span(raw: Mapping[str, Any], name: str) -> timedelta:
    return _as_span(of(raw, name, int))


def _as_span(seconds: object) -> timedelta:
    if type(seconds) is not int or seconds < 0:
        raise ValueError("a span that is negative, or no number")
    return timedelta(seconds=seconds)
