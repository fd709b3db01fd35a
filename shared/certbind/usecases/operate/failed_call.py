"""A destination record: what Function Compute tells of an asynchronous call that it gave up.

Function Compute, "Result callback for asynchronous invocations"; the inner fields are documented
in part only, so everything in it may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from certbind.values import dataclass

_LONGEST = 500
_NAME = re.compile(r"[A-Za-z_][\w.:-]{0,127}")


@dataclass(frozen=True, slots=True)
class FailedCall:
    """condition: the platform's word for the end. kind, message: of the exception, where known.

    is_timer_tick: what the function was called with was a timer's.
    """

    function: str
    condition: str
    attempts: int
    kind: str
    message: str
    is_timer_tick: bool

    def to_json(self) -> dict[str, Any]:
        """For `--json` and records."""
        return {
            "function": self.function,
            "condition": self.condition,
            "attempts": self.attempts,
            "kind": self.kind,
            "message": self.message,
        }

    def __str__(self) -> str:
        """One clause."""
        told = ": ".join(filter(None, (self.kind, self.message)))
        tries = f" after {self.attempts} calls" if self.attempts else ""
        return f"{self.function or 'a function'} gave up{tries}: {told or self.condition}"


def read_failed_call(body: bytes) -> FailedCall | None:
    """None for anything that is no destination record."""
    record = _object(body)
    context = record.get("requestContext")
    if not isinstance(context, Mapping) or "requestPayload" not in record:
        return None
    told = _object(record.get("responsePayload"))
    called_with = _object(record.get("requestPayload"))
    attempts = context.get("approximateInvokeCount")
    return FailedCall(
        function=_plain(_text(context, "functionArn").rpartition("/")[2]),
        condition=_plain(_text(context, "condition")),
        attempts=attempts if isinstance(attempts, int) else 0,
        kind=_plain(_text(told, "errorType")),
        message=_text(told, "errorMessage"),
        is_timer_tick={"triggerName", "triggerTime"} <= called_with.keys(),
    )


def _object(text: object) -> Mapping[str, Any]:
    """{} for what is none."""
    try:
        value = json.loads(text) if isinstance(text, str | bytes) else text
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, Mapping) else {}


def _text(owner: Mapping[str, Any], name: str) -> str:
    value = owner.get(name, "")
    return value[:_LONGEST] if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """A name, or "" for anything that is none."""
    return text if _NAME.fullmatch(text) else ""
