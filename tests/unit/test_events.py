"""Our own events and their CloudEvents."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.errors import EventError
from certbind.events import (
    BindCommand,
    CertificateEvent,
    ChangeHint,
    Event,
    EventType,
    VerifyCommand,
    bind_command,
    certificate_event,
    from_cloud_event,
    render,
    verify_command,
)

OLD = CertificateId(12345678, "cn-hangzhou")
NEW = CertificateId(12345901, "cn-hangzhou")
OSS = Target(ProductName("oss"), Domain("static.example.com"), "example-assets", "cn-hangzhou")
CDN = Target(ProductName("cdn"), Domain(".img.example.com"))
SOON = datetime(2026, 11, 20, 7, tzinfo=timezone.utc)

EVENTS: list[Event] = [
    certificate_event(EventType.ISSUED, NEW),
    certificate_event(EventType.RENEWED, NEW, replaces=OLD),
    certificate_event(EventType.EXPIRY_APPROACHING, OLD, stage="urgent"),
    ChangeHint("hint-1", "ActionTrail UploadUserCertificate"),
    bind_command(OSS, NEW, "renewed-1"),
    bind_command(CDN, OLD, "recheck-1", attempt=3),
    verify_command(CDN, NEW, cause="renewed-1", sequence=7, deadline=SOON),
]


def cloud_event(event: Event = EVENTS[4], **changes: Any) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(render(event))
    for path, value in changes.items():
        *folders, field = path.split("__")
        place = raw
        for folder in folders:
            place = place[folder]
        place[field] = value
    return raw


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.id)
def test_an_event_is_read_back_as_it_was_written(event: Event) -> None:
    assert from_cloud_event(cloud_event(event)) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.id)
def test_every_event_is_a_cloud_event(event: Event) -> None:
    raw = cloud_event(event)
    assert raw["specversion"] == "1.0"
    assert raw["id"] == event.id
    assert raw["source"] == "certbind"
    assert isinstance(raw["data"], dict)


def test_the_same_fact_told_twice_has_the_same_id() -> None:
    assert certificate_event(EventType.ISSUED, NEW) == certificate_event(EventType.ISSUED, NEW)
    assert bind_command(OSS, NEW, "a") == bind_command(OSS, NEW, "a")


def test_facts_that_differ_have_different_ids() -> None:
    ids = {
        certificate_event(EventType.ISSUED, NEW).id,
        certificate_event(EventType.ISSUED, OLD).id,
        certificate_event(EventType.RENEWED, NEW).id,
        certificate_event(EventType.EXPIRY_APPROACHING, NEW, stage="urgent").id,
        certificate_event(EventType.EXPIRY_APPROACHING, NEW, stage="emergency").id,
        bind_command(OSS, NEW, "a").id,
        bind_command(OSS, NEW, "b").id,
        bind_command(OSS, NEW, "a", attempt=2).id,
        bind_command(Target(ProductName("cdn"), OSS.domain), NEW, "a").id,
        verify_command(OSS, NEW, cause="a", sequence=1, deadline=SOON).id,
        verify_command(OSS, NEW, cause="a", sequence=2, deadline=SOON).id,
        verify_command(OSS, NEW, cause="a", sequence=2, deadline=SOON, attempt=2).id,
    }
    assert len(ids) == 12


def test_an_event_id_fits_eventbridge() -> None:
    """EventBridge takes at most 128 characters."""
    assert all(len(event.id) <= 128 for event in EVENTS)


def test_unknown_fields_are_ignored() -> None:
    raw = cloud_event(aliyunregionid="cn-hangzhou", data__colour="blue", data__target__x=1)
    assert from_cloud_event(raw) == EVENTS[4]


def test_a_domain_is_read_in_its_one_spelling() -> None:
    event = from_cloud_event(cloud_event(data__target__domain="STATIC.Example.com."))
    assert isinstance(event, BindCommand)
    assert event.target == OSS


def test_a_deadline_in_another_zone_is_the_same_moment() -> None:
    event = from_cloud_event(cloud_event(EVENTS[6], data__deadline="2026-11-20T15:00:00+08:00"))
    assert isinstance(event, VerifyCommand)
    assert event.deadline == SOON
    assert event.deadline.utcoffset() == timedelta(0)


def test_an_event_without_its_optional_fields_is_read() -> None:
    raw = {
        "id": "x",
        "type": "certificate.renewed",
        "data": {"certificate": str(NEW)},
    }
    assert from_cloud_event(raw) == CertificateEvent("x", EventType.RENEWED, NEW)


@pytest.mark.parametrize(
    "changes", [{"id": "x" * 256}, {"data__attempt": 1}, {"data__attempt": 10**9}]
)
def test_a_field_at_its_bound_is_read(changes: dict[str, Any]) -> None:
    assert isinstance(from_cloud_event(cloud_event(**changes)), BindCommand)


@pytest.mark.parametrize(
    ("field", "value", "is_read"),
    [("attempt", 1, True), ("attempt", 0, False), ("sequence", 0, True), ("sequence", -1, False)],
)
def test_the_counts_of_a_look_have_bounds_too(field: str, value: int, *, is_read: bool) -> None:
    look = verify_command(CDN, NEW, cause="a", sequence=7, deadline=SOON)
    raw = cloud_event(look, **{f"data__{field}": value})
    if is_read:
        assert getattr(from_cloud_event(raw), field) == value
    else:
        with pytest.raises(EventError, match=field):
            from_cloud_event(raw)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"type": "certificate.revoked"}, "type"),
        ({"type": ["certificate.issued"]}, "type"),
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": "x" * 257}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "\ud800"}, "id"),
        ({"data": None}, "data"),
        ({"data": "text"}, "data"),
        ({"data__certificate": "12345678"}, "certificate"),
        ({"data__certificate": "0-cn-hangzhou"}, "certificate"),
        ({"data__certificate": 12345678}, "certificate"),
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
        ({"data__attempt": -1}, "attempt"),
        ({"data__attempt": 0}, "attempt"),
        ({"data__attempt": True}, "attempt"),
        ({"data__attempt": 1.0}, "attempt"),
        ({"data__attempt": 10**9 + 1}, "attempt"),
    ],
)
def test_a_wrong_field_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(EventError, match=rf"\b{named}\b"):
        from_cloud_event(cloud_event(**changes))


def test_a_product_that_this_build_may_not_know_is_read_by_its_form() -> None:
    """Whether it is known, and whether it needs a place, the products say when it is read."""
    event = from_cloud_event(cloud_event(data__target__kind="alb", data__target__bucket=""))
    assert isinstance(event, BindCommand)
    assert event.target == Target(ProductName("alb"), OSS.domain, region="cn-hangzhou")


@pytest.mark.parametrize(
    "deadline",
    [
        "2026-11-20T07:00:00",
        "2026-11-20",
        "soon",
        "2026-13-20T07:00:00Z",
        "0001-01-01T00:00:00+09:00",
    ],
)
def test_a_deadline_that_is_no_moment_is_refused(deadline: str) -> None:
    with pytest.raises(EventError, match="deadline"):
        from_cloud_event(cloud_event(EVENTS[6], data__deadline=deadline))


@pytest.mark.parametrize(
    "path",
    ["type", "id", "data", "data__certificate", "data__target__domain", "data__target__kind"],
)
def test_an_error_never_repeats_what_was_sent(path: str) -> None:
    changes: dict[str, Any] = {path: "not-for\nthe log, " * 20}
    with pytest.raises(EventError) as caught:
        from_cloud_event(cloud_event(**changes))
    assert "not-for" not in str(caught.value) + repr(caught.value) + str(caught.value.to_json())
