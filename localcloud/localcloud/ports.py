"""Which port each endpoint has: chosen at the first start and kept, so that `env` stays good."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from localcloud.endpoints import write_private

Bound = TypeVar("Bound")


class PortTakenError(Exception):
    """A port that was kept, or asked for, is used by another program."""


class Ports:
    """`base`: the first endpoint gets this port, the next one the following, and so on.

    A kept port that is taken is an error, not a new port: whoever read `env` would talk to a
    stranger.
    """

    def __init__(self, path: Path | None, base: int | None = None) -> None:
        self._path = path
        self._next = base
        self._kept: dict[str, int] = {}
        if path is not None and path.exists():
            self._kept = json.loads(path.read_text("utf-8"))

    def bind(
        self, name: str, make: Callable[[int], Bound], port_of: Callable[[Bound], int]
    ) -> Bound:
        """Make an endpoint on its port. PortTakenError names the port and the way out."""
        wanted = self._kept.get(name, self._take_next())
        try:
            bound = make(wanted)
        except OSError as error:
            where = f", kept in {self._path}" if name in self._kept else ""
            raise PortTakenError(
                f"port {wanted} ({name}{where}) cannot be used: {error.strerror or error}. Stop"
                " the program that has it, or remove the file for new ports."
            ) from error
        self._kept[name] = port_of(bound)
        return bound

    def save(self) -> None:
        """Keep what was bound."""
        if self._path is not None:
            write_private(self._path, json.dumps(self._kept, indent=2) + "\n")

    def _take_next(self) -> int:
        if self._next is None:
            return 0
        port, self._next = self._next, self._next + 1
        return port
