"""CAS's own deployment jobs, and its list of where certificates stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from certbind.domain.model.job import Job
from certbind.domain.model.resource import CloudResource

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.jobs.values import Contact, JobId, JobState, SeenJob, WantedJob


class Deployments(Protocol):
    """CAS's own deployment jobs, as far as certbind has to keep out of their way."""

    def under_way(self) -> tuple[Job, ...]:
        """All that are pending, scheduling or processing, at every site that is read."""


class CloudResources(Protocol):
    """CAS's own list of where certificates stand: a copy that lags and lacks products."""

    def listed(self) -> tuple[CloudResource, ...]:
        """All pages of all sites that are read."""


class PreparedJobs(Protocol):
    """CAS's own deployment jobs, where a person has one made and started."""

    def contacts(self, site: str) -> tuple[Contact, ...]:
        """Whom CAS can tell of a job's end; a job needs one."""

    def lying(self, site: str, name: str) -> tuple[JobId, ...]:
        """Those of this name that nobody has started."""

    def create(self, wanted: WantedJob) -> JobId:
        """Made and not started; once, never repeated. UnavailableError: it may have been made."""

    def state(self, job: JobId) -> JobState:
        """NotFoundError where CAS has none of this id."""

    def read(self, job: JobId) -> SeenJob:
        """With all that it is to touch, and what it did so far."""

    def start(self, job: JobId) -> None:
        """Returns where nobody has to start it any more: it is started now, or was before."""
