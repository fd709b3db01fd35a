"""How often, and after which pauses, EventBridge pushes once more.

Source: EventBridge, "Retry policies and dead-letter queues".
"""

from __future__ import annotations

import random
from datetime import timedelta

BACKOFF = "BACKOFF_RETRY"
_BACKOFF_RETRIES = 3
_DECAY_RETRIES = 176
_DECAY_DOUBLINGS = 9


def retries(strategy: str) -> int:
    """Three, or 176 over a day."""
    return _BACKOFF_RETRIES if strategy == BACKOFF else _DECAY_RETRIES


def pause_before(strategy: str, attempt: int, chance: random.Random) -> timedelta:
    """10 to 20 seconds by chance, or doubled from one second up to 512. `attempt` 0: none."""
    if not attempt:
        return timedelta()
    if strategy == BACKOFF:
        return timedelta(seconds=chance.uniform(10, 20))
    return timedelta(seconds=2 ** min(attempt - 1, _DECAY_DOUBLINGS))
