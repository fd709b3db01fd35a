"""Locks of the local cloud are taken in one order, whoever asks.

Two threads that take two locks in two orders wait for each other for ever, on the day when they
meet: the rehearsal's third year stood still on its 140th day. No test waits for that day; what
is held when a lock is taken is seen at once, by one thread alone.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from localcloud import __file__ as package

_HERE = str(Path(package).parent)

OUTERMOST_FIRST = (
    "services/cas/applying/settling",
    "services/cas/deploying/running",
    "services/oss/account",
    "services/accelerated/model",
    "services/esa/model",
    "services/balancing/model",
    "services/cas/store",
    "services/alidns/model",
    "edges/edges",
    "edges/propagation",
    "edges/listener",
    "dns/records",
    "rules",
    "store",
)
"""The modules whose locks are held while others are taken. A lock of any other one is the
innermost: none of these is taken under it.
"""

_INNERMOST = len(OUTERMOST_FIRST)
_RANKS = {name: rank for rank, name in enumerate(OUTERMOST_FIRST)}
_UNORDERED = ("clock", "runner/", "services/mns/", "services/ram/", "dns/subnets")
"""Whoever waits for the world's time, or for a function, holds no lock of a service; what these
hold while they write into the store is their own.
"""


class LockOrder:
    """What was taken against the order since the last look."""

    def __init__(self) -> None:
        self._held = threading.local()
        self._wrong: list[str] = []

    def taken(self, lock: _Watched) -> None:
        """One more is held by this thread."""
        held: list[_Watched] = self._held.__dict__.setdefault("locks", [])
        if lock not in held:
            self._wrong += [
                f"{lock.module}'s lock was taken while {outer.module}'s was held"
                for outer in held
                if not _is_in_order(outer, lock)
            ]
        held.append(lock)

    def left(self, lock: _Watched) -> None:
        """One less."""
        held: list[_Watched] = self._held.__dict__.setdefault("locks", [])
        if lock in held:
            held.remove(lock)

    def against_it(self) -> list[str]:
        """And forget it."""
        found, self._wrong = self._wrong, []
        return found


def _is_in_order(outer: _Watched, inner: _Watched) -> bool:
    if outer.module.startswith(_UNORDERED) and outer.module not in _RANKS:
        return inner.rank == _INNERMOST or inner.module == "store"
    return outer.rank < inner.rank or outer.rank == inner.rank == _INNERMOST


class _Watched:
    """A lock that tells when it is taken; of a condition it is the lock."""

    def __init__(self, lock: Any, module: str, order: LockOrder) -> None:
        self._lock = lock
        self._order = order
        self.module = module
        self.rank = _RANKS.get(module, _INNERMOST)

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        is_taken: bool = self._lock.acquire(blocking, timeout)
        if is_taken:
            self._order.taken(self)
        return is_taken

    def release(self) -> None:
        self._order.left(self)
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lock, name)


def watch_locks() -> LockOrder:
    """From now on, for this process: those that the local cloud makes."""
    order = LockOrder()
    for name in ("Lock", "RLock"):
        setattr(threading, name, _watching(getattr(threading, name), order))
    return order


def _watching(make: Callable[[], Any], order: LockOrder) -> Callable[[], Any]:
    def made() -> Any:
        module = _module_of(sys._getframe(1).f_code.co_filename)
        return make() if module is None else made_by(module, make, order)

    return made


@cache
def _module_of(file: str) -> str | None:
    """None where it is none of the local cloud's. Asked for each lock of the process."""
    place = Path(file)
    return str(place.relative_to(_HERE).with_suffix("")) if place.is_relative_to(_HERE) else None


def made_by(module: str, make: Callable[[], Any], order: LockOrder) -> Any:
    """A lock as the module makes it, watched."""
    return _Watched(make(), module, order)
