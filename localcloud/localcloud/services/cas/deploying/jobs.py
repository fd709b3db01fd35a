"""Deployment jobs: made, started, carried out worker by worker."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.store import Store

FINAL = ("success", "error")
UNDER_WAY = ("pending", "scheduling", "processing")
KINDS = ("user", "cloud", "trustee")
_FIRST_JOB, _FIRST_WORKER = 88_001, 610_001


@dataclass(frozen=True, slots=True)
class Worker:
    """One certificate for one resource. before: the number of what was bound there, 0 for none or
    for what is none of CAS's. listener, port, is_default: of a load balancer's alone.
    """

    number: int
    resource: int
    certificate: int
    product: str
    domain: str
    region: str
    instance: str
    status: str
    before: int
    changed_at: datetime
    listener: str = ""
    port: int = 0
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """kind: `user`, `cloud`, or `trustee` (hosting's). line: the instance that hosting made it
    for. began_at: when it left `pending`. deploys: whether it is made for hosting's next issue.
    """

    number: int
    site: str
    name: str
    kind: str
    certificates: tuple[int, ...]
    resources: tuple[int, ...]
    contacts: tuple[int, ...]
    token: str
    created_at: datetime
    modified_at: datetime
    status: str = "editing"
    schedule_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    line: str = ""
    workers: tuple[Worker, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether it will do something by itself."""
        return self.status in UNDER_WAY

    @property
    def rolled_back(self) -> bool:
        """Whether a worker was: the job's word does not change by it."""
        return any(worker.status.startswith("rollback") for worker in self.workers)

    def at(self, status: str, now: datetime, **changes: Any) -> Job:
        """In another state."""
        return replace(self, status=status, modified_at=now, **changes)

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        record = asdict(self)
        for name in _MOMENTS:
            record[name] = record[name] and record[name].isoformat()
        for worker in record["workers"]:
            worker["changed_at"] = worker["changed_at"].isoformat()
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Job:
        """The reverse of `to_json`."""
        moments = {n: record[n] and datetime.fromisoformat(record[n]) for n in _MOMENTS}
        numbers = {n: tuple(record[n]) for n in ("certificates", "resources", "contacts")}
        workers = tuple(
            Worker(**{**one, "changed_at": datetime.fromisoformat(one["changed_at"])})
            for one in record["workers"]
        )
        return cls(**{**record, **moments, **numbers, "workers": workers})


_MOMENTS = ("created_at", "modified_at", "schedule_at", "began_at", "ended_at")


@dataclass(slots=True)
class Manner:
    """How jobs go in this world. seconds: from the start to the schedule, and to the end. fails:
    domains at which a worker ends with `error`, and nobody says why. endless: none ends.
    """

    schedule_seconds: float = 2.0
    deploy_seconds: float = 10.0
    fails: tuple[str, ...] = ()
    endless: bool = False


class Jobs:
    """Kept over restarts."""

    def __init__(self, store: Store) -> None:
        self._table = store.table("cas.jobs")
        self._settings = store.table("cas.job_settings")
        self._held = {int(key): Job.from_json(record) for key, record in self._table.items()}

    def all(self, site: str | None = None) -> tuple[Job, ...]:
        """Newest first."""
        held = (job for job in list(self._held.values()) if site in (None, job.site))
        return tuple(sorted(held, key=lambda job: job.number, reverse=True))

    def under_way(self) -> tuple[Job, ...]:
        """Oldest first."""
        return tuple(reversed([job for job in self.all() if job.is_under_way]))

    def find(self, number: int) -> Job | None:
        """By its number."""
        return self._held.get(number)

    def add(self, make: Callable[[int, str], Job]) -> Job:
        """With a number, and a token of its own, that no job had."""
        return self.keep(make(self.next("job", _FIRST_JOB), secrets.token_hex(8)))

    def keep(self, job: Job) -> Job:
        """As it is now."""
        self._table[str(job.number)] = job.to_json()
        self._held[job.number] = job
        return job

    def delete(self, number: int) -> None:
        """KeyError when there is none."""
        del self._table[str(number)]
        del self._held[number]

    def next_worker(self) -> int:
        """A number that no worker had."""
        return self.next("worker", _FIRST_WORKER)

    def next(self, counter: str, first: int) -> int:
        """Numbers that are never given twice."""
        number = int(self._settings.get(counter, {"next": first})["next"])
        self._settings[counter] = {"next": number + 1}
        return number

    @property
    def manner(self) -> Manner:
        """As it was set."""
        kept = dict(self._settings.get("manner", {}))
        return Manner(**{**kept, "fails": tuple(kept.get("fails", ()))})

    @manner.setter
    def manner(self, manner: Manner) -> None:
        self._settings["manner"] = {**asdict(manner), "fails": list(manner.fails)}

    @property
    def contacts(self) -> tuple[int, ...]:
        """Of people who are told of a job's end; a job needs one."""
        return tuple(self._settings.get("contacts", {"numbers": [_CONTACT]})["numbers"])

    @contacts.setter
    def contacts(self, numbers: tuple[int, ...]) -> None:
        self._settings["contacts"] = {"numbers": list(numbers)}

    @property
    def units(self) -> int:
        """Of deployments of uploaded certificates, which are paid for one by one."""
        return int(self._settings.get("units", {"left": 0})["left"])

    @units.setter
    def units(self, left: int) -> None:
        self._settings["units"] = {"left": left}


_CONTACT = 21_701
