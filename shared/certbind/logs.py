"""Log lines: one JSON object each, without secrets, short enough for a record of the log service.

The platform's handler and its line prefix (time, request id, level) stay: Log Service splits
records on them. A filter on that handler turns whatever is logged, by us or by an SDK, into JSON.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from certbind.errors import CertbindError
from certbind.redaction import redacted

LONGEST_LINE = 30_000
"""Characters, all ASCII; Log Service cuts a record at 32 KB and the platform's prefix is in it."""

_QUIET = ("aliyunsdkcore", "oss2", "mns", "urllib3")
"""At DEBUG and INFO these print headers with signatures and tokens, and receipt handles; adapters
may have silenced them further."""


def install(always: Mapping[str, str]) -> None:
    """Put the filter on every handler of the root logger; `always` stands in each line.

    Called at the start of every invocation, so that lines carry the request at hand. Where the
    platform set up no handler, one is made that writes to stderr.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for handler in logging.getLogger().handlers:
        for old in [f for f in handler.filters if type(f).__name__ == JsonLines.__name__]:
            handler.removeFilter(old)
        handler.addFilter(JsonLines(always))
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


class JsonLines(logging.Filter):
    """Turns a record into one JSON line, in place; a record that was turned is left as it is.

    A record's `fields` (`extra={"fields": {...}}`) are added. Of an exception the type and the
    places in the code are kept; its message, which may hold anything, only for our own errors.
    """

    def __init__(self, always: Mapping[str, str]) -> None:
        super().__init__()
        self._always = dict(always)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: nothing is left out."""
        if not getattr(record, "is_json_line", False):
            record.msg = _line(record, self._always)
            record.args = None
            record.exc_info = record.exc_text = record.stack_info = None
            record.is_json_line = True
        return True


def _line(record: logging.LogRecord, always: Mapping[str, str]) -> str:
    moment = datetime.fromtimestamp(record.created, timezone.utc)
    fields: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "message": _message(record),
        "logger": record.name,
        **always,
        **getattr(record, "fields", {}),
    }
    if record.exc_info and record.exc_info[1] is not None:
        fields.update(describe_exception(record.exc_info[1]))
    return _fit({name: redacted(value, name) for name, value in fields.items()})


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - a log call of an SDK must not end the work
        return f"a message that cannot be formatted ({type(error).__name__})"


def describe_exception(error: BaseException) -> dict[str, Any]:
    """The type, the places in the code from the outermost on, and what an error of ours says."""
    frames = traceback.extract_tb(error.__traceback__)[-20:]
    shown: dict[str, Any] = {
        "exception": type(error).__name__,
        "traceback": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames],
    }
    if isinstance(error, CertbindError):
        shown.update(error.to_json())
        shown["message"] = str(error)
        if "request_id" in shown:  # the line's own request_id is the invocation's
            shown["api_request_id"] = shown.pop("request_id")
    return shown


def fault_of(error: Exception) -> CertbindError:
    """A fault of ours by its kind and place; its own words may hold anything."""
    place = describe_exception(error)["traceback"][-1]
    return CertbindError(f"{type(error).__name__} at {place}.")


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def _fit(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields)
    if len(text) <= LONGEST_LINE:
        return text
    room = LONGEST_LINE // (6 * (len(fields) + 4))  # a character is at most six: \uXXXX
    cut = {name: _cut(value, room) for name, value in fields.items()}
    return json.dumps({**cut, "is_cut": True})


def _cut(value: Any, room: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return (value if isinstance(value, str) else json.dumps(value))[:room]
