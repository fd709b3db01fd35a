"""`status`, `certificates`, `page`: one report of the whole account. It reads and never writes.

Lists are read once; then each domain on its own, side by side, so that one trouble stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from certbind.domain.decide.decision import Decision
from certbind.domain.hygiene.quotas import Quota, uploads_of
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget, ScanFailure, Target
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.named import absent_names
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.routing import in_order
from certbind.domain.situation.situation import Situation
from certbind.errors import CertbindError
from certbind.ports.certificates import Quotas
from certbind.ports.ledger import KeptReports
from certbind.usecases.account.canaries import Canaries
from certbind.usecases.account.missing import not_in_sight
from certbind.usecases.account.scanned import Scanned, in_parallel, situation_of
from certbind.usecases.account.sweep_domain import examine, with_renewal
from certbind.usecases.overview.certificate_rows import certificate_rows
from certbind.usecases.overview.domain_row import row_of
from certbind.usecases.overview.ledger_side import LedgerSide, read_ledger_side
from certbind.usecases.overview.report import (
    AccountReport,
    DomainHealth,
    DomainRow,
    worst_first,
)
from certbind.usecases.overview.timeline import events_of
from certbind.usecases.renew.due_lines import DueLines
from certbind.usecases.rotate.directions import Directions
from certbind.usecases.rotate.gather import Gather, list_certificates
from certbind.usecases.rotate.reads.quotas import QUOTAS, read_quotas
from certbind.usecases.rotate.reads.resources import read_radar
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, replace

Hears = Callable[[Situation, Decision, DomainRow], None]
"""Somebody who tells more of a domain than its row; many threads may call."""


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """shelf: where recheck keeps its report; None: nowhere. hears: of each domain that is read.
    packages: what CAS sold for orders; None: neither that nor uploads are counted.
    """

    sources: Sources
    rules: Rules
    shelf: KeptReports | None = None
    hears: Hears | None = None
    packages: Quotas | None = None

    def __call__(
        self, domains: Collection[Domain] = (), *, look: bool = False, events: bool = False
    ) -> AccountReport:
        """Domains empty: all of them. look: shake hands now with every domain that visitors meet.
        events: with what happened lately.

        UnknownDomainError, DomainUnreadError or DomainOutOfScopeError for a domain that is named
        and not in sight.
        """
        certificates = list_certificates(self.sources, self.rules)
        scan = self.sources.targets.scan()
        scanned = Scanned.of(scan)
        known = tuple(sorted({*scanned.targets}))
        missing = [one for one in domains if one not in scanned.targets]
        if missing:
            raise not_in_sight(missing, scan.failures, scan.limits, known)
        ledger = read_ledger_side(self.sources.journal, self.sources.clock, self.shelf)
        reading = _Reading(self, certificates, scanned, ledger, look, events)
        wanted = [
            one
            for one in _met(scanned, reading.directions)
            if not domains or one.target.domain in domains
        ]
        rows = (*in_parallel(reading.row, wanted), *(() if domains else reading.out_of_sight()))
        listed, now = reading.certificates, self.sources.clock.now()
        is_asked = not domains or self.hears is not None
        where = self.sources.resources if is_asked else None
        seen = read_radar(where, self.sources.products, certificates, scan.targets, now)
        stock = partial(self._stock, listed)
        counting = None if domains else self.sources.quotas
        quotas = read_quotas(counting, scan, now, stock)
        unread = (
            *_unread("CAS", certificates),
            *_unread(_ELSEWHERE, seen),
            *_unread(QUOTAS, quotas),
        )
        return AccountReport(
            now,
            tuple(sorted(rows, key=worst_first)),
            None if listed is None else certificate_rows(listed, rows),
            (*unread, *scan.failures, *ledger.failures),
            absent_names(self.rules.policy, scan, listed),
            scan.limits,
            reading.gone,
            ledger.runs,
            look,
            seen.value if isinstance(seen, Known) else None,
            quotas.value if isinstance(quotas, Known) else (),
        )

    def _stock(self, listed: Certificates | None) -> Iterator[Quota]:
        """What CAS itself counts."""
        if self.packages is not None:
            yield from self.packages.held()
            yield from uploads_of(listed.listed.certificates() if listed is not None else ())


def _met(scanned: Scanned, directions: Directions) -> Iterator[BoundTarget]:
    """Targets where visitors meet their domain; what has no effect is told beside those."""
    for one in in_order(scanned.scan):
        if directions.is_met(one, scanned.targets[one.target.domain]):
            yield one


_ELSEWHERE = "where else certificates stand"


def _unread(where: str, read: object) -> tuple[ScanFailure, ...]:
    if not isinstance(read, Unread):
        return ()
    return (ScanFailure(where, read.code, read.detail, read.retryable),)


class _Reading:
    """What all rows of one report share."""

    def __init__(
        self,
        account: ReadAccount,
        certificates: Read[Certificates],
        scanned: Scanned,
        ledger: LedgerSide,
        look: bool,
        events: bool,
    ) -> None:
        self._sources = account.sources
        self._scanned = scanned
        self._ledger = ledger
        self._look = look
        self._events = events
        self._hears = account.hears
        self._gather = Gather(account.sources, account.rules, certificates)
        if not look and not account.hears:
            self._gather.recall(scanned.targets.keys() & ledger.domains, asks=lambda _: False)
        self._canaries = Canaries(account.rules.times)
        self._lines = DueLines(account.sources, account.rules)

    @property
    def certificates(self) -> Certificates | None:
        """As far as they were read by now; None where CAS's list was not."""
        return self._gather.asked()

    @property
    def directions(self) -> Directions:
        """Where DNS leads to."""
        return self._gather.directions

    @property
    def gone(self) -> tuple[Domain, ...]:
        """Only where the account was read whole."""
        scan = self._scanned.scan
        if scan.failures or scan.limits:
            return ()
        return tuple(sorted(self._ledger.domains - self._scanned.targets.keys()))

    def out_of_sight(self) -> Iterator[DomainRow]:
        """Domains of the ledger that may be in a part which could not be read."""
        if not self._scanned.scan.failures:
            return
        for domain in sorted(self._ledger.domains - self._scanned.targets.keys()):
            memory, _, _ = self._ledger.remember(domain, self._gather)
            place = memory.value.state.place if isinstance(memory, Known) else None
            if place is not None:
                yield self._tried(place, None)

    def row(self, bound: BoundTarget) -> DomainRow:
        """Whatever ends the look at it, in its own row."""
        return self._tried(bound.target, bound)

    def _tried(self, target: Target, bound: BoundTarget | None) -> DomainRow:
        try:
            return self._read(target, bound)
        except CertbindError as error:
            return _failed(target, error)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one domain stays in it
            told = CertbindError(f"A fault in certbind: {type(error).__name__}.")
            return replace(_failed(target, told), is_fault=True)

    def _read(self, target: Target, bound: BoundTarget | None) -> DomainRow:
        memory, recorded, message = self._ledger.remember(target.domain, self._gather)
        if bound is None:
            place = Known(self._scanned.place(target.domain))
            situation = self._gather.situation(target, place, memory)
        else:
            situation = situation_of(self._gather, bound, self._scanned, memory=memory)
        situation, decision = self._decided(situation)
        kept = self._ledger.kept
        findings = examine(situation, decision, is_queued=False)
        findings = with_renewal(findings, self._lines.of(decision))
        situation = self._seen(situation)
        row = row_of(situation, decision, findings, kept.visitors.get(str(target)))
        row = replace(row, recorded=recorded, message=message)
        if self._hears is not None:
            told = self._gather.look_to_tell(situation) if self._look else situation
            self._hears(told, decision, row)
        if not self._events:
            return row
        before, now, journal = (
            kept.events.get(str(target), ()),
            situation.now,
            self._sources.journal,
        )
        return replace(row, events=events_of(journal, target.domain, row.entry, before, now))

    def _seen(self, situation: Situation) -> Situation:
        """While the looks after a change go on nothing is decided by another one; whoever asks
        for a look is told all the same what visitors get.
        """
        memory = situation.memory
        is_looked_at = isinstance(memory, Known) and memory.value.state.look is not None
        return self._gather.look_to_tell(situation) if self._look and is_looked_at else situation

    def _decided(self, situation: Situation) -> tuple[Situation, Decision]:
        if self._look and self._gather.can_be_looked_at(situation):
            situation = self._gather.look_now(situation)
        situation, decision = self._gather.decided(situation)
        return situation, self._canaries.in_turn(decision)


def _failed(target: Target, error: CertbindError) -> DomainRow:
    return DomainRow(
        target, DomainHealth.UNREAD, error.code, str(error), advice=error.code, error=error.code
    )
