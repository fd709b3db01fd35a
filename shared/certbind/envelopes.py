"""From the bytes that a function is given to events, whatever they are wrapped in.

A queue message reaches a function as a CloudEvent whose `data.messageBody` is our event as text,
plain or base64, alone or in an array; a topic, a destination record, a person each wrap it in
another way (Function Compute documentation: trigger event formats). Every message of a payload
stands alone: what is wrong with one is kept in its own Delivery.

Errors name types and sizes, never what a message says: it may be a secret sent by mistake.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from certbind.errors import EventError, OversizedError
from certbind.events import SOURCE, Event, EventType, from_cloud_event
from certbind.fields import describe
from certbind.redaction import is_repeatable
from certbind.trails import is_certificate_call, read_certificate_call
from certbind.values import dataclass

MAX_PAYLOAD = 1024 * 1024
"""Bytes of a whole payload: several times a batch of 16 queue messages with their envelopes. JSON
takes up to 30 times its size in memory, and a function has 512 MB.
"""

MAX_MESSAGE = 256 * 1024
"""Bytes of one message: EventBridge delivers none that is longer, a queue holds 64 KB."""

MAX_DELIVERIES = 100
"""Messages of one payload: the trigger sends one, MNS hands out 16 at once. Each costs reads of
the ledger and a line of the log, so 60 KB of `0,` must not become 30,000 of them.
"""

MAX_NESTING = 64
"""Arrays and objects within one another, counted before they are parsed; an event in its envelopes
has about 15.
"""

MAX_LAYERS = 6
"""Wrappings within one another; a replayed batch of double envelopes in base64 needs five."""

QUEUE_MESSAGE = "mns:Queue:SendMessage"
"""`type` of the CloudEvent around a queue message; its `source` differs from page to page."""

_MARKS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_OWN_TYPES = frozenset(member.value for member in EventType)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message: the event in it, or the error that says why there is none.

    id: the queue's or topic's message id, else the event's own id, else the digest's start.
    digest: SHA-256 of the innermost text that was reached, hex; a redelivery has the same.
    size: bytes of that text.
    """

    id: str
    digest: str
    event: Event | None
    error: EventError | None
    size: int


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A wrapping known by its fields: the one with the message, the one with its id or ""."""

    fields: frozenset[str]
    body: str
    id: str = ""


_QUEUE_DATA = _Envelope(frozenset({"messageBody"}), "messageBody", "messageId")
_ENVELOPES = (
    _Envelope(frozenset({"TopicOwner", "Message", "MessageId"}), "Message", "MessageId"),
    _Envelope(frozenset({"body", "attrs"}), "body"),  # a topic's STREAM form with attributes
    _Envelope(frozenset({"version", "requestContext", "body"}), "body"),  # HTTP trigger
    _Envelope(frozenset({"requestContext", "requestPayload"}), "requestPayload"),  # destination
    _QUEUE_DATA,  # eventSchema RawData: the CloudEvent's data alone
)


def parse(payload: bytes) -> tuple[Delivery, ...]:
    """Every message in a payload, in its order; at least one, at most MAX_DELIVERIES, and never an
    exception. What is beyond the bounds is one delivery with an OversizedError, however far down
    it stands.
    """
    if len(payload) > MAX_PAYLOAD:
        return (_delivery("", payload, error=_too_long(payload, MAX_PAYLOAD)),)
    return tuple(_read(payload, "", 0))


def check_timer(payload: bytes) -> str:
    """What the trigger of a timer's tick says as its own payload, "" for nothing. EventError when
    the payload holds anything else than a tick.

    A manual invoke with nothing or `{}` is a tick too, so that a person can start the function.
    """
    if len(payload) > MAX_MESSAGE:
        raise _too_long(payload, MAX_MESSAGE)
    if not payload.strip():
        return ""
    raw = _decode(payload)
    if not isinstance(raw, Mapping) or (raw and not {"triggerName", "triggerTime"} <= raw.keys()):
        raise EventError(f"The payload is {describe(raw)} and no timer tick.")
    said = raw.get("payload")
    return said if isinstance(said, str) else ""


IF_DUE = "if due"
"""What recheck's timer says (s.yaml): most of its ticks have nothing to do."""


def is_if_due(payload: bytes) -> bool:
    """Whether a tick leaves it to the last report whether there is a sweep; a person's call does
    not. EventError as check_timer.
    """
    return check_timer(payload) == IF_DUE


def _read(content: bytes, name: str, layers: int) -> list[Delivery]:
    try:
        _refuse_wrapping(layers)
        value = _decode(content)
        if isinstance(value, list):
            return _read_list(value, layers)
        if len(content) > MAX_MESSAGE:
            raise _too_long(content, MAX_MESSAGE)
        inner = _unwrap(value)
        if inner is not None:
            return _read(_encode(inner[1]), name or inner[0], layers + 1)
        event = _event(value)
    except EventError as error:
        return [_delivery(name, content, error=error)]
    return [_delivery(name or event.id, content, event=event)]


def _refuse_wrapping(layers: int) -> None:
    if layers > MAX_LAYERS:
        raise EventError(f"The message is wrapped more than {MAX_LAYERS} times.")


def _read_list(values: list[Any], layers: int) -> list[Delivery]:
    if not values:
        raise EventError("The array of messages is empty.")
    found: list[Delivery] = []
    for value in values if len(values) <= MAX_DELIVERIES else ():
        found += _read(_encode(value), "", layers + 1)
        if len(found) > MAX_DELIVERIES:
            break
    if not 0 < len(found) <= MAX_DELIVERIES:
        told = f"The array of {len(values)} holds more messages than {MAX_DELIVERIES}"
        raise OversizedError(f"{told}, which are handled at once.")
    return found


def _decode(content: bytes) -> Any:
    """The JSON value of a text, which may be base64 (what a queue's SDK makes of a body)."""
    if not content.strip():
        raise EventError("The message is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EventError(f"The message is {len(content)} bytes that are no UTF-8 text.") from None
    try:
        return _load(text)
    except ValueError:
        return _decode_base64(text)


def _decode_base64(text: str) -> Any:
    try:
        return _load(base64.b64decode("".join(text.split()), validate=True).decode("utf-8-sig"))
    except ValueError:
        raise EventError(
            f"The message ({len(text)} characters) is neither JSON nor base64 of JSON."
        ) from None


def _load(text: str) -> Any:
    _refuse_nesting(text)
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_nesting(text: str) -> None:
    """Before the parsing, whose own limit is the interpreter's, and another in each version."""
    depth, in_text = 0, False
    for found in _MARKS.finditer(text):
        mark = found[0]
        if mark == '"':
            in_text = not in_text
        elif not in_text:
            depth += _STEPS.get(mark, 0)
        if depth > MAX_NESTING:
            told = f"The message ({len(text)} characters) is nested more than {MAX_NESTING} deep."
            raise OversizedError(told)


def _refuse_constant(_: str) -> NoReturn:
    """NaN and Infinity, which Python's reader takes and JSON does not know."""
    raise ValueError


def _encode(value: object) -> bytes:
    """A value as the text that is read next; half a surrogate pair makes it no UTF-8 there."""
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return value.encode("utf-8", "surrogatepass")


def _unwrap(value: object) -> tuple[str, object] | None:
    """The id and the content of the next wrapping; None when `value` is not wrapped."""
    if isinstance(value, str):
        return "", value
    if not isinstance(value, Mapping):
        raise EventError(f"The message is {describe(value)}; an object is expected.")
    if "specversion" in value:
        wrapped = value.get("type") == QUEUE_MESSAGE
        return _content(value.get("data"), _QUEUE_DATA) if wrapped else None
    if {"triggerName", "triggerTime"} <= value.keys():
        raise EventError("A timer tick is no event: watch and recheck take it.")
    for envelope in _ENVELOPES:
        if envelope.fields <= value.keys():
            return _content(value, envelope)
    return None


def _content(data: object, envelope: _Envelope) -> tuple[str, object]:
    body = data.get(envelope.body) if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(body, str | Mapping | list):
        raise EventError(f"{envelope.body} is {describe(body)}; the message was expected there.")
    return _name(data.get(envelope.id)), body


def _event(value: Any) -> Event:
    if value.get("source") == SOURCE or _is_own_type(value.get("type")):
        return from_cloud_event(value)
    if "specversion" not in value:
        raise EventError(f"The message is {describe(value)} and no event that certbind knows.")
    if is_certificate_call(value):
        return read_certificate_call(value)
    source, kind = (_name(value.get(key)) or "unnamed" for key in ("source", "type"))
    raise EventError(f"The CloudEvent from {source} of type {kind} is none that certbind handles.")


def _is_own_type(kind: object) -> bool:
    return isinstance(kind, str) and kind in _OWN_TYPES


def _name(raw: object) -> str:
    """A short plain name, or "": nothing else out of a message is shown or used as an id."""
    return raw if isinstance(raw, str) and is_repeatable(raw) else ""


def _delivery(
    name: str, content: bytes, *, event: Event | None = None, error: EventError | None = None
) -> Delivery:
    digest = hashlib.sha256(content).hexdigest()
    return Delivery(name or digest[:32], digest, event, error, len(content))


def _too_long(content: bytes, limit: int) -> OversizedError:
    return OversizedError(f"The message has {len(content)} bytes; at most {limit} are read.")
