"""A hint that a deployment job of CAS was made or started: the domains where one is under way are
looked at when it should be over. The hint decides nothing; without it the sweep comes by.
"""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.model.job import Job
from certbind.domain.model.target import Target
from certbind.domain.trust.names import covers_any
from certbind.errors import CloudError
from certbind.events import ChangeHint, step
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Sources
from certbind.values import dataclass

LOOK_AFTER = timedelta(minutes=10)
"""A job takes minutes; who has something to bind there waits for it by himself meanwhile."""


@dataclass(frozen=True, slots=True)
class LookAtDeployments:
    """CAS is asked what is under way, whatever the record said."""

    sources: Sources
    queue: EventQueue

    def __call__(self, event: ChangeHint) -> Outcome:
        """What passes is raised, and the message comes again."""
        try:
            jobs = self.sources.deployments.under_way() if self.sources.deployments else ()
        except CloudError as error:
            if error.retryable:
                raise
            return _ended(Result.REFUSED, event, str(error), error.code)
        targets = self._targets(jobs) if jobs else ()
        self.queue.send_all([(step(one, event.id, 0), LOOK_AFTER) for one in targets])
        told = f"{event.said_by} said that a deployment job was made or started in CAS"
        if not targets:
            return _ended(Result.NOTHING_TO_DO, event, f"{told}: none is under way at a domain.")
        names = ", ".join(sorted({one.domain for one in targets}))
        return _ended(Result.PLANNED, event, f"{told}: {names} is looked at in 10 min.")

    def _targets(self, jobs: tuple[Job, ...]) -> tuple[Target, ...]:
        """Where CAS says that they bind; where it does not say yet, all that their names cover."""
        placed = {place.domain for job in jobs for place in job.places}
        names = [name for job in jobs if not job.places for name in job.names]
        return tuple(
            one.target
            for one in self.sources.targets.scan().targets
            if one.target.domain in placed or covers_any(names, one.target.domain)
        )


def _ended(result: Result, event: ChangeHint, told: str, reason: str = "") -> Outcome:
    return Outcome(result, "certificates", told, reason, event.id)
