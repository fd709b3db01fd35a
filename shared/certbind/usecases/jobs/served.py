"""What visitors get at the places of a job that is over: CAS's word is not theirs."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.domain.jobs.values import SeenJob, Worker
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Reason
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.domain.trust.verdict_values import Outcome as Seen
from certbind.errors import NotFoundError
from certbind.usecases.jobs.job_journal import Names
from certbind.usecases.jobs.offers import askable
from certbind.usecases.jobs.telling import worker_json
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import PAUSE, Patience
from certbind.values import dataclass

_LONGEST = 300.0
"""Seconds in which a product's edges have what it took; said again it is looked at again."""


@dataclass(frozen=True, slots=True)
class Served:
    """One outcome a place. names: on record, for CAS tells no names of a load balancer."""

    sources: Sources
    rules: Rules
    job: SeenJob
    names: Names
    cause: str

    def once(self) -> tuple[Outcome, ...]:
        """As it is now."""
        leaves = self._leaves()
        found = tuple(self._place(one, leaves) for one in self.job.workers)
        return (*found, *self._left_out())

    def until_served(self, patience: Patience) -> tuple[Outcome, ...]:
        """Looked at anew while an edge has not followed yet."""
        waited = 0.0
        while True:
            found = self.once()
            if not any(map(_may_come, found)):
                return found
            if waited >= _LONGEST or not patience.waits(waited):
                return found
            waited += PAUSE

    def _leaves(self) -> dict[CertificateId, LeafIdentity | None]:
        ids = {id_ for one in self.job.workers for id_ in (one.brings, one.before) if id_}
        return {one: self._leaf(one) for one in ids}

    def _leaf(self, certificate: CertificateId) -> LeafIdentity | None:
        """None where CAS has it no more: what is served cannot be told by it then."""
        try:
            return LeafIdentity.of(self.sources.inventory.facts(certificate))
        except NotFoundError:
            return None

    def _place(self, worker: Worker, leaves: dict[CertificateId, LeafIdentity | None]) -> Outcome:
        if not worker.is_done:
            told = f"CAS's job ended there with {worker.state}, and CAS tells no reason"
            told += _before(worker)
            return self._outcome(Result.FAILED, worker, told, Reason.PLACE_FAILED.value)
        asked = askable(self.names.get(str(worker)) or tuple(filter(None, (worker.domain,))))
        leaf = leaves[worker.brings]
        if self.sources.probe is None or not asked or leaf is None:
            told = "CAS says that it is bound; nobody could look, for no name of it is known"
            return self._outcome(Result.PENDING, worker, told, Reason.NO_NAME_THERE.value)
        before = leaves.get(worker.before) if worker.before is not None else None
        verdicts = [self._looked(Expectation(name, leaf, before)) for name in asked]
        return self._judged(worker, verdicts)

    def _looked(self, expected: Expectation) -> Verdict:
        if self.sources.probe is None:
            raise TypeError("whoever looks has a probe")
        seen = self.sources.probe.observe(expected.domain)
        return judge(seen, expected, self.rules.anchors, self.sources.clock.now())

    def _judged(self, worker: Worker, verdicts: list[Verdict]) -> Outcome:
        names = ", ".join(verdict.domain for verdict in verdicts)
        if all(verdict.is_good for verdict in verdicts):
            told = f"every address of {names} serves {worker.brings}"
            return self._outcome(Result.VERIFIED, worker, told, "verified")
        worst = next(verdict for verdict in verdicts if not verdict.is_good)
        if worst.outcome is Seen.BROKEN:
            told = f"browsers refuse what {worst.domain} serves: {worst.headline}{_before(worker)}"
            return self._outcome(Result.NOT_VERIFIED, worker, told, worst.outcome.value)
        told = f"CAS says that it is bound, and visitors of {worst.domain} do not all get it yet"
        return self._outcome(Result.PENDING, worker, told, worst.outcome.value)

    def _outcome(self, result: Result, worker: Worker, told: str, reason: str) -> Outcome:
        message = f"{worker}: {told}."
        return Outcome(result, str(worker), message, reason, self.cause, worker_json(worker))

    def _left_out(self) -> Iterator[Outcome]:
        """A place that no certificate of the job fits gets no worker, without a word."""
        there = {str(one) for one in self.job.workers}
        for place in self.names:
            if place not in there:
                told = f"{place}: the job did nothing there, and CAS tells no reason."
                reason = Reason.PLACE_LEFT_OUT.value
                yield Outcome(Result.FAILED, place, told, reason, self.cause, {"place": place})
        if not self.job.workers and not self.names:
            told = f"Job {self.job.id}: it ended and did nothing anywhere."
            reason = Reason.PLACE_LEFT_OUT.value
            yield Outcome(Result.FAILED, str(self.job.id), told, reason, self.cause)


def _may_come(one: Outcome) -> bool:
    """Whether a later look may show more."""
    return one.result is Result.PENDING and one.reason != Reason.NO_NAME_THERE.value


def _before(worker: Worker) -> str:
    return f"; before it stood {worker.before}" if worker.before is not None else ""
