"""The ledger's part of a report: which domains have a journal, when timers ran, what was kept.

One listing tells which domains have a journal at all, so that no domain without one is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.lifecycle.state import DomainState
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import ScanFailure
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.situation import Memory
from certbind.errors import CertbindError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal, KeptReports
from certbind.usecases.account.sweep import SUBJECT as SWEEP
from certbind.usecases.overview.kept import FILE, Kept, kept_in
from certbind.usecases.overview.report import Runs
from certbind.usecases.overview.runs import newest_sweep, read_runs
from certbind.usecases.rotate.domain_journal import domains_of
from certbind.usecases.rotate.gather import Gather, as_unread, memory_of
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """domains: those with a journal. unread: why the ledger told nothing; None: it did.

    skew: this machine's clock less the ledger's, for domains without a journal.
    """

    domains: frozenset[Domain] = frozenset()
    runs: Runs = field(default_factory=Runs)
    kept: Kept = field(default_factory=Kept)
    skew: timedelta = timedelta()
    unread: Unread | None = None

    @property
    def failures(self) -> tuple[ScanFailure, ...]:
        """As a part of the account that was not read."""
        if self.unread is None:
            return ()
        one = self.unread
        return (ScanFailure("the ledger", one.code, one.detail, one.retryable),)

    def remember(
        self, domain: Domain, gather: Gather
    ) -> tuple[Read[Memory], datetime | None, str]:
        """What is on record of a domain; when its newest entry was written, and what it says."""
        if self.unread is not None:
            return self.unread, None, ""
        if domain not in self.domains:
            return Known(Memory(DomainState(), 0, self.skew)), None, ""
        if gather.memories is not None:
            memory, entry = gather.memories.of(domain), gather.memories.entry(domain)
            return (memory, entry.at, entry.message) if entry else (memory, None, "")
        try:
            position = gather.journal.read(domain)
        except CertbindError as error:
            return as_unread(error), None, ""
        memory, written = memory_of(position), position.entry
        return (memory, written.at, written.record.message) if written else (memory, None, "")


def read_ledger_side(journal: Journal, clock: Clock, shelf: KeptReports | None) -> LedgerSide:
    """Once a report. What cannot be read is told once, not once a domain; what the kept report
    tells is then the last that is known, with its time.
    """
    kept = _kept(shelf)
    try:
        head = journal.head(SWEEP)
        skew = clock.now() - head.now if head.now is not None else timedelta()
        runs = read_runs(journal, newest_sweep(head.entry))
        return LedgerSide(frozenset(domains_of(journal)), runs, kept, skew)
    except CertbindError as error:
        runs = Runs(kept.at, is_known=False)
        return LedgerSide(runs=runs, kept=kept, unread=as_unread(error))


def _kept(shelf: KeptReports | None) -> Kept:
    """A report that cannot be read is none: whatever is told by it was only seen then."""
    if shelf is None:
        return Kept()
    try:
        return kept_in(shelf.read(FILE))
    except CertbindError:
        return Kept()
