"""What CAS itself is about to bind, read once a sweep or event, however many domains ask.

A job that is under way is asked for anew sooner than whether there is one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from certbind.domain.model.job import Job
from certbind.domain.situation.reading import Known, Unread
from certbind.errors import CertbindError, CloudError
from certbind.ports.clock import Clock
from certbind.ports.deployments import Deployments

_NONE_FOR = timedelta(minutes=5)
_OTHERWISE_FOR = timedelta(seconds=30)

JobsRead = Known[tuple[Job, ...]] | Unread


class JobsKept:
    """It lives as long as the instance."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[datetime, JobsRead] | None = None

    def read(self, deployments: Deployments | None, clock: Clock) -> JobsRead:
        """As it was lately, or is now. deployments: None where nothing is to be waited for."""
        if deployments is None:
            return Known(())
        with self._lock:
            now = clock.now()
            if self._kept is not None and timedelta() <= now - self._kept[0] < _lasts(
                self._kept[1]
            ):
                return self._kept[1]
            self._kept = now, _read(deployments)
            return self._kept[1]


def _lasts(read: JobsRead) -> timedelta:
    return _NONE_FOR if isinstance(read, Known) and not read.value else _OTHERWISE_FOR


def _read(deployments: Deployments) -> JobsRead:
    try:
        return Known(deployments.under_way())
    except CloudError as error:
        return Unread(error.code, str(error), error.retryable)
    except CertbindError as error:
        return Unread(error.code, str(error))
