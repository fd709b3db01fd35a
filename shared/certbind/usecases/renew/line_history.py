"""What the ledger tells of the lines that a domain's certificates are of."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, verify_chain
from certbind.domain.model.identity import Domain
from certbind.domain.renewal.state_json import line_from_json
from certbind.domain.trust.names import covers_any
from certbind.ports.ledger import Journal
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class LineHistory:
    """All readable entries of a line, oldest first. key: of its journal."""

    key: str
    entries: tuple[Entry, ...]
    breaks: tuple[ChainBreak, ...]

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "line": self.key,
            "entries": [one.to_json() for one in self.entries],
            "breaks": [{"sequence": b.sequence, "problem": b.problem} for b in self.breaks],
        }


def read_line_histories(journal: Journal, domain: Domain) -> tuple[LineHistory, ...]:
    """Of every line whose certificate serves the domain; one that is damaged whole is told too."""
    found = []
    for subject in journal.subjects("line/"):
        history = journal.history(subject)
        entries = tuple(one for one in reversed(history) if isinstance(one, Entry))
        if not entries or _serves(entries[-1], domain):
            key = subject.partition("/")[2]
            found.append(LineHistory(key, entries, verify_chain(history)))
    return tuple(found)


def _serves(entry: Entry, domain: Domain) -> bool:
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        state = line_from_json(entry.record.state)
        return state.certificate is None or covers_any(state.certificate.names, domain)
    return True
