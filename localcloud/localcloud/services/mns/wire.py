"""The XML of requests and answers; what it says is the model's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from localcloud import reading
from localcloud.gateway import ServiceError
from localcloud.services.mns.attributes import (
    DEFAULT_PRIORITY,
    MAX_DELAY,
    MAX_PRIORITY,
    whole_number,
)
from localcloud.services.mns.errors import malformed_xml
from localcloud.services.mns.messages import Message, Properties
from localcloud.services.mns.model import Draft
from localcloud.services.mns.notices import NAMESPACE

Value: TypeAlias = "str | int | bool"
_PROPERTIES = {"UserProperties": "PropertyValue", "SystemProperties": "SystemPropertyValue"}


def parse(body: bytes, root: str) -> ET.Element:
    """The request's root element, namespaces taken off; ServiceError MalformedXML when it is not
    `root`.
    """
    element = reading.xml(body)
    if element is None:
        raise malformed_xml()
    for node in element.iter():
        node.tag = node.tag.rpartition("}")[2]
    if element.tag != root:
        raise malformed_xml()
    return element


def root_name(body: bytes) -> str:
    """The root element's name without namespace; "" for what is no XML."""
    element = reading.xml(body)
    return "" if element is None else str(element.tag).rpartition("}")[2]


def fields(element: ET.Element) -> dict[str, str]:
    """The children that hold text."""
    return {child.tag: child.text or "" for child in element if len(child) == 0}


def draft(element: ET.Element) -> Draft:
    """A `<Message>` to send; ServiceError InvalidArgument for a number that is none."""
    given = fields(element)
    delay = given.get("DelaySeconds")
    priority = given.get("Priority")
    return Draft(
        body=given.get("MessageBody", ""),
        delay=None if delay is None else whole_number(delay, "DelaySeconds", 0, MAX_DELAY),
        priority=DEFAULT_PRIORITY
        if priority is None
        else whole_number(priority, "Priority", 1, MAX_PRIORITY),
        group=given.get("MessageGroupId", ""),
        properties=_properties(element),
    )


def handles(element: ET.Element) -> list[str]:
    """The handles of a batch delete."""
    return [child.text or "" for child in element if child.tag == "ReceiptHandle"]


def document(root: str, content: str) -> bytes:
    """A whole answer."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f'{head}<{root} xmlns="{NAMESPACE}">{content}</{root}>'.encode()


def elements(values: Mapping[str, Value]) -> str:
    """One element a value; booleans as `True` and `False`."""
    # A bare CR would come back as LF (XML 1.0 §2.11).
    return "".join(
        f"<{name}>{escape(str(value), {chr(13): '&#13;'})}</{name}>"
        for name, value in values.items()
    )


def sent(message: Message, *, delayed: bool) -> str:
    """What the sender is told; a handle for delayed messages only."""
    values: dict[str, Value] = {
        "MessageId": message.message_id,
        "MessageBodyMD5": message.body_md5,
    }
    if delayed:
        values["ReceiptHandle"] = message.handle
    return elements(values)


def sent_batch(results: Sequence[Message | ServiceError]) -> bytes:
    """One `<Message>` a result, in order; a refused one has its error instead."""
    parts = [
        elements({"ErrorCode": result.code, "ErrorMessage": result.message})
        if isinstance(result, ServiceError)
        else sent(result, delayed=False)
        for result in results
    ]
    return document("Messages", "".join(f"<Message>{part}</Message>" for part in parts))


def received(message: Message) -> str:
    """What the receiver gets."""
    visible: dict[str, Value] = {
        "ReceiptHandle": message.handle,
        "NextVisibleTime": message.visible,
    }
    return peeked(message) + elements(visible)


def peeked(message: Message) -> str:
    """A message without handle."""
    values: dict[str, Value] = {
        "MessageId": message.message_id,
        "MessageBodyMD5": message.body_md5,
        "MessageBody": message.body,
        "EnqueueTime": message.enqueued,
        "FirstDequeueTime": message.first_dequeued,
        "DequeueCount": message.dequeued,
        "Priority": message.priority,
    }
    if message.group:
        values["MessageGroupId"] = message.group
    return elements(values) + _rendered_properties(message.properties)


def messages(parts: Iterable[str]) -> bytes:
    """Several received or peeked ones."""
    return document("Messages", "".join(f"<Message>{part}</Message>" for part in parts))


def listing(plural: str, singular: str, items: Iterable[Mapping[str, Any]], marker: str) -> bytes:
    """Queues, topics or subscriptions, and where the next page begins."""
    content = "".join(f"<{singular}>{elements(item)}</{singular}>" for item in items)
    return document(plural, content + (elements({"NextMarker": marker}) if marker else ""))


def handle_errors(failed: Mapping[str, ServiceError]) -> bytes:
    """The handles that a batch delete did not delete, with the reason."""
    content = "".join(
        "<Error>"
        + elements(
            {"ErrorCode": error.code, "ErrorMessage": error.message, "ReceiptHandle": handle}
        )
        + "</Error>"
        for handle, error in failed.items()
    )
    return document("Errors", content)


def _properties(element: ET.Element) -> Properties:
    found: Properties = {}
    for plural, singular in _PROPERTIES.items():
        values = [fields(node) for node in element.findall(f"{plural}/{singular}")]
        if values:
            found[plural] = values
    return found


def _rendered_properties(properties: Properties) -> str:
    return "".join(
        f"<{plural}>"
        + "".join(
            f"<{_PROPERTIES[plural]}>{elements(value)}</{_PROPERTIES[plural]}>" for value in values
        )
        + f"</{plural}>"
        for plural, values in properties.items()
    )
