"""What a handler returned or raised, as the caller of the function gets it.

Form of the error: Function Compute, "Error handling" of the Python pages.
"""

from __future__ import annotations

import json
import sys
import traceback
from datetime import date
from decimal import Decimal
from typing import Any

from localcloud.runner.harness.loading import LoadError


def encode_result(value: Any) -> bytes:
    """Text and bytes unchanged, anything else as JSON; TypeError when it is none."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, indent=4, sort_keys=True, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "to_json"):
        return value.to_json()
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def load_error_json(error: LoadError) -> bytes:
    """A handler that could not be loaded: the trace is a flat list of lines."""
    return _error(error.message, error.kind, error.trace)


def user_error_json() -> bytes:
    """The exception being handled, without the runtime's own frame."""
    kind, error, trace = sys.exc_info()
    frames = [
        [f'File "{frame.filename}"', f"line {frame.lineno}", f"in {frame.name}", frame.line]
        for frame in traceback.extract_tb(trace)[1:]
    ]
    return _error(str(error), kind.__name__ if kind else "Exception", frames)


def _error(message: str, kind: str, trace: list[Any]) -> bytes:
    document = {"errorMessage": message, "errorType": kind, "stackTrace": trace}
    return json.dumps(document, sort_keys=True).encode()
