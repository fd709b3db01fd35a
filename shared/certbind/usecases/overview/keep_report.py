"""What recheck leaves for people to look at: the report and the page, beside the ledger.

It is made of what the sweep saw anyway. Nothing that is decided rests on it, and where it cannot
be kept the sweep is none the worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from certbind.domain.decide.decision import Decision
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import ScanFailure, Target, TargetScan
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.situation import Situation
from certbind.errors import CertbindError
from certbind.ports.ledger import KeptReports
from certbind.usecases.account.scanned import WORKERS
from certbind.usecases.account.sweep_domain import Findings
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.overview.certificate_rows import certificate_rows
from certbind.usecases.overview.domain_row import row_of
from certbind.usecases.overview.kept import FILE, Kept, kept_in
from certbind.usecases.overview.report import (
    AccountReport,
    DomainHealth,
    DomainRow,
    Runs,
    worst_first,
)
from certbind.usecases.overview.runs import read_runs
from certbind.usecases.overview.timeline import events_of
from certbind.usecases.rotate.world import Sources
from certbind.values import dataclass, replace

KEPT = "kept"


@dataclass(frozen=True, slots=True)
class File:
    """Something to be kept under this name."""

    name: str
    content_type: str
    data: bytes


Render = Callable[[AccountReport], Iterable[File]]


class KeepReport:
    """The audience of one sweep (account/sweep.py)."""

    def __init__(
        self,
        sources: Sources,
        shelf: KeptReports,
        render: Render,
        has_time: Callable[[], bool] = lambda: True,
    ) -> None:
        """has_time: whether there is time to read what happened at one more domain; the next
        sweep goes on there.
        """
        self._sources = sources
        self._shelf = shelf
        self._render = render
        self._has_time = has_time
        self._rows: list[DomainRow] = []

    def hears(self, situation: Situation, decision: Decision, findings: Findings) -> None:
        """See Audience."""
        if decision.word == Reason.CDN_IN_FRONT.value:
            return  # told beside the target that visitors meet
        self._rows.append(row_of(situation, decision, findings))

    def misses(self, target: Target, word: str, told: str) -> None:
        """See Audience."""
        unread = DomainHealth.UNREAD
        self._rows.append(DomainRow(target, unread, word, told, advice=word, error=word))

    def ends(self, scan: TargetScan, certificates: Read[Certificates], report: SweepReport) -> str:
        """See Audience: `kept`, or the code of what kept it from being kept."""
        try:
            kept = kept_in(self._shelf.read(FILE))
            for file in self._render(self._report(kept, scan, certificates, report)):
                self._shelf.keep(file.name, file.content_type, file.data)
        except CertbindError as error:
            return error.code
        return KEPT

    def _report(
        self,
        kept: Kept,
        scan: TargetScan,
        certificates: Read[Certificates],
        report: SweepReport,
    ) -> AccountReport:
        with ThreadPoolExecutor(WORKERS) as pool:
            rows = tuple(pool.map(lambda row: self._whole(row, kept), self._rows))
        now = self._sources.clock.now()
        listed = certificates.value if isinstance(certificates, Known) else None
        failures = scan.failures
        if isinstance(certificates, Unread):
            failures = (ScanFailure("CAS", certificates.code, certificates.detail), *failures)
        return AccountReport(
            now,
            tuple(sorted(rows, key=worst_first)),
            None if listed is None else certificate_rows(listed, rows),
            failures,
            report.absent,
            scan.limits,
            runs=replace(self._runs(), swept=now),
            looked=True,
            radar=report.radar,
            quotas=report.quotas,
        )

    def _whole(self, row: DomainRow, kept: Kept) -> DomainRow:
        """With what happened lately; of one that was not reached, what was seen before."""
        before = kept.events.get(str(row.target), ())
        if row.visitors is None:
            row = replace(row, visitors=kept.visitors.get(str(row.target)))
        if not self._has_time():
            return replace(row, events=before)
        now, journal = self._sources.clock.now(), self._sources.journal
        events = events_of(journal, row.domain, row.entry, before, now)
        newest = events[-1] if events and events[-1].number == row.entry else None
        if newest is None:
            return replace(row, events=events)
        return replace(row, events=events, recorded=newest.at, message=newest.message)

    def _runs(self) -> Runs:
        try:
            return read_runs(self._sources.journal, None)
        except CertbindError:
            return Runs()
