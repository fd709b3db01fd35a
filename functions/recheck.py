"""Started by a timer: what is bound and served against what should be; work goes to the queue."""

from __future__ import annotations

from typing import Any

from certbind import bootstrap
from certbind.envelopes import is_if_due
from certbind.runtime import Answer, Call, Failures, run


def handler(event: bytes, context: object) -> dict[str, Any]:
    """A timer's tick, or nothing at all when a person starts it."""
    return run("recheck", event, context, _work, failures=_failures)


def _work(call: Call) -> Answer:
    may_wait = is_if_due(call.payload)
    sweep = bootstrap.recheck(call.environment, call.seconds_left())
    return sweep.if_due() if may_wait else sweep()


def _failures(call: Call) -> Failures:
    return bootstrap.timer_failures(call.environment, call.seconds_left(), "recheck")
