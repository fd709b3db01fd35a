"""How often an account may call an action: token buckets, one for each action.

The published numbers are calls a second (the products' API pages). That a bucket holds one
second's worth is inferred; whether the products count so is not published.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime

from localcloud.clock import Clock


class Rates:
    """Buckets on the world's clock, so that moving it fills them. Actions without a published
    number are not limited.
    """

    def __init__(self, per_second: Mapping[str, int], clock: Clock) -> None:
        self._per_second = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def take(self, action: str) -> bool:
        """Take a token; False when the bucket is empty: the call is one too many."""
        rate = self._per_second.get(action)
        if rate is None:
            return True
        now = self._clock.now()
        with self._lock:
            tokens, at = self._buckets.get(action, (float(rate), now))
            tokens = min(float(rate), tokens + (now - at).total_seconds() * rate)
            allowed = tokens >= 1
            self._buckets[action] = (tokens - 1 if allowed else tokens, now)
        return allowed
