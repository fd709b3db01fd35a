"""What the ledger tells a person: one domain's history, and where every domain stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, verify_chain
from certbind.domain.lifecycle.state import DomainState, SeenAs
from certbind.domain.lifecycle.state_v1 import phase_of
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Reason
from certbind.errors import LedgerNewerError, LedgerUnreadableError
from certbind.ports import Journal
from certbind.usecases.rotate.domain_journal import domains_of, state_of, subject_of


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


class DomainHealth(Enum):
    """How a domain is, by what is on record; what it is in the midst of is its phase."""

    WELL = "well"
    WAITS = "waits"  # a change or looks are under way, or a trouble passes by itself
    PERSON = "person"  # somebody has to do something
    OUTAGE = "outage"  # visitors are refused now, as far as is known


@dataclass(frozen=True, slots=True)
class DomainStatus:
    """Where one domain stands, as its newest entry tells. now: when it was read."""

    domain: Domain
    state: DomainState
    at: datetime
    message: str
    now: datetime
    kind: EntryKind = EntryKind.KEPT

    @property
    def has_ended(self) -> bool:
        """Whether what stands there, as far as is on record, is over."""
        standing = self.state.standing
        return (
            standing is not None
            and standing.not_after is not None
            and (self.now > standing.not_after)
        )

    @property
    def health(self) -> DomainHealth:
        """The worst of what is known: what is served, what failed, what waits."""
        state = self.state
        seen = state.seen.verdict if state.seen else None
        if self.has_ended or seen in (SeenAs.DEAD, SeenAs.BROKEN):
            return DomainHealth.OUTAGE
        if state.trouble is not None and not state.trouble.retryable:
            return DomainHealth.PERSON
        if seen in (SeenAs.PARTLY, SeenAs.NOT_SEEN) or self.kind is EntryKind.REFUSED:
            return DomainHealth.PERSON
        is_open = state.change is not None or state.look is not None
        is_open = is_open or state.said == Reason.CANARY_FIRST.value
        return DomainHealth.WAITS if is_open or state.trouble is not None else DomainHealth.WELL

    @property
    def phase(self) -> str:
        """One word: intent, bound, verified, not_verified or idle."""
        return phase_of(self.state)

    @property
    def last_failure(self) -> str | None:
        """The word of the trouble that is not over, and how often it came."""
        trouble = self.state.trouble
        if trouble is None:
            return None
        return trouble.word if trouble.times == 1 else f"{trouble.word}, {trouble.times} times"

    @property
    def seen(self) -> str | None:
        """What visitors were seen to get, after two looks or a deadline."""
        seen = self.state.seen
        if seen is None:
            return None
        return f"{seen.verdict.value}: {seen.text}" if seen.text else seen.verdict.value

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        current = self.state.standing
        return {
            "domain": self.domain,
            "target": str(self.state.place) if self.state.place else None,
            "phase": self.phase,
            "health": self.health.value,
            "last_failure": self.last_failure,
            "seen": self.seen,
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


NotReadable: TypeAlias = LedgerUnreadableError | LedgerNewerError


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every domain of the ledger; `unread` are those whose newest entry cannot be read, or was
    written by a newer certbind.
    """

    domains: tuple[DomainStatus, ...]
    unread: tuple[tuple[Domain, NotReadable], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For `--json`: an `error` stands in place of the state of an unread domain."""
        unread = [{"domain": domain, "error": error.to_json()} for domain, error in self.unread]
        return {"domains": [*(one.to_json() for one in self.domains), *unread]}


def read_status(journal: Journal, now: datetime) -> StatusReport:
    """One listing, then one short read a domain."""
    found: list[DomainStatus] = []
    unread: list[tuple[Domain, NotReadable]] = []
    for domain in domains_of(journal):
        try:
            subject = subject_of(domain)
            entry = journal.newest(subject)
            if isinstance(entry, Entry):
                found.append(_status(domain, entry, now))
            elif entry is not None:
                unread.append((domain, _damaged(entry, subject)))
        except (LedgerUnreadableError, LedgerNewerError) as error:
            unread.append((domain, error))
    return StatusReport(tuple(found), tuple(unread))


def _damaged(broken: ChainBreak, subject: str) -> LedgerUnreadableError:
    return LedgerUnreadableError(
        f"Entry {broken.sequence} is damaged: {broken.problem}.", subject=subject
    )


def _status(domain: Domain, entry: Entry, now: datetime) -> DomainStatus:
    record = entry.record
    return DomainStatus(domain, state_of(entry), entry.at, record.message, now, record.kind)
