"""A port that nobody listens on, and that nobody can take meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def closed_port() -> Iterator[int]:
    """At every address of this machine: it is bound, and a bound port alone refuses."""
    with socket.socket() as held:
        held.bind(("", 0))
        yield int(held.getsockname()[1])
