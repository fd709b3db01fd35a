"""The files of events/ are what they say, and the table in events/README.md names them all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from certbind.envelopes import check_timer, parse
from certbind.events import (
    CertificateEvent,
    ChangeHint,
    Event,
    EventType,
    LineStep,
    Step,
    certificate_event,
    from_cloud_event,
    line_step,
    render,
    step,
)
from certbind.requests import parse_emergency, parse_harden, parse_rollback

EVENTS = Path(__file__).parents[2] / "events"

ISSUED = "issued-12345678-cn-hangzhou"
RENEWED = "renewed-12345901-cn-hangzhou"
EXPECTED: dict[str, list[str]] = {
    "certificate-issued.json": [ISSUED],
    "certificate-renewed.json": [RENEWED],
    "certificate-expiry-approaching.json": ["expiry-approaching-12345678-cn-hangzhou-approaching"],
    "certificate-revoked.json": ["revoked-12345678-cn-hangzhou"],
    "step-command.json": ["step-34aed96f16efb2b7d5a3-4"],
    "line-command.json": ["line-21453d4132f75e9d9245-4"],
    "bind-command.json": ["bind-291f9d557b21e1c81cff-1"],
    "verify-command.json": ["verify-0841329593930e544562-1"],
    "queue-stream.json": [RENEWED, "bind-291f9d557b21e1c81cff-1"],
    "queue-event-driven.json": [ISSUED],
    "queue-base64-body.json": [RENEWED],
    "queue-double-envelope.json": [ISSUED],
    "queue-raw-data.json": [RENEWED],
    "topic-json.json": [ISSUED],
    "topic-stream-attributes.json": [ISSUED],
    "http-request.json": [ISSUED],
    "destination-record.json": [RENEWED],
    "actiontrail-upload.json": [ISSUED],
    "actiontrail-delete.json": ["hint-0b9e2c55-6f5d-4c0f-8a39-51f2f7a7c1d4"],
    "actiontrail-deployment.json": ["hint-5d0c3a0e-8f3b-4f6c-9a51-0c2b7e7d4f10"],
}
REFUSED = {
    "actiontrail-failed.json": "a call that failed (CAS UploadUserCertificate)",
    "foreign-event.json": "from acs.oss of type oss:ObjectCreated:PutObject",
    "unreadable.txt": "neither JSON nor base64 of JSON",
    "timer.json": "timer tick",
    "rollback-dry-run.json": "no event that certbind knows",
    "rollback-apply.json": "no event that certbind knows",
    "rollback-certificate.json": "no event that certbind knows",
    "rollback-since.json": "no event that certbind knows",
    "harden-dry-run.json": "no event that certbind knows",
    "harden-apply.json": "no event that certbind knows",
    "harden-undo.json": "no event that certbind knows",
    "emergency-failover.json": "no event that certbind knows",
    "emergency-downgrade.json": "no event that certbind knows",
    "emergency-restore.json": "no event that certbind knows",
}


def read(name: str) -> bytes:
    return (EVENTS / name).read_bytes()


def files() -> set[str]:
    return {path.name for path in EVENTS.iterdir()} - {"README.md"}


def remade(event: Event) -> Event:
    """The event as the library makes it from its content, with a deterministic id."""
    if isinstance(event, CertificateEvent):
        return certificate_event(
            event.type, event.certificate, replaces=event.replaces, stage=event.stage
        )
    if isinstance(event, LineStep):
        return line_step(event.certificate, event.cause, line=event.line, after=event.after)
    assert isinstance(event, Step)
    return step(
        event.target,
        event.cause,
        event.after,
        candidate=event.candidate,
        by_hand=event.by_hand,
        look=event.look,
        scanned_at=event.scanned_at,
    )


OLD_FORM = frozenset({"bind-command.json", "verify-command.json", "queue-stream.json"})
"""Messages of certbind 0.1, which are read still and not written any more."""
HINTS = frozenset({"actiontrail-delete.json", "actiontrail-deployment.json"})
"""Who made them named them."""


def test_every_file_is_tested_here() -> None:
    assert files() == EXPECTED.keys() | REFUSED.keys()


def test_the_table_names_every_file_once() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", (EVENTS / "README.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(files())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_holds_the_events_that_it_is_named_for(name: str) -> None:
    found = [delivery.event for delivery in parse(read(name))]
    assert [event.id for event in found if event] == EXPECTED[name]
    assert None not in found


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - HINTS - OLD_FORM))
def test_the_ids_in_the_files_are_those_that_the_library_makes(name: str) -> None:
    (delivery,) = parse(read(name))
    assert delivery.event is not None
    assert remade(delivery.event) == delivery.event


@pytest.mark.parametrize("name", sorted(OLD_FORM))
def test_the_library_makes_no_message_of_the_old_form(name: str) -> None:
    event = list(parse(read(name)))[-1].event
    assert event is not None
    assert remade(event) != event


@pytest.mark.parametrize("name", sorted(HINTS))
def test_a_hint_keeps_the_id_that_it_came_with(name: str) -> None:
    (delivery,) = parse(read(name))
    assert isinstance(delivery.event, ChangeHint)
    assert delivery.event.id.removeprefix("hint-") in read(name).decode()


OUR_OWN = ("cert", "step", "line")


@pytest.mark.parametrize("name", [name for name in EXPECTED if name[:4] in OUR_OWN])
def test_our_own_events_are_written_as_the_library_writes_them(name: str) -> None:
    raw = json.loads(read(name))
    assert raw == json.loads(render(from_cloud_event(raw)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_event_is_refused_by_name(name: str) -> None:
    (delivery,) = parse(read(name))
    assert delivery.event is None
    assert REFUSED[name] in str(delivery.error)


def test_the_timer_file_is_a_tick() -> None:
    check_timer(read("timer.json"))
    assert json.loads(read("timer.json"))["triggerName"] == "every-five-minutes"


@pytest.mark.parametrize("name", sorted(name for name in REFUSED if name.startswith("rollback")))
def test_the_rollback_files_are_requests_and_only_one_changes_anything(name: str) -> None:
    assert parse_rollback(read(name)).dry_run is (name != "rollback-apply.json")


@pytest.mark.parametrize("name", sorted(name for name in REFUSED if name.startswith("harden")))
def test_the_harden_files_are_requests(name: str) -> None:
    request = parse_harden(read(name))
    assert (request.dry_run, request.undo) == (name == "harden-dry-run.json", "undo" in name)


@pytest.mark.parametrize("name", sorted(n for n in REFUSED if n.startswith("emergency")))
def test_the_emergency_files_are_requests(name: str) -> None:
    request = parse_emergency(read(name))
    assert name == f"emergency-{request.action.value}.json"
    assert request.dry_run is (request.action.value == "failover")


def test_the_certificate_types_have_a_file_each() -> None:
    types = {json.loads(read(name))["type"] for name in EXPECTED if name.startswith("certificate")}
    assert types == {
        EventType.ISSUED.value,
        EventType.RENEWED.value,
        EventType.EXPIRY_APPROACHING.value,
        EventType.REVOKED.value,
    }
