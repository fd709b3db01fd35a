"""Every way in which a message reaches a function, and every way in which it can be spoilt."""

from __future__ import annotations

import base64
import hashlib
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId
from certbind.envelopes import (
    MAX_DELIVERIES,
    MAX_LAYERS,
    MAX_MESSAGE,
    MAX_NESTING,
    MAX_PAYLOAD,
    check_timer,
    parse,
)
from certbind.errors import EventError, OversizedError
from certbind.events import EventType, certificate_event, render
from tests.unit.reading import dumped, event_of, only, refusal
from tests.wrapping import ENVELOPES, destination_record, queue_event, topic_message

ISSUED = certificate_event(EventType.ISSUED, CertificateId(12345678, "cn-hangzhou"))
RENEWED = certificate_event(EventType.RENEWED, CertificateId(12345901, "ap-southeast-1"))
SECRET = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize("wrap", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_an_event_is_found_in_every_envelope(wrap: Callable[[str], Any]) -> None:
    assert event_of(wrap(render(ISSUED))) == ISSUED


@pytest.mark.parametrize("wrap", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_every_envelope_survives_base64_as_a_whole(wrap: Callable[[str], Any]) -> None:
    """What a queue's SDK does with any body that it is given."""
    assert only(base64.b64encode(dumped(wrap(render(ISSUED))))).event == ISSUED


def test_base64_may_be_broken_into_lines() -> None:
    assert only(base64.encodebytes(render(ISSUED).encode())).event == ISSUED


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert only(b"\xef\xbb\xbf" + render(ISSUED).encode()).event == ISSUED


def test_an_event_of_eventbridge_with_its_extra_attributes_is_ours() -> None:
    raw = {**json.loads(render(ISSUED)), "aliyunaccountid": "1", "time": "2026-11-20T06:20:00Z"}
    assert event_of(raw) == ISSUED


def test_an_event_of_our_types_is_taken_from_any_source() -> None:
    """Events are hints, so who sent one does not matter."""
    raw = {**json.loads(render(ISSUED)), "source": "webhook-bridge"}
    assert event_of(raw) == ISSUED


def test_each_message_of_a_batch_stands_alone() -> None:
    spoilt = queue_event("not JSON", "B")
    batch = [queue_event(render(ISSUED), "A"), spoilt, 7, None, queue_event(render(RENEWED), "C")]
    deliveries = parse(dumped(batch))
    assert [d.event for d in deliveries] == [ISSUED, None, None, None, RENEWED]
    assert [d.error is None for d in deliveries] == [True, False, False, False, True]
    assert [d.id for d in deliveries][::2] == ["A", deliveries[2].digest[:32], "C"]


def test_a_deeply_nested_body_does_not_touch_its_neighbours() -> None:
    batch = [queue_event("[" * 60_000, "A"), queue_event(render(ISSUED), "B")]
    deliveries = parse(dumped(batch))
    assert "is nested more than 64 deep" in str(deliveries[0].error)
    assert deliveries[1].event == ISSUED


def test_a_delivery_is_named_after_the_message_and_the_event_after_itself() -> None:
    delivery = only(dumped([queue_event(render(ISSUED), "C6DB")]))
    assert delivery.id == "C6DB"
    assert delivery.event is not None
    assert delivery.event.id == ISSUED.id


def test_the_outermost_message_names_the_delivery() -> None:
    inner = json.dumps(queue_event(render(ISSUED), "inner"))
    assert only(dumped(queue_event(inner, "outer"))).id == "outer"


@pytest.mark.parametrize("message_id", [None, 7, "", "a b", "x" * 200, "\n", SECRET])
def test_a_message_id_that_is_none_is_not_used(message_id: Any) -> None:
    assert only(dumped(queue_event(render(ISSUED), message_id))).id == ISSUED.id


def test_the_digest_is_that_of_the_innermost_text() -> None:
    """The same message told again in another envelope is recognised."""
    text = render(ISSUED)
    delivery = only(dumped([queue_event(text)]))
    assert delivery.digest == hashlib.sha256(text.encode()).hexdigest()
    assert delivery.digest == only(dumped(topic_message(text))).digest
    assert delivery.size == len(text.encode())


def test_a_spoilt_message_has_the_same_digest_each_time() -> None:
    first, again = (only(dumped(queue_event("spoilt", m))) for m in ("A", "B"))
    assert first.digest == again.digest != only(dumped(queue_event("other"))).digest


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x00", "neither JSON nor base64"),
        (b"a text", "neither JSON nor base64"),
        (b"{", "neither JSON nor base64"),
        (b"\xff\xfe{}", "no UTF-8"),
        (b"{}\x00", "neither JSON nor base64"),
        (base64.b64encode(b"a text"), "neither JSON nor base64"),
        (base64.b64encode(b"\xff"), "neither JSON nor base64"),
        (b"(" + base64.b64encode(render(ISSUED).encode()) + b")", "neither JSON nor base64"),
        (b"NaN", "neither JSON nor base64"),
        (b'{"a": Infinity}', "neither JSON nor base64"),
        (b"9" * 5000, "neither JSON nor base64"),
        (b"null", "is null"),
        (b"7", "a number"),
        (b"true", "is true"),
        (b"false", "is false"),
        (b"[]", "array of messages is empty"),
        (b"{}", "an object of 0 fields and no event that certbind knows"),
        (b'""', "is empty"),
        (b'"\\ud800"', "no UTF-8"),
        (b'{"domain": "static.example.com"}', "no event that certbind knows"),
        (dumped({"specversion": "1.0"}), "from unnamed of type unnamed"),
        (dumped({"specversion": "1.0", "source": "acs.oss", "type": "oss:X"}), "acs.oss of type"),
        (
            dumped({"specversion": "1.0", "source": "certbind", "type": "x"}),
            "is not one that certbind",
        ),
        (dumped({"specversion": "1.0", "source": ["x"], "type": {}}), "unnamed"),
        (dumped({"triggerTime": "x", "triggerName": "y", "payload": ""}), "timer tick"),
        (dumped(queue_event(None)), "messageBody is null"),
        (dumped(queue_event(7)), "messageBody is a number"),
        (dumped(queue_event("")), "is empty"),
        (dumped({**queue_event(""), "data": None}), "messageBody is null"),
        (dumped({**queue_event(""), "data": "x"}), "messageBody is null"),
        (dumped({"body": None, "attrs": {}}), "body is null"),
        (dumped(destination_record(None)), "requestPayload is null"),
        (b"[" * 262_144, "is nested more than 64 deep"),
        (b'{"a":' * 50_000, "is nested more than 64 deep"),
        (base64.b64encode(b"[" * 100_000), "is nested more than 64 deep"),
    ],
)
def test_what_is_no_event_is_refused_with_what_it_is(payload: bytes, said: str) -> None:
    assert said in refusal(payload)


def test_a_value_twice_in_an_object_does_not_stop_the_reading() -> None:
    text = render(ISSUED).replace('{"specversion"', '{"specversion":"0.3","specversion"', 1)
    assert only(text.encode()).event == ISSUED


def nested(depth: int) -> str:
    return '{"specversion":"1.0","source":"certbind","type":' + "[" * depth + "]" * depth + "}"


@pytest.mark.parametrize(
    "wrap", [str, "[{}]".format, lambda text: json.dumps(queue_event(text))], ids="abc"
)
def test_nesting_is_counted_before_anything_is_parsed(wrap: Callable[[str], str]) -> None:
    """The interpreter's own limit lies at about a thousand, and elsewhere in each version."""
    for depth in (MAX_NESTING, MAX_NESTING * 10, *range(950, 1010), 100_000):
        delivery = only(wrap(nested(depth)).encode())
        assert isinstance(delivery.error, OversizedError)
    assert not isinstance(only(wrap(nested(40)).encode()).error, OversizedError)


def test_brackets_in_texts_are_no_nesting() -> None:
    raw = {**json.loads(render(ISSUED)), "padding": '[{"\\' * 500}
    assert only(dumped(raw)).event == ISSUED


@pytest.mark.parametrize(("layers", "read"), [(MAX_LAYERS, True), (MAX_LAYERS + 1, False)])
def test_as_many_wrappers_are_opened_as_a_replayed_batch_may_have(
    layers: int, *, read: bool
) -> None:
    text = render(ISSUED)
    for _ in range(layers):
        text = json.dumps(queue_event(text))
    assert (only(text.encode()).event == ISSUED) is read


def test_wrapping_without_end_is_refused() -> None:
    text = render(ISSUED)
    for _ in range(9):
        text = json.dumps(queue_event(text))
    assert "wrapped more than" in refusal(text.encode())


def test_a_message_longer_than_eventbridge_delivers_is_refused() -> None:
    raw = {**json.loads(render(ISSUED)), "padding": "x" * MAX_MESSAGE}
    assert "at most 262144" in refusal(dumped(raw))


def test_a_batch_may_be_longer_than_one_message() -> None:
    batch = [{**json.loads(render(ISSUED)), "padding": "x" * 200_000}] * 3
    assert [d.event for d in parse(dumped(batch))] == [ISSUED] * 3


def test_a_payload_that_would_fill_the_memory_is_not_read() -> None:
    assert "at most 1048576" in refusal(b" " * (MAX_PAYLOAD + 1))
    with pytest.raises(OversizedError):
        check_timer(b" " * (MAX_PAYLOAD + 1))


@pytest.mark.parametrize("wrap", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_a_message_is_not_made_into_thousands(wrap: Callable[[str], Any]) -> None:
    """60 KB of it became 11,900 deliveries and more."""
    for body in (
        "[" + "0," * 29_000 + "0]",
        json.dumps([[0] * 60] * 2),
        json.dumps(["[0,0]"] * 51),
    ):
        (delivery,) = parse(dumped(wrap(body)))
        assert isinstance(delivery.error, OversizedError)
        assert f"more messages than {MAX_DELIVERIES}" in str(delivery.error)


def test_as_many_as_the_bound_are_read_and_a_message_too_large_does_not_touch_its_neighbours() -> (
    None
):
    batch = [queue_event(render(ISSUED))] * (MAX_DELIVERIES - 1)
    deliveries = parse(dumped([*batch, queue_event("[" + "0," * 200 + "0]")]))
    assert [d.event for d in deliveries[:-1]] == [ISSUED] * (MAX_DELIVERIES - 1)
    assert isinstance(deliveries[-1].error, OversizedError)


FILLERS = ["0,", "{},", "[],", '"",', '{"a":0},', "[0,0,0],", '"[0,0]",', "1e9,", "[[[[]]]],"]


@pytest.mark.parametrize("filler", FILLERS)
def test_no_payload_takes_more_memory_than_a_function_can_spare(filler: str) -> None:
    """Of 512 MB; 8 MB of `{"a":0},` took 5 GB."""
    payload = f"[{filler * ((MAX_PAYLOAD - 8) // len(filler))}0]".encode()
    assert len(payload) <= MAX_PAYLOAD
    tracemalloc.start()
    try:
        deliveries = parse(payload)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(deliveries) == 1
    assert peak < 64 * 1024 * 1024


@pytest.mark.parametrize("wrap", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_an_error_never_repeats_what_a_message_says(wrap: Callable[[str], Any]) -> None:
    secret = json.loads(render(ISSUED))
    secret["data"]["certificate"] = secret["type"] = secret["source"] = SECRET
    text = refusal(dumped(wrap(json.dumps(secret))))
    assert "MIIE" not in text
    assert "PRIVATE" not in text


def test_a_timer_tick_is_read() -> None:
    tick = {"triggerTime": "2026-11-20T19:00:00Z", "triggerName": "daily", "payload": "{}"}
    check_timer(dumped(tick))


@pytest.mark.parametrize("payload", [b"", b"  \n", b"{}", b"e30="])
def test_a_person_may_start_a_timer_function_with_nothing(payload: bytes) -> None:
    check_timer(payload)


def test_a_tick_with_an_odd_time_is_still_a_tick() -> None:
    check_timer(b'{"triggerTime": 7, "triggerName": "daily", "payload": null}')


@pytest.mark.parametrize(
    "payload",
    [b"now", b"[]", b'"now"', b"7", b'{"domain": "a.example.com"}', b"\xff", b"[" * 99_999],
)
def test_what_is_no_tick_is_refused(payload: bytes) -> None:
    with pytest.raises(EventError):
        check_timer(payload)
