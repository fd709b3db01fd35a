"""Asynchronous jobs: nothing runs in the background. Whoever asks any service, or visits a domain,
finds them as far as the clock says.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from localcloud.store import Store

PROCESSING, SUCCEEDED, FAILED = "Processing", "Succeeded", "Failed"
SECONDS = 2.0
"""As long as a change of a listener takes here; the real ones take five to ten."""


class Change(Enum):
    """What a job does to a listener."""

    ASSOCIATE = "associate"
    DISSOCIATE = "dissociate"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Job:
    """action: that of the API which began it; certificates: by their ids. error: code and
    message, of one that failed.
    """

    id: str
    region: str
    listener: str
    action: str
    change: Change
    certificates: tuple[str, ...]
    began: datetime
    modified: datetime
    status: str = PROCESSING
    error: tuple[str, str] = ("", "")

    def ended(self, at: datetime, error: tuple[str, str] = ("", "")) -> Job:
        """Well without an error."""
        status = FAILED if error[0] else SUCCEEDED
        return replace(self, status=status, modified=at, error=error)

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        times = {name: getattr(self, name).isoformat() for name in ("began", "modified")}
        return {**asdict(self), **times, "change": self.change.value}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Job:
        """The reverse."""
        times = {name: datetime.fromisoformat(record[name]) for name in ("began", "modified")}
        rest = {
            "change": Change(record["change"]),
            "certificates": tuple(record["certificates"]),
            "error": tuple(record["error"]),
        }
        return cls(**{**record, **times, **rest})


class Jobs:
    """All jobs of a product, and how they go: `seconds` in the world's time; `endless`: none ends;
    `fails`: so many of those that end next end badly.
    """

    def __init__(self, store: Store, product: str) -> None:
        self._settings = store.table(f"{product}.settings")
        self._kept = store.table(f"{product}.jobs")
        self._jobs = {key: Job.from_json(record) for key, record in self._kept.items()}
        self._under_way = {key for key, job in self._jobs.items() if job.status == PROCESSING}

    @property
    def seconds(self) -> float:
        """How long each takes."""
        return float(self._manner["seconds"])

    @property
    def endless(self) -> bool:
        """Whether none ends."""
        return bool(self._manner["endless"])

    @property
    def fails(self) -> int:
        """How many of those that end next end badly."""
        return int(self._manner["fails"])

    def set_manner(self, **changes: float | bool) -> None:
        """seconds, endless, fails."""
        self._settings["manner"] = {**self._manner, **changes}

    def under_way(self) -> tuple[Job, ...]:
        """In the order in which they began."""
        found = [self._jobs[key] for key in tuple(self._under_way)]
        return tuple(sorted(found, key=lambda job: (job.began, job.id)))

    def all(self, region: str = "") -> tuple[Job, ...]:
        """Newest first."""
        found = [job for job in tuple(self._jobs.values()) if region in ("", job.region)]
        return tuple(sorted(found, key=lambda job: (job.began, job.id), reverse=True))

    def find(self, number: str) -> Job | None:
        """By its id."""
        return self._jobs.get(number)

    def keep(self, job: Job) -> Job:
        """In the place of its former self."""
        self._kept[job.id] = job.to_json()
        self._jobs[job.id] = job
        (self._under_way.add if job.status == PROCESSING else self._under_way.discard)(job.id)
        return job

    @property
    def _manner(self) -> dict[str, Any]:
        usual = {"seconds": SECONDS, "endless": False, "fails": 0}
        return {**usual, **self._settings.get("manner", {})}
