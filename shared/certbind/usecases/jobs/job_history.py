"""What the ledger tells of the deployment jobs that a person had for a domain."""

from __future__ import annotations

from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, verify_chain
from certbind.domain.model.identity import Domain
from certbind.ports.ledger import Journal
from certbind.usecases.jobs.job_journal import PREFIX, names_of
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class JobHistory:
    """All readable entries of a job, oldest first. job: its id."""

    job: str
    entries: tuple[Entry, ...]
    breaks: tuple[ChainBreak, ...]

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "job": self.job,
            "entries": [one.to_json() for one in self.entries],
            "breaks": [{"sequence": b.sequence, "problem": b.problem} for b in self.breaks],
        }


def read_job_histories(journal: Journal, domain: Domain) -> tuple[JobHistory, ...]:
    """Of every job with a place where the domain is served; one that is damaged whole is told."""
    found = []
    for subject in journal.subjects(PREFIX):
        history = journal.history(subject)
        entries = tuple(one for one in reversed(history) if isinstance(one, Entry))
        if not entries or _concerns(entries[-1], domain):
            found.append(JobHistory(subject.removeprefix(PREFIX), entries, verify_chain(history)))
    return tuple(found)


def _concerns(entry: Entry, domain: Domain) -> bool:
    return any(domain in some for some in names_of(entry.record.state).values())
