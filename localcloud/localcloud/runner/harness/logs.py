"""The function's log lines: time in UTC, request id, level, message.

Form: Function Compute, "Logging" of the Python pages.
"""

from __future__ import annotations

import logging
import sys
import time

LOGGER = logging.getLogger()
_MAX_LINE = 128 * 1024


class _Formatter(logging.Formatter):
    """`2017-07-05T05:13:35.920Z <request id> [INFO] hello world`, cut at 128 KiB."""

    request_id = ""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        line = f"{moment}.{int(record.msecs):03d}Z {self.request_id} [{record.levelname}] {text}"
        return line[:_MAX_LINE]


def install_logging() -> None:
    """One handler on the root logger at INFO, so that `basicConfig` in user code does nothing."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Formatter())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    logging.Formatter.converter = time.gmtime


def set_request_id(request_id: str) -> None:
    """The id that the next lines carry (one request at a time in an instance)."""
    _Formatter.request_id = request_id
