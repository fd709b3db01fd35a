"""What one ListCname told of a bucket's other domains, for a moment.

A bucket takes a hundred domains, and each step of an event would list them all. So an instance
keeps the rows for two seconds, and tells each of them once: whoever asks again, asks OSS. A write
is guarded by PreviousCertId whatever a row said; what has no certificate is read anew before it.
A step reads what contradicts the ledger anew too: another instance may have written meanwhile.
"""

from __future__ import annotations

import time
from threading import Lock

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget

KEPT_SECONDS = 2.0
_MOST_BUCKETS = 64

_Place = tuple[str, ...]


class Rows:
    """By bucket; of this instance."""

    def __init__(self) -> None:
        self._rows: dict[_Place, tuple[float, dict[Domain, BoundTarget]]] = {}
        self._lock = Lock()

    def take(self, place: _Place, domain: Domain) -> BoundTarget | None:
        """None where OSS is to be asked."""
        with self._lock:
            at, rows = self._rows.get(place, (0.0, {}))
            found = rows.pop(domain, None)
            return found if time.monotonic() - at < KEPT_SECONDS else None

    def told(self, place: _Place, rows: dict[Domain, BoundTarget]) -> None:
        """By a listing of this moment."""
        with self._lock:
            if len(self._rows) >= _MOST_BUCKETS:
                self._rows.clear()
            self._rows[place] = time.monotonic(), rows

    def forget(self) -> None:
        """As a new instance begins."""
        with self._lock:
            self._rows.clear()


ROWS = Rows()
