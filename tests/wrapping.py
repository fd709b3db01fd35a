"""Every way in which the platform, or a person, wraps the text of an event."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from certbind.envelopes import QUEUE_MESSAGE


def queue_event(body: object, message_id: str = "C6DB60D1574661357FA227277445AAAA") -> Any:
    return {
        "id": "event-1",
        "source": "MNS-certbind",
        "specversion": "1.0",
        "type": QUEUE_MESSAGE,
        "data": {"requestId": "r", "messageId": message_id, "messageBody": body},
    }


def topic_message(body: str) -> Any:
    return {
        "TopicOwner": "1",
        "Message": body,
        "MessageId": "2F5B",
        "TopicName": "t",
        "key": "merged attribute",
    }


def http_request(body: str, *, is_base64: bool = False) -> Any:
    return {
        "version": "v1",
        "rawPath": "/",
        "body": body,
        "isBase64Encoded": is_base64,
        "requestContext": {"requestId": "1-2-3"},
    }


def destination_record(payload: object) -> Any:
    return {
        "requestContext": {"condition": "UnhandledInvocationError"},
        "requestPayload": payload,
        "responsePayload": "{}",
    }


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


ENVELOPES: dict[str, Callable[[str], Any]] = {
    "alone": json.loads,
    "stream": lambda text: [queue_event(text)],
    "event-driven": queue_event,
    "base64 body": lambda text: [queue_event(in_base64(text))],
    "body already read": lambda text: queue_event(json.loads(text)),
    "body as JSON text of a text": lambda text: queue_event(json.dumps(text)),
    "queue event within a queue event": lambda text: queue_event(json.dumps(queue_event(text))),
    "double envelope in base64": lambda text: [
        queue_event(in_base64(json.dumps(queue_event(in_base64(text)))))
    ],
    "raw data": lambda text: queue_event(text)["data"],
    "raw data in a stream": lambda text: [queue_event(text)["data"]],
    "raw bodies in a stream": lambda text: [text],
    "topic JSON": topic_message,
    "topic JSON in base64": lambda text: topic_message(in_base64(text)),
    "topic STREAM with attributes": lambda text: {"body": text, "attrs": {"Extend": "{}"}},
    "HTTP": http_request,
    "HTTP in base64": lambda text: http_request(in_base64(text), is_base64=True),
    "destination record": destination_record,
    "destination record of a stream": lambda text: destination_record(
        json.dumps([queue_event(in_base64(text))])
    ),
    "destination record already read": lambda text: destination_record([queue_event(text)]),
}
