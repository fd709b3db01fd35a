"""Fail over to the backup certificate of another CA: a rollback to it by name, held so that the
loop does not bring back what was taken off.
"""

from __future__ import annotations

from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding
from certbind.domain.situation.backup import shares_ca
from certbind.domain.trust.summary import summarise
from certbind.errors import BusyError, NotFoundError
from certbind.requests import EmergencyRequest, RollbackRequest
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import PAUSE, Patience
from certbind.usecases.serving.place import seen_now, where_visitors_go
from certbind.usecases.serving.telling import refused
from certbind.usecases.wishes.rollback import Rollback
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Failover:
    """Refused where the backup would serve nobody, or is of the CA that it should stand in for;
    then what is bound is looked at too, since a person has to know whether both are bad, and what
    is left.
    """

    sources: Sources
    rules: Rules
    roll_back: Rollback
    patience: Patience

    def __call__(self, request: EmergencyRequest) -> Outcome:
        """One outcome; errors of reading are raised."""
        backup = self.rules.policy.backup(request.domain)
        if backup is None:
            told = f"CERTBIND_BACKUPS names none for {request.domain}"
            return refused(request.domain, (Finding(Reason.NO_BACKUP, told),), request.request_id)
        asked = RollbackRequest(
            domain=request.domain,
            to=backup,
            dry_run=request.dry_run,
            force=request.force,
            request_id=request.request_id,
        )
        both = None if request.force else self._of_one_ca(backup, request)
        if both is not None:
            asked = replace(asked, dry_run=True)
        outcome = self._rolled_back(asked)
        if outcome.result is Result.REFUSED:
            return self._refused(outcome, backup, request)
        return outcome if both is None else self._told_of_one_ca(*both, request)

    def _rolled_back(self, asked: RollbackRequest) -> Outcome:
        """A target that is being configured is waited for."""
        waited = 0.0
        while True:
            (outcome,) = self.roll_back(asked).outcomes
            busy = outcome.reason in (Reason.TARGET_BUSY.value, BusyError.code)
            if not busy or asked.dry_run or not self.patience.waits(waited):
                return outcome
            waited += PAUSE

    def _of_one_ca(
        self, backup: CertificateId, request: EmergencyRequest
    ) -> tuple[Certificate, Certificate] | None:
        """The backup and what stands, where one CA made both; None also where either is unknown to
        CAS: the rollback says so.
        """
        binding = where_visitors_go(self.sources, request.domain).binding
        one, other = self._held(backup), self._standing(binding)
        if one is None or other is None or one.id == other.id or not shares_ca(one, other):
            return None
        return one, other

    def _told_of_one_ca(
        self, one: Certificate, other: Certificate, request: EmergencyRequest
    ) -> Outcome:
        """Nothing else speaks against it. It is not bound for all that: where a CA is the trouble,
        visitors may be refused what looks well from here. Where they do not get what stands, a
        person is told how it is bound, since it may be all that is left.
        """
        told = f"{one.id} is of the same CA as {other.id}, which is bound ({one.issuer})"
        why = self._why_dead(other, request)
        how = "--force binds it all the same"
        if why:
            how = (
                f"{why}, and nothing else speaks against {one.id}: where its CA is not the "
                f"trouble, `certbind emergency failover {request.domain} --force --apply` brings "
                "HTTPS back"
            )
        finding = Finding(Reason.BACKUP_UNFIT, f"{told}; {how}")
        return refused(request.domain, (finding,), request.request_id)

    def _why_dead(self, stands: Certificate, request: EmergencyRequest) -> str:
        """By CAS's word, or by what visitors are seen to get; empty where neither speaks."""
        if stands.status is CertificateStatus.REVOKED:
            return "CAS says that what is bound is revoked"
        verdict = seen_now(self.sources, self.rules, request.domain)
        if verdict is None or verdict.is_good or verdict.is_undecided:
            return ""
        return f"visitors do not get what is bound ({summarise(verdict)})"

    def _standing(self, binding: Binding) -> Certificate | None:
        return None if binding.certificate_id is None else self._held(binding.certificate_id)

    def _held(self, certificate: CertificateId) -> Certificate | None:
        try:
            return self.sources.inventory.certificate(certificate)
        except NotFoundError:
            return None

    def _refused(
        self, outcome: Outcome, backup: CertificateId, request: EmergencyRequest
    ) -> Outcome:
        verdict = seen_now(self.sources, self.rules, request.domain)
        if verdict is None or verdict.is_good or verdict.is_undecided:
            return outcome
        told = f"{request.domain}: both are bad. What is bound: {summarise(verdict)}. The backup "
        told += f"{backup}: {outcome.message} Upload or order a certificate (`certbind upload`), "
        told += (
            f"or take the domain to plain HTTP: `certbind emergency downgrade {request.domain}`."
        )
        reason = Reason.BOTH_BAD.value
        return Outcome(
            Result.REFUSED, request.domain, told, reason, request.request_id, outcome.details
        )
