"""Reads what a function instance prints: into its log file and to the invocation it is part of."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import IO

_MAX_LINES = 5_000
"""Lines kept for one invocation; the file has all."""


class FunctionLog:
    """One pipe of an instance, read by a thread until it closes."""

    def __init__(self, pipe: IO[bytes], path: Path) -> None:
        self._pipe = pipe
        self._path = path
        self._lines: list[str] = []
        self._marker = ""
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._read, name=f"log-{path.stem}", daemon=True)
        self._thread.start()

    def begin(self, marker: str) -> None:
        """A request starts; it is over when a line holds `marker`."""
        with self._changed:
            self._marker = marker

    def collect(self, timeout: float) -> tuple[str, ...]:
        """The lines since the last `collect`, once the marker came or the pipe closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._marker, timeout)
            lines, self._lines = tuple(self._lines), []
            return lines

    def join(self, timeout: float) -> None:
        """Wait for the reader to end after the process did."""
        self._thread.join(timeout)

    def _read(self) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            for raw in self._pipe:
                line = raw.decode("utf-8", "replace").rstrip("\n")
                file.write(line + "\n")
                file.flush()
                self._keep(line)
        self._pipe.close()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _keep(self, line: str) -> None:
        with self._changed:
            if len(self._lines) < _MAX_LINES:
                self._lines.append(line)
            if self._marker and self._marker in line:
                self._marker = ""
                self._changed.notify_all()
