"""Our own events and their CloudEvents."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.events import (
    CertificateEvent,
    ChangeHint,
    Event,
    EventType,
    Step,
    certificate_event,
    from_cloud_event,
    line_step,
    render,
    step,
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
    step(OSS, "renewed-1", 0, candidate=NEW),
    step(CDN, "recheck", 7, look=True),
    step(CDN, "cli-1", 3, candidate=OLD, by_hand=True, scanned_at=SOON),
    certificate_event(EventType.REVOKED, OLD),
    line_step(OLD, "recheck"),
    line_step(OLD, "expiry-1", line="cas-ivauto-1", after=7),
    ChangeHint("hint-2", "ActionTrail CreateDeployment", deploys=True),
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
    assert step(OSS, "a", 1, candidate=NEW) == step(OSS, "a", 1, candidate=NEW)


def test_facts_that_differ_have_different_ids() -> None:
    ids = {
        certificate_event(EventType.ISSUED, NEW).id,
        certificate_event(EventType.ISSUED, OLD).id,
        certificate_event(EventType.RENEWED, NEW).id,
        certificate_event(EventType.EXPIRY_APPROACHING, NEW, stage="urgent").id,
        certificate_event(EventType.EXPIRY_APPROACHING, NEW, stage="emergency").id,
        certificate_event(EventType.REVOKED, NEW).id,
        step(OSS, "a", 1, candidate=NEW).id,
        step(OSS, "a", 1, candidate=OLD).id,
        step(OSS, "a", 1).id,
        step(OSS, "b", 1).id,
        step(OSS, "a", 2).id,
        step(Target(ProductName("cdn"), OSS.domain), "a", 1).id,
        step(CDN, "a", 1).id,
    }
    assert len(ids) == 13


def test_an_event_id_fits_eventbridge() -> None:
    """EventBridge takes at most 128 characters."""
    assert all(len(event.id) <= 128 for event in EVENTS)


def test_unknown_fields_are_ignored() -> None:
    raw = cloud_event(aliyunregionid="cn-hangzhou", data__colour="blue", data__target__x=1)
    assert from_cloud_event(raw) == EVENTS[4]


def test_a_domain_is_read_in_its_one_spelling() -> None:
    event = from_cloud_event(cloud_event(data__target__domain="STATIC.Example.com."))
    assert isinstance(event, Step)
    assert event.target == OSS


def test_the_moment_of_a_scan_in_another_zone_is_the_same_moment() -> None:
    event = from_cloud_event(cloud_event(EVENTS[6], data__scanned_at="2026-11-20T15:00:00+08:00"))
    assert isinstance(event, Step)
    assert event.scanned_at == SOON
    assert event.scanned_at.utcoffset() == timedelta(0)


def test_an_event_without_its_optional_fields_is_read() -> None:
    raw = {
        "id": "x",
        "type": "certificate.renewed",
        "data": {"certificate": str(NEW)},
    }
    assert from_cloud_event(raw) == CertificateEvent("x", EventType.RENEWED, NEW)


@pytest.mark.parametrize(
    "changes", [{"id": "x" * 256}, {"data__after": 0}, {"data__after": 10**9}]
)
def test_a_field_at_its_bound_is_read(changes: dict[str, Any]) -> None:
    assert isinstance(from_cloud_event(cloud_event(**changes)), Step)


@pytest.mark.parametrize("flag", ["by_hand", "look"])
@pytest.mark.parametrize("value", [False, 1, "true", None])
def test_only_a_plain_true_makes_a_step_a_person_s_or_a_look(flag: str, value: object) -> None:
    event = from_cloud_event(cloud_event(EVENTS[4], **{f"data__{flag}": value}))
    assert getattr(event, flag) is False


def test_a_step_of_a_newer_build_is_read_as_far_as_it_is_known() -> None:
    """Only what would change what is done is held to its form."""
    raw = cloud_event(EVENTS[4], data__slot="second", data__canary=True)
    assert from_cloud_event(raw) == EVENTS[4]


def test_a_product_that_this_build_may_not_know_is_read_by_its_form() -> None:
    """Whether it is known, and whether it needs a place, the products say when it is read."""
    event = from_cloud_event(cloud_event(data__target__kind="alb", data__target__bucket=""))
    assert isinstance(event, Step)
    assert event.target == Target(ProductName("alb"), OSS.domain, region="cn-hangzhou")
