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
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from certbind.config import Credentials

T = TypeVar("T")

LONGEST_IDLE = 30.0
"""Seconds. A service or a gateway on the way may let go of a connection after a minute, and tell
nobody: whoever writes to it then waits for his time-out.
"""

_MOST = 16


@dataclass(slots=True)
class KeptClient(Generic[T]):
    """client: an SDK's, which opens connections when it is called. let_go: closes those that are
    open; the next call opens others.
    """

    client: T
    let_go: Callable[[], None]
    used_at: float

    def use(self, *, afresh: bool = False) -> T:
        """For one call. afresh: over no connection that was used before."""
        now = time.monotonic()
        if afresh or now - self.used_at > LONGEST_IDLE:
            self.let_go()
        self.used_at = now
        return self.client


_Place = tuple[str, ...]
_CLIENTS: OrderedDict[_Place, tuple[Credentials, KeptClient[Any]]] = OrderedDict()
_LOCK = threading.Lock()


def kept_client(
    place: _Place,
    credentials: Credentials,
    make: Callable[[], T],
    let_go: Callable[[T], None],
) -> KeptClient[T]:
    """The one of this place (which SDK, at which endpoint, how it goes there), made where there is
    none with these very credentials.
    """
    with _LOCK:
        known = _CLIENTS.get(place)
        if known is not None and known[0] == credentials:
            _CLIENTS.move_to_end(place)
            return known[1]
        client = make()
        made = KeptClient(client, lambda: let_go(client), time.monotonic())
        _CLIENTS[place] = credentials, made
        _CLIENTS.move_to_end(place)
        dropped = [known] if known is not None else []
        if len(_CLIENTS) > _MOST:
            dropped.append(_CLIENTS.popitem(last=False)[1])
    for _, one in dropped:
        one.let_go()
    return made
