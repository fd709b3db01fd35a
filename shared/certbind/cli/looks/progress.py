"""How far a sweep has come, on a terminal that somebody looks at; nothing elsewhere."""

from __future__ import annotations

import sys
import time

from certbind.domain.words import Language
from certbind.domain.words.labels import label

_WIDTH = 30
_SECONDS = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """One line on stderr, drawn ten times a second at most."""

    def __init__(self, hosts: int, language: Language) -> None:
        self._hosts = hosts
        self._language = language
        self._done = 0
        self._wrong = 0
        self._drawn = 0.0
        self._is_watched = sys.stderr.isatty()

    def step(self, *, is_well: bool) -> None:
        """One more has come to its end."""
        self._done += 1
        self._wrong += not is_well
        if not self._is_watched:
            return
        now = time.monotonic()
        if now - self._drawn >= _SECONDS or self._done == self._hosts:
            self._drawn = now
            sys.stderr.write(f"{_CLEAR}{self._line()}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the line to what is told next."""
        if self._is_watched and self._drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def _line(self) -> str:
        full = _WIDTH * self._done // max(self._hosts, 1)
        told = label(
            "sweep.progress",
            self._language,
            done=self._done,
            hosts=self._hosts,
            wrong=self._wrong,
        )
        return f"[{'#' * full}{'.' * (_WIDTH - full)}] {told}"
