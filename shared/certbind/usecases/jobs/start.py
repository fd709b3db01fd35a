"""Start a deployment job by a person's word, follow it to its end, and see what visitors get.

Without the word everything is shown: what it will touch, what stands there, what visitors get.
Said again it goes on where it was: CAS's own state tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from certbind.domain.jobs.offer import Offer
from certbind.domain.jobs.values import JobId, JobState, SeenJob
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.trust.verdict import Verdict
from certbind.errors import CloudError
from certbind.ports.deployments import PreparedJobs
from certbind.usecases.jobs.job_journal import JobJournal, JobRecord
from certbind.usecases.jobs.offers import Offers
from certbind.usecases.jobs.prepare import is_paid_for
from certbind.usecases.jobs.served import Served
from certbind.usecases.jobs.telling import (
    JobReport,
    offer_json,
    offered,
    places_told,
    refused,
    worker_json,
)
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import PAUSE, Patience
from certbind.values import dataclass

_UNDER_WAY = "it is under way, and not at its end yet: say the same again"
_NOTHING = "CAS names nothing that it would touch: no certificate, or no place"
_OVER = (EntryKind.JOB_ENDED, EntryKind.VERIFIED, EntryKind.NOT_VERIFIED, EntryKind.PENDING)


@dataclass(frozen=True, slots=True)
class StartJob:
    """A job that a person made in the console may be named as well: it is held to the same."""

    sources: Sources
    jobs: PreparedJobs
    rules: Rules
    patience: Patience

    def __call__(self, job: JobId, cause: str, *, dry_run: bool) -> JobReport:
        """CloudError where CAS could not be asked; what was done before it is on record."""
        seen = self.jobs.read(job)
        if seen.state is not JobState.EDITING:
            return self._going_on(seen, cause, dry_run=dry_run)
        offers = Offers(self.sources, self.rules)
        found = offers.seen(offers(seen.places, seen.certificates))
        some = tuple(one for one, _ in found)
        if not seen.certificates or not some:
            outcome = refused(str(job), (Finding(Reason.NOTHING_TO_TOUCH, _NOTHING),), cause)
            return JobReport(dry_run, (job,), (outcome,))
        now = self.sources.clock.now()
        outcomes = tuple(offered(one, now, Result.PLANNED, cause) for one in some)
        is_refused = any(one.result is Result.REFUSED for one in outcomes)
        if dry_run or is_refused or not any(one.is_open for one in some):
            costs = any(is_paid_for(one) for one in some)
            return JobReport(dry_run, (job,), _as_a_whole(outcomes), costs)
        self._start(seen, found, cause)
        return self._followed(job, cause)

    def _start(
        self, seen: SeenJob, found: tuple[tuple[Offer, dict[str, Verdict]], ...], cause: str
    ) -> None:
        journal = JobJournal(self.sources.journal, self.sources.clock)
        where = places_told(seen.places)
        brings = ", ".join(map(str, seen.certificates))
        record = journal.write(
            journal.read(seen.id),
            EntryKind.JOB_INTENT,
            f"About to start job {seen.id}, which brings {brings} to {where}.",
            cause,
            details={"places": [_before(one, verdicts) for one, verdicts in found]},
            names={str(one.resource): one.names for one, _ in found},
        )
        try:
            self.jobs.start(seen.id)
        except CloudError as error:
            refusal = EntryKind.JOB_REFUSED
            journal.write(record, refusal, str(error), cause, reason=error.code)
            raise

    def _going_on(self, seen: SeenJob, cause: str, *, dry_run: bool) -> JobReport:
        """Nobody needs to start it any more."""
        if not dry_run:
            return self._followed(seen.id, cause)
        if not seen.state.is_over:
            return _under_way(seen.id, cause, dry_run=True)
        record = JobJournal(self.sources.journal, self.sources.clock).read(seen.id)
        return JobReport(True, (seen.id,), self._served(seen, record, cause).once())

    def _followed(self, job: JobId, cause: str) -> JobReport:
        waited = 0.0
        while not self.jobs.state(job).is_over:
            if not self.patience.waits(waited):
                return _under_way(job, cause, dry_run=False)
            waited += PAUSE
        seen = self.jobs.read(job)
        journal = JobJournal(self.sources.journal, self.sources.clock)
        record = journal.read(job)
        if record.kind not in _OVER:
            record = self._ended(journal, record, seen, cause)
        outcomes = self._served(seen, record, cause).until_served(self.patience)
        kind = _kind(outcomes)
        told = " ".join(one.message for one in outcomes)
        details = {"places": [one.details for one in outcomes]}
        journal.write(record, kind, told, cause, details=details)
        return JobReport(False, (job,), outcomes)

    def _ended(
        self, journal: JobJournal, record: JobRecord, seen: SeenJob, cause: str
    ) -> JobRecord:
        done = sum(one.is_done for one in seen.workers)
        told = f"Job {seen.id} ended: {seen.state.value}; bound by CAS's word: {done} of "
        told += f"{len(seen.workers)}."
        details = {"workers": [worker_json(one) for one in seen.workers]}
        return journal.write(record, EntryKind.JOB_ENDED, told, cause, details=details)

    def _served(self, seen: SeenJob, record: JobRecord, cause: str) -> Served:
        return Served(self.sources, self.rules, seen, record.names, cause)


def _before(one: Offer, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    """What stands there, and what visitors get: what a way back is found by."""
    served = {
        name: [None if a.served is None else a.served.to_json() for a in verdict.addresses]
        for name, verdict in verdicts.items()
    }
    return {**offer_json(one), "served": served}


def _as_a_whole(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """A job is started whole or not at all: where one place is refused, the others wait for it."""
    return tuple(_waiting(outcomes)) if any(_is_refused(o) for o in outcomes) else outcomes


def _waiting(outcomes: tuple[Outcome, ...]) -> Iterator[Outcome]:
    for one in outcomes:
        if one.result is not Result.PLANNED:
            yield one
            continue
        told = f"{one.message} It waits for the places that are refused."
        yield Outcome(Result.DEFERRED, one.subject, told, one.reason, one.event_id, one.details)


def _is_refused(one: Outcome) -> bool:
    return one.result is Result.REFUSED


def _under_way(job: JobId, cause: str, *, dry_run: bool) -> JobReport:
    reason = Reason.JOB_UNDER_WAY.value
    outcome = Outcome(Result.PENDING, str(job), f"Job {job}: {_UNDER_WAY}.", reason, cause)
    return JobReport(dry_run, (job,), (outcome,))


def _kind(outcomes: tuple[Outcome, ...]) -> EntryKind:
    results = {one.result for one in outcomes}
    if results == {Result.VERIFIED}:
        return EntryKind.VERIFIED
    return EntryKind.PENDING if results <= _NOT_WRONG else EntryKind.NOT_VERIFIED


_NOT_WRONG = {Result.VERIFIED, Result.PENDING}
