"""Started by the queue's trigger: each message to its recorded outcome."""

from __future__ import annotations

from typing import Any

from certbind import bootstrap
from certbind.envelopes import parse
from certbind.runtime import BatchAnswer, Call, each_alone, run


def handler(event: bytes, context: object) -> dict[str, Any]:
    """Any payload of events/; a message that could not be finished is raised."""
    return run("certificate_event", event, context, _work)


def _work(call: Call) -> BatchAnswer:
    handle = bootstrap.certificate_event(call.environment, call.seconds_left())
    return each_alone(parse(call.payload), handle)
