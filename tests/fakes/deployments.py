"""CAS's own deployment jobs in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from certbind.domain.model.job import Job
from tests.fakes.trouble import Trouble


@dataclass
class FakeDeployments:
    """See Deployments. asked: how often."""

    jobs: list[Job] = field(default_factory=list)
    trouble: Trouble = field(default_factory=Trouble)
    asked: int = 0

    def under_way(self) -> tuple[Job, ...]:
        """See Deployments."""
        self.asked += 1
        with self.trouble.around("under_way"):
            return tuple(self.jobs)
