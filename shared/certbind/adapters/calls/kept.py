"""Clients of the cloud, one an instance for each endpoint and credential.

A fresh connection over HTTPS costs more than all calls of a message, and most of that is loading
roots. Credentials end under a running instance, and connections go stale while it is frozen: so a
client is dropped when its credentials are replaced, and its connections when they lay idle.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from certbind.config import Credentials

T = TypeVar("T")

LONGEST_IDLE = 30.0
"""Seconds. A service or a gateway on the way may let go of a connection after a minute, and tell
nobody: whoever writes to it then waits for his time-out.
"""

_MOST = 20


class KeptClient(Generic[T]):
    """An SDK's client, made for its first call: a function that is only wired opens nothing and
    loads no roots.
    """

    def __init__(self, make: Callable[[], T], close: Callable[[T], None]) -> None:
        """close: of the connections that are open; the client's next call opens others."""
        self._make = make
        self._close = close
        self._client: T | None = None
        self._used_at = 0.0
        self._lock = threading.Lock()

    def use(self, *, afresh: bool = False) -> T:
        """For one call. afresh: over no connection that was used before."""
        now = time.monotonic()
        with self._lock:
            if self._client is None:
                self._client = self._make()
            elif afresh or now - self._used_at > LONGEST_IDLE:
                self._close(self._client)
            self._used_at = now
            return self._client

    def let_go(self) -> None:
        """Nobody uses it any more."""
        with self._lock:
            if self._client is not None:
                self._close(self._client)


_Place = tuple[str, ...]
_CLIENTS: OrderedDict[_Place, tuple[Credentials, KeptClient[Any]]] = OrderedDict()
_LOCK = threading.Lock()


def kept_client(
    place: _Place,
    credentials: Credentials,
    make: Callable[[], T],
    close: Callable[[T], None],
) -> KeptClient[T]:
    """The one of this place (which SDK, at which endpoint, how it goes there), made where there is
    none with these very credentials.
    """
    with _LOCK:
        known = _CLIENTS.get(place)
        if known is not None and known[0] == credentials:
            _CLIENTS.move_to_end(place)
            return known[1]
        made = KeptClient(make, close)
        _CLIENTS[place] = credentials, made
        _CLIENTS.move_to_end(place)
        dropped = [known] if known is not None else []
        if len(_CLIENTS) > _MOST:
            dropped.append(_CLIENTS.popitem(last=False)[1])
    for _, one in dropped:
        one.let_go()
    return made
