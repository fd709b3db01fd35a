"""Started by a person: hardens how domains are served, or undoes it, after a dry run."""

from __future__ import annotations

from typing import Any

from certbind import bootstrap
from certbind.requests import parse_harden
from certbind.runtime import Answer, Call, run


def handler(event: bytes, context: object) -> dict[str, Any]:
    """A request as in events/harden-*.json; the answer says what was or would be done."""
    return run("harden", event, context, _work, answers_person=True)


def _work(call: Call) -> Answer:
    request = parse_harden(call.payload, call.request_id)
    return bootstrap.harden(call.environment, call.seconds_left())(request)
