"""Waiting for what others do in their own time: as long as it takes, but not for ever."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds; a busy machine must not come near it."""


def until(holds: Callable[[], object]) -> None:
    """Return as soon as it holds; fail the test when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def has_ended(pid: int, *, within_seconds: float = PATIENCE) -> bool:
    """A signal is sent at once but taken when its process next runs, so its end is waited for.

    A process descriptor becomes readable when the process exits, reaped or not (pidfd_open(2)).
    """
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within_seconds)[0])
    finally:
        os.close(descriptor)
