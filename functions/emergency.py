"""Started by a person: fail-over to another CA, plain HTTP and the way back, after a dry run."""

from __future__ import annotations

from typing import Any

from certbind import bootstrap
from certbind.requests import parse_emergency
from certbind.runtime import Answer, Call, run


def handler(event: bytes, context: object) -> dict[str, Any]:
    """A request as in events/emergency-*.json; the answer says what was or would be done."""
    return run("emergency", event, context, _work, answers_person=True)


def _work(call: Call) -> Answer:
    request = parse_emergency(call.payload, call.request_id)
    return bootstrap.emergency(call.environment, call.seconds_left())(request)
