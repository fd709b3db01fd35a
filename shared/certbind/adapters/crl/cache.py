"""CRLs that came, kept until the CA promised the next one; bounded in number and bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from certbind.domain.trust.observation import FetchedCrl
from certbind.values import dataclass

MOST = 64
MOST_BYTES = 32 * 1024 * 1024
_LONGEST = timedelta(hours=24)  # a CA publishes a revocation within a day (CA/B Forum, 4.9.7)
_AFTER_TROUBLE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Kept:
    crl: FetchedCrl
    since: datetime
    until: datetime


class CrlCache:
    """By URL. It lives as long as the program, so a function's instance has it over its calls."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._fetching: dict[str, threading.Lock] = {}

    def get(self, url: str, at: datetime) -> FetchedCrl | None:
        """None where there is none that counts at this moment."""
        with self._lock:
            kept = self._kept.get(url)
            if kept is None or not kept.since <= at < kept.until:
                return None
            self._kept.move_to_end(url)
            return kept.crl

    def keep(self, crl: FetchedCrl, at: datetime, until: datetime | None) -> None:
        """until: None for a problem, which is asked for again soon, and not at once:
        a CA that is down must not cost every look its time.
        """
        end = at + _AFTER_TROUBLE if until is None else min(until, at + _LONGEST)
        with self._lock:
            self._kept.pop(crl.url, None)
            self._kept[crl.url] = _Kept(crl, at, end)
            while len(self._kept) > self._most or self._size() > self._most_bytes:
                self._kept.popitem(last=False)

    def turn(self, url: str) -> threading.Lock:
        """Whoever holds it fetches this one; others wait, and find it kept."""
        with self._lock:
            if len(self._fetching) > 2 * self._most:
                self._fetching = {k: one for k, one in self._fetching.items() if one.locked()}
            return self._fetching.setdefault(url, threading.Lock())

    def _size(self) -> int:
        return sum(len(one.crl.der) for one in self._kept.values())
