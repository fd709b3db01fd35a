"""What the ledger tells a person: one domain's history, and where every domain stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, verify_chain
from certbind.domain.model.identity import Domain
from certbind.domain.state import DomainState
from certbind.errors import LedgerUnreadableError
from certbind.ports import Journal
from certbind.usecases.domain_journal import state_of, subject_of


@dataclass(frozen=True, slots=True)
class History:
    """All readable entries of a domain, oldest first, and where they are not what was written."""

    domain: Domain
    entries: tuple[Entry, ...]
    breaks: tuple[ChainBreak, ...]

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "domain": self.domain,
            "entries": [
                {
                    "sequence": e.sequence,
                    "at": e.at.isoformat(),
                    "kind": e.record.kind.value,
                    "event_id": e.record.event_id,
                    "reason": e.record.reason,
                    "message": e.record.message,
                    "details": dict(e.record.details),
                    "hash": e.hash,
                }
                for e in self.entries
            ],
            "breaks": [{"sequence": b.sequence, "problem": b.problem} for b in self.breaks],
        }


@dataclass(frozen=True, slots=True)
class DomainStatus:
    """Where one domain stands, as its newest entry tells."""

    domain: Domain
    state: DomainState
    at: datetime
    message: str

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        current = self.state.current
        return {
            "domain": self.domain,
            "target": str(self.state.target) if self.state.target else None,
            "phase": self.state.phase.value,
            "certificate": current.binding.raw_id if current else None,
            "not_after": current.not_after.isoformat() if current and current.not_after else None,
            "at": self.at.isoformat(),
            "message": self.message,
        }


def read_history(journal: Journal, domain: Domain) -> History:
    """The history of a domain; no entries for one never seen."""
    found = journal.history(subject_of(domain))
    entries = tuple(one for one in reversed(found) if isinstance(one, Entry))
    return History(domain, entries, verify_chain(found))


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every domain of the ledger; `unread` are those whose newest entry cannot be read."""

    domains: tuple[DomainStatus, ...]
    unread: tuple[tuple[Domain, LedgerUnreadableError], ...] = ()

    def to_json(self) -> list[dict[str, Any]]:
        """For `--json`: an `error` stands in place of the state of an unread domain."""
        unread = [{"domain": domain, "error": error.to_json()} for domain, error in self.unread]
        return [*(one.to_json() for one in self.domains), *unread]


def read_status(journal: Journal) -> StatusReport:
    """One listing, then one short read a domain."""
    found: list[DomainStatus] = []
    unread: list[tuple[Domain, LedgerUnreadableError]] = []
    for subject in journal.subjects("domain/"):
        domain = Domain(subject.partition("/")[2])
        try:
            entry = journal.newest(subject)
            if entry is not None:
                status = DomainStatus(domain, state_of(entry), entry.at, entry.record.message)
                found.append(status)
        except LedgerUnreadableError as error:
            unread.append((domain, error))
    return StatusReport(tuple(found), tuple(unread))
