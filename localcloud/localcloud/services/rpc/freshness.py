"""Replays: a request's time must be near, and its nonce new."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

from localcloud.clock import Clock
from localcloud.services.rpc.errors import nonce_used, time_expired, time_malformed

SKEW = timedelta(minutes=15)
_FORM = "%Y-%m-%dT%H:%M:%SZ"


class Freshness:
    """Times and nonces of one endpoint.

    Clients sign with this machine's time or, when they follow the world's clock, with that:
    either will do, so that moving the clock does not lock everybody out.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], datetime] = {}
        self._swept = clock.machine_now()

    def check_time(self, text: str) -> None:
        """ServiceError InvalidTimeStamp.Format or InvalidTimeStamp.Expired."""
        try:
            at = datetime.strptime(text, _FORM).replace(tzinfo=timezone.utc)
        except ValueError:
            raise time_malformed() from None
        skews = (abs(at - self._clock.machine_now()), abs(at - self._clock.now()))
        if min(skews) > SKEW:
            raise time_expired()

    def use_nonce(self, key_id: str, nonce: str) -> None:
        """ServiceError SignatureNonceUsed for the second use with one key.

        A nonce is remembered for as long as a request that carries it could still be timely:
        it may be dated 15 minutes ahead, and is good for 15 minutes after that.
        """
        now = self._clock.machine_now()
        with self._lock:
            if (key_id, nonce) in self._seen:
                raise nonce_used()
            self._seen[key_id, nonce] = now
            if now - self._swept > SKEW:
                self._seen = {k: at for k, at in self._seen.items() if now - at <= 2 * SKEW}
                self._swept = now
