"""What the parser made of a payload: for the tests of envelopes and of trails."""

from __future__ import annotations

import json

from certbind.envelopes import Delivery, parse
from certbind.events import Event


def dumped(value: object) -> bytes:
    """As JSON in bytes, the form in which the platform hands over a payload."""
    return json.dumps(value).encode()


def only(payload: bytes) -> Delivery:
    """The one delivery in a payload; fails the test when there are more or none."""
    (delivery,) = parse(payload)
    return delivery


def event_of(value: object) -> Event:
    """The event that was read; fails the test when it was refused."""
    delivery = only(dumped(value))
    assert delivery.event is not None, delivery.error
    assert delivery.error is None
    return delivery.event


def refusal(payload: bytes) -> str:
    """The reason for which the payload was refused; fails the test when it was read."""
    delivery = only(payload)
    assert delivery.event is None
    assert delivery.error is not None
    return str(delivery.error)
