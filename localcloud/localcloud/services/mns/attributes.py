"""What a queue and a topic can be told, in which ranges (SMQ's API pages)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.reading import whole
from localcloud.services.mns.errors import invalid_argument

MAX_BODY = 65536
MAX_DELAY = 604_800
MAX_VISIBILITY = 43_200
MAX_WAIT = 30
MAX_BATCH = 16
DEFAULT_PRIORITY, MAX_PRIORITY = 8, 16
MAX_TAG = 16
_NAME_LIMIT = 120
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")

QUEUE_RANGES: Mapping[str, tuple[int, int, int]] = {
    "VisibilityTimeout": (1, MAX_VISIBILITY, 30),
    "MessageRetentionPeriod": (60, 604_800, 345_600),
    "DelaySeconds": (0, MAX_DELAY, 0),
    "MaximumMessageSize": (1024, MAX_BODY, MAX_BODY),
    "PollingWaitSeconds": (0, MAX_WAIT, 0),
}
"""Attribute: least, most, default; seconds, or octets for the size."""
TOPIC_RANGES: Mapping[str, tuple[int, int, int]] = {
    "MaximumMessageSize": (1024, MAX_BODY, MAX_BODY),
}
TOPIC_RETENTION = 86_400
_LOGGING = "LoggingEnabled"


def defaults(ranges: Mapping[str, tuple[int, int, int]]) -> dict[str, Any]:
    """The attributes of a new queue or topic."""
    return {**{name: default for name, (_, _, default) in ranges.items()}, _LOGGING: False}


def checked(
    fields: Mapping[str, str], ranges: Mapping[str, tuple[int, int, int]]
) -> dict[str, Any]:
    """The attributes among a request's fields, in their types; unknown fields are ignored.

    ServiceError InvalidArgument for a value out of range or of another type.
    """
    found: dict[str, Any] = {
        name: whole_number(fields[name], name, least, most)
        for name, (least, most, _) in ranges.items()
        if name in fields
    }
    if _LOGGING in fields:
        found[_LOGGING] = fields[_LOGGING].strip().lower() == "true"
    return found


def whole_number(text: str, name: str, least: int, most: int) -> int:
    """A number in a range; ServiceError InvalidArgument names the range."""
    value = whole(text.removeprefix("-"))
    if value is None:
        raise invalid_argument(f"The value of {name} is not a number.")
    value = -value if text.startswith("-") else value
    if not least <= value <= most:
        raise invalid_argument(f"The value of {name} should between {least} and {most}.")
    return value


def check_name(name: str, kind: str) -> None:
    """Letters, digits and `-`, at most 120; `kind` is Queue, Topic or Subscription.

    ServiceError in the words of the kind (those of topics are UNCERTAIN).
    """
    if len(name) > _NAME_LIMIT:
        message = f"The length of {kind.lower()} name should not be larger than {_NAME_LIMIT}."
        raise ServiceError(400, f"{kind}NameLengthError", message)
    if not _NAME.fullmatch(name):
        code = "InvalidQueueName" if kind == "Queue" else f"{kind}NameInvalid"
        raise ServiceError(400, code, f"The {kind.lower()} name you provided is invalid.")
