"""Laws of reading events: nothing but an event or an error comes out, whatever comes in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.envelopes import Delivery, check_timer, parse
from certbind.errors import EventError
from certbind.events import (
    CertificateEvent,
    ChangeHint,
    Event,
    EventType,
    Step,
    from_cloud_event,
    render,
)
from certbind.redaction import is_repeatable
from certbind.requests import parse_rollback
from tests.wrapping import ENVELOPES, queue_event

# What str.isprintable calls printable.
printable = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}", fullmatch=True).filter(is_repeatable)
texts = st.just("") | ids
"""Texts of our own: others are read as their digest."""
certificate_ids = st.builds(
    CertificateId,
    st.integers(1, 10**18),
    st.sampled_from(["cn-hangzhou", "ap-southeast-1", "eu-central-1"]),
)
labels = st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?", fullmatch=True)
names = st.builds(
    lambda start, parts: start + ".".join([*parts, "example", "com"]),
    st.sampled_from(["", "."]),
    st.lists(labels, max_size=4),
).map(Domain)
targets = st.one_of(
    st.builds(
        Target,
        st.just(ProductName("oss")),
        names,
        st.from_regex(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True),
        st.sampled_from(["", "cn-hangzhou", "ap-southeast-1", "cn-hangzhou-finance-1"]),
    ),
    st.builds(Target, st.just(ProductName("cdn")), names),
)
counts = st.integers(0, 10**9)
moments = st.datetimes(min_value=datetime(1970, 1, 1)).map(  # noqa: DTZ001 - the zone follows
    lambda moment: moment.replace(tzinfo=timezone.utc)
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        CertificateEvent,
        ids,
        st.sampled_from(
            [EventType.ISSUED, EventType.RENEWED, EventType.EXPIRY_APPROACHING, EventType.REVOKED]
        ),
        certificate_ids,
        st.none() | certificate_ids,
        texts,
    ),
    st.builds(ChangeHint, ids, texts),
    st.builds(
        Step,
        ids,
        targets,
        texts,
        counts,
        st.none() | certificate_ids,
        st.booleans(),
        st.booleans(),
        st.none() | moments,
    ),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=20,
)
# Fields that mean something somewhere, so that guesses reach further than the first check.
field_names = st.sampled_from(
    re.findall(
        r"\w+",
        "specversion type source id data messageBody messageId body attrs TopicOwner Message"
        " MessageId requestContext requestPayload version triggerName triggerTime payload"
        " certificate replaces target kind domain bucket region cause attempt sequence deadline"
        " after candidate by_hand look scanned_at"
        " serviceName eventSource eventName eventId eventRW errorCode responseElements CertId"
        " since to dry_run force",
    )
)
field_values = st.sampled_from(
    ["1.0", "mns:Queue:SendMessage", "certbind", "acs.cas", "Cas", "cas.aliyuncs.com", "Write"]
    + ["oss", "cdn", "www.example.com", "7-cn-hangzhou", "2026-11-20T07:00:00Z", "v1"]
    + [member.value for member in EventType]
)
near_events = st.recursive(
    field_values | json_values,
    lambda inner: st.dictionaries(field_names, inner, max_size=8) | st.lists(inner, max_size=3),
    max_leaves=30,
)


@st.composite
def nearly_ours(draw: st.DrawFn) -> dict[str, Any]:
    """An event of ours in which fields were exchanged; many still are one."""
    raw: dict[str, Any] = json.loads(render(draw(events)))
    places = [raw, raw["data"], raw["data"].get("target", raw["data"])]
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        place[draw(field_names | st.sampled_from(sorted(place)))] = draw(field_values)
    return raw


def is_whole(delivery: Delivery) -> bool:
    """Exactly one of event and error, and what is needed to put the message on record."""
    return (
        (delivery.event is None) is not (delivery.error is None)
        and len(delivery.digest) == 64
        and 0 < len(delivery.id) <= 256
        and delivery.id.isprintable()
    )


@given(st.text(printable, min_size=1, max_size=256))
def test_an_id_of_any_form_is_read_as_a_plain_one_and_always_the_same(foreign: str) -> None:
    raw = json.loads(render(ChangeHint("x", "y")))
    raw["id"] = raw["data"]["said_by"] = foreign
    event = from_cloud_event(raw)
    assert is_repeatable(event.id.replace(" ", "-"))
    assert from_cloud_event(json.loads(render(event))) == event


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\x00" * 10)
def test_any_bytes_give_deliveries_and_no_exception(payload: bytes) -> None:
    deliveries = parse(payload)
    assert deliveries
    assert all(is_whole(delivery) for delivery in deliveries)


@given(near_events | nearly_ours())
def test_anything_like_an_event_gives_deliveries_and_no_exception(value: Any) -> None:
    text = json.dumps(value)
    for payload in (text.encode(), json.dumps([queue_event(text)]).encode()):
        deliveries = parse(payload)
        assert deliveries
        assert all(is_whole(delivery) for delivery in deliveries)


@given(nearly_ours())
def test_what_comes_out_as_an_event_can_be_written_and_read_again(value: Any) -> None:
    (delivery,) = parse(json.dumps(value).encode())
    assume(delivery.event is not None)
    assert delivery.event is not None
    assert from_cloud_event(json.loads(render(delivery.event))) == delivery.event


@pytest.mark.parametrize("read", [check_timer, parse_rollback])
@given(st.binary(max_size=200) | near_events.map(lambda value: json.dumps(value).encode()))
def test_other_payloads_are_taken_or_give_an_event_error(
    read: Callable[[bytes], object], payload: bytes
) -> None:
    with suppress(EventError):
        read(payload)


@given(events)
def test_an_event_is_read_back_as_it_was_written(event: Event) -> None:
    assert from_cloud_event(json.loads(render(event))) == event


@given(st.sampled_from(sorted(ENVELOPES)), events)
def test_an_event_is_found_in_every_envelope(envelope: str, event: Event) -> None:
    (delivery,) = parse(json.dumps(ENVELOPES[envelope](render(event))).encode())
    assert delivery.event == event


@given(events, st.data())
def test_an_event_with_one_field_spoilt_is_an_event_or_an_error(
    event: Event, data: st.DataObject
) -> None:
    raw = json.loads(render(event))
    place = data.draw(
        st.sampled_from([raw, raw["data"], raw["data"].get("target", raw)]), label="place"
    )
    place[data.draw(st.sampled_from(sorted(place)), label="field")] = data.draw(json_values)
    (delivery,) = parse(json.dumps(raw).encode())
    assert is_whole(delivery)
    if delivery.event is not None:
        assert from_cloud_event(json.loads(render(delivery.event))) == delivery.event


@given(events, st.dictionaries(st.text(min_size=1).map("x-".__add__), json_values, max_size=4))
def test_unknown_fields_are_ignored(event: Event, unknown: dict[str, Any]) -> None:
    raw = json.loads(render(event))
    raw["data"] = {**unknown, **raw["data"]}
    assert from_cloud_event({**unknown, **raw}) == event


@given(st.lists(events | st.just(None), min_size=1, max_size=6))
def test_a_spoilt_message_touches_no_neighbour(batch: list[Event | None]) -> None:
    bodies = ["spoilt {" if event is None else render(event) for event in batch]
    deliveries = parse(json.dumps([queue_event(body) for body in bodies]).encode())
    assert [delivery.event for delivery in deliveries] == batch


@given(events)
def test_the_same_message_has_the_same_digest_however_it_comes(event: Event) -> None:
    text = render(event)
    digests = {
        parse(json.dumps(payload).encode())[0].digest
        for payload in (
            [queue_event(text, "A")],
            queue_event(text, "B"),
            queue_event(text)["data"],
        )
    }
    assert len(digests) == 1
