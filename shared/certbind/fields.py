"""Reading single values out of JSON that somebody sent.

An error names the field, the type and the size of what stands there, never the value: what was
sent here by mistake may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from certbind.errors import EventError
from certbind.redaction import repeatable

LONGEST_TEXT = 256
"""Characters of any text in an event; a queue message holds 64 KB in all."""

_HIGHEST_COUNT = 10**9
_RFC_3339 = re.compile(
    r"(?P<whole>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"
    r"(?:\.(?P<fraction>\d{1,6})\d{0,3})?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)


def describe(value: object) -> str:
    """A JSON value by its type and size: `a text of 12 characters`, `a list of 3`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"a text of {len(value)} characters"
    if isinstance(value, Mapping):
        return f"an object of {len(value)} fields"
    return f"a list of {len(value)}" if isinstance(value, list) else "a number"


def read_text(data: Mapping[str, Any], field: str, default: str | None = None) -> str:
    """A short printable text; EventError for anything else, and for none without a default."""
    value = data.get(field, default)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        raise EventError(
            f"{field} is {describe(value)}; printable text of at most {LONGEST_TEXT} is expected."
        )
    return value


def read_name(data: Mapping[str, Any], field: str, default: str | None = None) -> str:
    """As read_text, for what is repeated in records and answers: a narrow alphabet and no secret's
    shape; a text of another form stands there by its digest.
    """
    text = read_text(data, field, default)
    return repeatable(text) if text else ""


def read_count(data: Mapping[str, Any], field: str, default: int, *, lowest: int = 0) -> int:
    """A whole number from `lowest` to a thousand million; EventError for anything else."""
    value = data.get(field, default)
    if type(value) is not int or not lowest <= value <= _HIGHEST_COUNT:
        raise EventError(f"{field} is {describe(value)}; a count from {lowest} is expected.")
    return value


def parse_time(text: str) -> datetime:
    """An RFC 3339 time with its zone as aware UTC; ValueError for anything else.

    What datetime.fromisoformat takes differs between Python 3.10 and 3.11; this does not.
    """
    match = _RFC_3339.fullmatch(text)
    fault = "no RFC 3339 time with a zone, such as 2026-11-20T07:00:00Z"
    if match is None:
        raise ValueError(fault)
    zone = match["zone"].replace("Z", "+00:00")
    fraction = (match["fraction"] or "").ljust(6, "0")
    try:
        moment = datetime.fromisoformat(f"{match['whole']}.{fraction}{zone}")
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise ValueError(fault) from None
