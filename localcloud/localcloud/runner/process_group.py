"""The processes of one instance: the function's own, and all that it started and left behind.

On the platform a container ends with everything in it. Here a process group does: it is killed
before its leader is reaped, because from then on its number may be somebody else's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import IO

_LOOK_SECONDS = 0.005


class ProcessGroup:
    """`process` leads a session of its own. Nobody else may poll it or wait for it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._reaping = threading.Lock()

    @property
    def output(self) -> IO[bytes]:
        """What the processes print."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        return self._process.stdout

    @property
    def is_alive(self) -> bool:
        """Whether the leader runs."""
        with self._reaping:
            return self._process.returncode is None and not self._has_exited()

    def terminate(self) -> None:
        """Ask the leader to end."""
        self._signal(os.kill, signal.SIGTERM)

    def kill(self) -> None:
        """End all of it at once, as a crash does; from any thread."""
        self._signal(os.killpg, signal.SIGKILL)

    def await_exit(self, seconds: float) -> None:
        """Give the leader this long to end by itself."""
        deadline = time.monotonic() + seconds
        while self.is_alive and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def end(self) -> None:
        """Kill what is left, and reap the leader. Again: nothing."""
        self.kill()
        with self._reaping:
            self._process.wait()

    def _has_exited(self) -> bool:
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, options) is not None

    def _signal(self, send: Callable[[int, int], None], number: signal.Signals) -> None:
        with self._reaping, contextlib.suppress(ProcessLookupError, PermissionError):
            if self._process.returncode is None:
                send(self._process.pid, number)
