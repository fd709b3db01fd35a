"""Which port each endpoint has: chosen at the first start and kept, so that `env` stays good."""

from __future__ import annotations

import errno
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from localcloud.endpoints import write_private
from localcloud.store import DamagedStateError

Bound = TypeVar("Bound")

_LAST = 32_767
_OWN_RANGE = range(20_000, _LAST - 2_000)
"""Where the first port is chosen: below those that Linux gives to connections and to whoever asks
for any port (ip_local_port_range, 32768 and above unless it was changed)."""


class PortTakenError(Exception):
    """A port that was kept, or asked for, is used by another program."""


class Ports:
    """`base`: the first endpoint gets this port, the next one the following, and so on.

    A kept port that is taken is an error, not a new port: whoever read `env` would talk to a
    stranger. So where ports are kept and no base is given, they are of a range that the system
    gives to nobody by itself.
    """

    def __init__(self, path: Path | None, base: int | None = None) -> None:
        """DamagedStateError for a file that holds no ports."""
        self._path = path
        self._next = base
        self._may_pass_over = path is not None and base is None
        if self._may_pass_over:
            self._next = _OWN_RANGE[secrets.randbelow(len(_OWN_RANGE))]
        self._kept: dict[str, int] = {}
        if path is not None and path.exists():
            try:
                self._kept = json.loads(path.read_text("utf-8"))
            except ValueError as error:
                raise DamagedStateError(path, error) from None

    def bind(
        self, name: str, make: Callable[[int], Bound], port_of: Callable[[Bound], int]
    ) -> Bound:
        """Make an endpoint on its port. PortTakenError names the port and the way out."""
        while True:
            port = self._kept.get(name) or self._take_next()
            try:
                bound = make(port)
            except OSError as error:
                if not self._is_passed_over(name, error):
                    raise self._taken(name, port, error) from error
            else:
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

    def _is_passed_over(self, name: str, error: OSError) -> bool:
        """Whether nobody counts on this very port, and there is another one."""
        is_free_to_choose = self._may_pass_over and name not in self._kept
        is_left = self._next is not None and self._next <= _LAST
        return is_free_to_choose and is_left and error.errno == errno.EADDRINUSE

    def _taken(self, name: str, port: int, error: OSError) -> PortTakenError:
        where = f", kept in {self._path}" if name in self._kept else ""
        return PortTakenError(
            f"port {port} ({name}{where}) cannot be used: {error.strerror or error}. Stop"
            " the program that has it, or remove the file for new ports."
        )
