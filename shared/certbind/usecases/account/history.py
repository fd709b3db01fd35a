"""What the ledger tells a person of one domain."""

from __future__ import annotations

from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, verify_chain
from certbind.domain.model.identity import Domain
from certbind.ports.ledger import Journal
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.values import dataclass


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
            "entries": [one.to_json() for one in self.entries],
            "breaks": [{"sequence": b.sequence, "problem": b.problem} for b in self.breaks],
        }


def read_history(journal: Journal, domain: Domain) -> History:
    """The history of a domain; no entries for one never seen."""
    found = journal.history(subject_of(domain))
    entries = tuple(one for one in reversed(found) if isinstance(one, Entry))
    return History(domain, entries, verify_chain(found))
