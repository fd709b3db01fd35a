"""Reconcile what stands, what the ledger knows and what is served; the timer that trusts nobody.

Finds what no event told: a missed renewal, a rotation that got stuck, a binding changed by another
hand (told, not fought), an edge that serves something else, what will expire. The work itself
goes out by message, one domain each.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from certbind.domain.decide.routing import route
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.target import TargetScan
from certbind.errors import LedgerConflictError, LedgerUnreadableError
from certbind.usecases.recheck_domain import RecheckDomain
from certbind.usecases.recheck_report import RecheckReport
from certbind.usecases.world import Ports, Rules

SUBJECT = "recheck/report"
WORKERS = 16
"""Domains looked at side by side; the CDN read rate (100/s) is the bound in sight."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """One sweep over the account."""

    ports: Ports
    rules: Rules

    def __call__(self) -> RecheckReport:
        """Lists are read once; then each domain on its own, so that one trouble stays one."""
        certificates = self.ports.inventory.list_certificates()
        scan = self.ports.targets.scan()
        by_id = {c.id: c for c in certificates}
        routed = route(scan)
        examine = RecheckDomain(self.ports, self.rules)
        with ThreadPoolExecutor(WORKERS) as pool:
            reports = tuple(pool.map(lambda r: examine(r, certificates, by_id), routed))
        report = RecheckReport(reports, _unread(scan))
        try:
            self._record(report)
        except LedgerUnreadableError as error:
            # The sweep is done: what it found must not be lost with the place for its report.
            return replace(report, unread=(*report.unread, str(error)))
        return report

    def _record(self, report: RecheckReport) -> None:
        newest = self.ports.journal.newest(SUBJECT)
        body = report.to_json()
        record = Record(
            EntryKind.SNAPSHOT,
            "recheck",
            message=f"{len(report.domains)} domains: {report.counts}.",
            details=body,
        )
        try:
            self.ports.journal.append(seal(SUBJECT, newest, self.ports.clock.now(), record))
        except LedgerConflictError:
            return  # two sweeps overlapped; the other report stands


def _unread(scan: TargetScan) -> tuple[str, ...]:
    return tuple(f"{f.where}: {f.message}" for f in scan.failures)
