"""Which of CAS's deployment jobs is at work on a target."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.job import Job, JobPlace
from certbind.domain.model.target import Target
from certbind.domain.trust.names import covering_names


def at_work_on(jobs: Iterable[Job], target: Target) -> Job | None:
    """The first one that is to bind there; where it does not say where, one whose certificate
    covers the domain.
    """
    return next((job for job in jobs if _concerns(job, target)), None)


def _concerns(job: Job, target: Target) -> bool:
    if job.places:
        return JobPlace(target.product, target.domain) in job.places
    return not {name.lower() for name in job.names}.isdisjoint(covering_names(target.domain))
