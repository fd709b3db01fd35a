"""CAS's deployment jobs by a person's word, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from certbind.domain.jobs.values import Contact, JobId, JobState, SeenJob, WantedJob, Worker
from certbind.domain.model.resource import CloudResource
from certbind.errors import NotFoundError
from tests.fakes.resources import FakeResources
from tests.fakes.trouble import Trouble

_FIRST = 88_001


def _nothing(job: SeenJob) -> None:
    """Whoever looks at visitors says what a job brings about."""


@dataclass
class FakePreparedJobs:
    """See PreparedJobs. rounds: how often a started job is asked for before it ends. fails, skips:
    domains at which a worker errs, or gets none. ended: what the end of a job brings about.
    """

    resources: FakeResources
    known: list[Contact] = field(default_factory=lambda: [Contact(21_701, "ops")])
    held: dict[JobId, SeenJob] = field(default_factory=dict)
    rounds: int = 1
    fails: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    ended: Callable[[SeenJob], None] = _nothing
    trouble: Trouble = field(default_factory=Trouble)

    def contacts(self, site: str) -> tuple[Contact, ...]:
        """See PreparedJobs."""
        return tuple(self.known)

    def lying(self, site: str, name: str) -> tuple[JobId, ...]:
        """See PreparedJobs."""
        return tuple(
            one.id
            for one in self.held.values()
            if (one.id.site, one.name, one.state) == (site, name, JobState.EDITING)
        )

    def create(self, wanted: WantedJob) -> JobId:
        """See PreparedJobs."""
        with self.trouble.around("create"):
            made = JobId(_FIRST + len(self.held), wanted.certificate.region)
            places = tuple(one for one in self.resources.held if one.id in wanted.places)
            job = SeenJob(made, wanted.name, JobState.EDITING, (wanted.certificate,), places)
            self.held[made] = job
        return made

    def state(self, job: JobId) -> JobState:
        """See PreparedJobs. Time goes by as one asks."""
        found = self._get(job)
        if found.state is JobState.PENDING:
            if self.rounds <= 0:
                return self._end(found).state
            self.rounds -= 1
        return found.state

    def read(self, job: JobId) -> SeenJob:
        """See PreparedJobs."""
        return self._get(job)

    def start(self, job: JobId) -> None:
        """See PreparedJobs."""
        with self.trouble.around("start"):
            found = self._get(job)
            if found.state is JobState.EDITING:
                self.held[job] = replace(found, state=JobState.PENDING)

    def _get(self, job: JobId) -> SeenJob:
        if job not in self.held:
            raise NotFoundError("no such job", service="cas", action="DescribeDeploymentJob")
        return self.held[job]

    def _end(self, job: SeenJob) -> SeenJob:
        workers = tuple(
            self._worker(job, place) for place in job.places if place.domain not in self.skips
        )
        is_well = bool(workers) and all(one.is_done for one in workers)
        state = JobState.SUCCESS if is_well else JobState.ERROR
        over = replace(job, state=state, places=(), workers=workers)
        self.held[job.id] = over
        self.ended(over)
        return over

    def _worker(self, job: SeenJob, place: CloudResource) -> Worker:
        state = "error" if place.domain in self.fails else "success"
        return Worker(
            place.product,
            place.domain,
            place.instance,
            state,
            job.certificates[0],
            place.certificate,
        )
