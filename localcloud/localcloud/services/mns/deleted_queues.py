"""Names of queues that were deleted a moment ago: they are not free yet.

The error table has QueueDeletedRecently; how long is not published: here
ten seconds of the world's time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.services.mns.errors import queue_deleted_recently
from localcloud.store import Store
from localcloud.switches import Switches

RECENTLY = timedelta(seconds=10)


class DeletedQueues:
    """Of one region."""

    def __init__(self, clock: Clock, store: Store, region: str, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._deleted = store.table(f"mns/{region}/deleted")

    def note(self, name: str) -> None:
        """It is deleted now."""
        self._deleted[name] = {"at": self._clock.now().isoformat()}

    def require_free(self, name: str) -> None:
        """ServiceError QueueDeletedRecently."""
        record = self._deleted.get(name)
        if record is None or self._switches["mns.deleted_recently"] == "accept":
            return
        if self._clock.now() < datetime.fromisoformat(record["at"]) + RECENTLY:
            raise queue_deleted_recently()
        del self._deleted[name]
