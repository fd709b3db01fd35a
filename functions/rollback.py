"""Started by a person: puts back what stood before, after a dry run that shows it."""

from __future__ import annotations

from typing import Any

from certbind import bootstrap
from certbind.requests import parse_rollback
from certbind.runtime import Answer, Call, run


def handler(event: bytes, context: object) -> dict[str, Any]:
    """A request as in events/rollback-*.json; the answer says what was or would be done."""
    return run("rollback", event, context, _work, answers_person=True)


def _work(call: Call) -> Answer:
    request = parse_rollback(call.payload, call.request_id)
    return bootstrap.rollback(call.environment, call.seconds_left())(request)
