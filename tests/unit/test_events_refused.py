"""A field that is not what it should be is refused by its name, and never repeated."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.errors import EventError
from certbind.events import (
    Event,
    EventType,
    certificate_event,
    from_cloud_event,
)
from tests.unit.test_events import EVENTS, NEW, cloud_event


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"type": "certificate.suspended"}, "type"),
        ({"type": ["certificate.issued"]}, "type"),
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": "x" * 257}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "\ud800"}, "id"),
        ({"data": None}, "data"),
        ({"data": "text"}, "data"),
        ({"data__candidate": "12345678"}, "candidate"),
        ({"data__candidate": "0-cn-hangzhou"}, "candidate"),
        ({"data__candidate": 12345678}, "candidate"),
        ({"data__target": None}, "target"),
        ({"data__target__kind": "Elastic LB"}, "kind"),
        ({"data__target__kind": ""}, "kind"),
        ({"data__target__kind": {}}, "kind"),
        ({"data__target__domain": "192.0.2.1"}, "domain"),
        ({"data__target__domain": "a b.example.com"}, "domain"),
        ({"data__target__domain": None}, "domain"),
        ({"data__target__bucket": "a\x00b"}, "bucket"),
        ({"data__target__bucket": "Assets"}, "bucket"),
        ({"data__target__bucket": "attacker.example/"}, "bucket"),
        ({"data__target__region": 1}, "region"),
        ({"data__target__region": "attacker.example/"}, "region"),
        ({"data__target__region": "cn-hangzhou@attacker"}, "region"),
        ({"data__target__region": "cn-hangzhou\n"}, "region"),
        ({"data__cause": "c" * 300}, "cause"),
        ({"data__after": -1}, "after"),
        ({"data__after": True}, "after"),
        ({"data__after": 1.0}, "after"),
        ({"data__after": 10**9 + 1}, "after"),
    ],
)
def test_a_wrong_field_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(EventError, match=rf"\b{named}\b"):
        from_cloud_event(cloud_event(**changes))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (certificate_event(EventType.ISSUED, NEW), "12345678"),
        (certificate_event(EventType.REVOKED, NEW), 12345678),
    ],
)
def test_a_certificate_that_is_none_is_refused_by_name(kind: Event, value: object) -> None:
    with pytest.raises(EventError, match=r"\bcertificate\b"):
        from_cloud_event(cloud_event(kind, data__certificate=value))


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-20T07:00:00",
        "2026-11-20",
        "soon",
        "2026-13-20T07:00:00Z",
        "0001-01-01T00:00:00+09:00",
    ],
)
def test_a_moment_that_is_none_is_refused(moment: str) -> None:
    with pytest.raises(EventError, match="scanned_at"):
        from_cloud_event(cloud_event(EVENTS[6], data__scanned_at=moment))


@pytest.mark.parametrize(
    "path",
    ["type", "id", "data", "data__candidate", "data__target__domain", "data__target__kind"],
)
def test_an_error_never_repeats_what_was_sent(path: str) -> None:
    changes: dict[str, Any] = {path: "not-for\nthe log, " * 20}
    with pytest.raises(EventError) as caught:
        from_cloud_event(cloud_event(**changes))
    assert "not-for" not in str(caught.value) + repr(caught.value) + str(caught.value.to_json())


@pytest.mark.parametrize("line", ["../x", "a b", "x" * 65, "häuser"])
def test_a_line_that_is_no_name_of_a_journal_is_refused(line: str) -> None:
    """It becomes part of an object's key."""
    data = {"certificate": "1-cn-hangzhou", "line": line}
    with pytest.raises(EventError, match=r"data\.line"):
        from_cloud_event({"id": "x", "type": "certbind.line", "data": data})
