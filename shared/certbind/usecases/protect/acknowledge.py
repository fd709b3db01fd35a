"""A person knows of what is unwell at a domain: it is not repeated, until something else is."""

from __future__ import annotations

from typing import Any

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.domain.notices.due import Marks, still_acknowledged, without_quiet
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.usecases.account.sweep import SUBJECT as REPORT
from certbind.usecases.account.sweep_news import before_in
from certbind.usecases.protect.notices import (
    SUBJECT,
    acknowledged_in,
    channels_in,
    state_of,
)
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """marks: of each thing that is known of now; empty: the last sweep found the domain well."""

    domain: Domain
    marks: Marks

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        known = {what: sorted(each) for what, each in sorted(self.marks.items())}
        return {"domain": self.domain, "acknowledged": known}


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Writes one entry beside what receivers were told."""

    journal: Journal
    clock: Clock

    def __call__(self, domain: Domain) -> Acknowledged:
        """By the newest report of recheck. LedgerConflictError when a sweep writes there now."""
        newest = self.journal.newest(SUBJECT)
        marks = without_quiet(before_in(self.journal.newest(REPORT)))
        of_domain = {what: each for what, each in marks.items() if _domain_of(what) == domain}
        if of_domain:
            known = {**still_acknowledged(acknowledged_in(newest), marks), **of_domain}
            record = Record(
                EntryKind.SNAPSHOT,
                "ack",
                message=f"A person knows of {domain}.",
                state=state_of(channels_in(newest), known),
            )
            self.journal.append(seal(SUBJECT, newest, self.clock.now(), record))
        return Acknowledged(domain, of_domain)


def _domain_of(what: str) -> str:
    """Of a target as it is written: `OSS bucket assets / www.example.com`."""
    return what.rpartition(" ")[2]
