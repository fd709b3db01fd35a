"""What the ledger tells of the settings of a domain, apart from its certificates."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, verify_chain
from certbind.domain.model.identity import Domain
from certbind.errors import LedgerNewerError, LedgerUnreadableError
from certbind.ports.ledger import Journal
from certbind.usecases.rotate.domain_journal import state_of
from certbind.values import dataclass

_PREFIX = "settings/"


@dataclass(frozen=True, slots=True)
class SettingsHistory:
    """All readable entries of a place, oldest first: `cdn/www.example.com`; `oss/assets`, whose
    settings are those of every domain of the bucket.
    """

    place: str
    entries: tuple[Entry, ...]
    breaks: tuple[ChainBreak, ...]

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "place": self.place,
            "entries": [one.to_json() for one in self.entries],
            "breaks": [{"sequence": b.sequence, "problem": b.problem} for b in self.breaks],
        }


def read_settings_histories(
    journal: Journal, domain: Domain, of_domain: Iterable[Entry]
) -> tuple[SettingsHistory, ...]:
    """Of the domain, and of every bucket at which it was bound or hardened. of_domain: what its
    own journal holds.
    """
    buckets = {bucket for entry in of_domain for bucket in _bucket_of(entry)}
    found = []
    for subject in journal.subjects(_PREFIX):
        place = subject.removeprefix(_PREFIX)
        name = place.partition("/")[2]
        if name not in (domain, *buckets) and not place.startswith("oss/"):
            continue
        history = journal.history(subject)
        entries = tuple(one for one in reversed(history) if isinstance(one, Entry))
        if name in (domain, *buckets) or any(_names(one, domain) for one in entries):
            found.append(SettingsHistory(place, entries, verify_chain(history)))
    return tuple(found)


def _bucket_of(entry: Entry) -> tuple[str, ...]:
    with suppress(LedgerNewerError, LedgerUnreadableError):
        place = state_of(entry).place
        return (place.bucket,) if place is not None and place.bucket else ()
    return ()


def _names(entry: Entry, domain: Domain) -> bool:
    return f"/ {domain}:" in entry.record.message
