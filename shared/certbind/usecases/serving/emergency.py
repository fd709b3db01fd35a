"""What a person orders in an emergency, one domain at a time; a dry run by default."""

from __future__ import annotations

from certbind.errors import CertbindError, LedgerConflictError, StalePlanError
from certbind.requests import EmergencyAction, EmergencyRequest
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN
from certbind.usecases.rotate.outcome import Outcome
from certbind.usecases.serving.downgrade import Downgrade
from certbind.usecases.serving.failover import Failover
from certbind.usecases.serving.restore import Restore
from certbind.usecases.serving.telling import ProtectReport, failed
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whatever ends it early, the same said again goes on."""

    fail_over: Failover
    downgrade: Downgrade
    restore: Restore

    def __call__(self, request: EmergencyRequest) -> ProtectReport:
        """Another's work in between makes it begin anew from what stands then."""
        outcome = self._guarded(request)
        return ProtectReport(request.action.value, request.dry_run, (outcome,))

    def _guarded(self, request: EmergencyRequest) -> Outcome:
        how_on = "" if request.dry_run else "Say the same again: it goes on where it stopped."
        try:
            for _ in range(RACES_PER_RUN):
                try:
                    return self._once(request)
                except (LedgerConflictError, StalePlanError):
                    continue
        except CertbindError as error:
            return failed(request.domain, error, request.request_id, how_on)
        raced = StalePlanError("Others kept changing it.", subject=request.domain)
        return failed(request.domain, raced, request.request_id, how_on)

    def _once(self, request: EmergencyRequest) -> Outcome:
        if request.action is EmergencyAction.FAILOVER:
            return self.fail_over(request)
        if request.action is EmergencyAction.DOWNGRADE:
            return self.downgrade(request)
        return self.restore(request)
