"""One domain of a sweep: what stands, what the ledger knows and what is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.hold import held_back
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import expiry_stage
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import BoundTarget
from certbind.domain.plan import Bind, Cannot, Keep, plan_best
from certbind.domain.scope import in_scope
from certbind.domain.state import DomainState, Phase
from certbind.errors import CloudError, LedgerConflictError, LedgerUnreadableError
from certbind.events import bind_command, verify_command
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.foreign_change import accept, is_by_another_hand, is_of, words
from certbind.usecases.reading import read_standing
from certbind.usecases.recheck_report import DomainReport, RecheckFinding
from certbind.usecases.recheck_visitors import look_at_visitors
from certbind.usecases.world import Ports, Rules


@dataclass(slots=True)
class _Notes:
    findings: list[tuple[RecheckFinding, str]] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)

    def add(self, finding: RecheckFinding, detail: str) -> None:
        self.findings.append((finding, detail))


@dataclass(frozen=True, slots=True)
class RecheckDomain:
    """Examines a routed target; queues what is to be done and reports what was found.

    certificates: CAS's list, read once for the whole sweep; by_id: the same, by id.
    """

    ports: Ports
    rules: Rules

    def __call__(
        self,
        routed: RoutedTarget,
        certificates: tuple[Certificate, ...],
        by_id: Mapping[CertificateId, Certificate],
    ) -> DomainReport:
        """What cannot be read on the way is this domain's finding and no other's."""
        target = routed.bound.target
        if routed.skip is not None:
            note = (RecheckFinding.SKIPPED, str(routed.skip))
            return DomainReport(str(target), target.domain, (note,))
        try:
            notes = self._examine(routed, certificates, by_id)
        except (CloudError, LedgerUnreadableError) as error:
            note = (RecheckFinding.UNREAD, str(error))
            return DomainReport(str(target), target.domain, (note,))
        findings = tuple(notes.findings) or ((RecheckFinding.OK, ""),)
        return DomainReport(str(target), target.domain, findings, tuple(notes.queued))

    def _examine(
        self,
        routed: RoutedTarget,
        certificates: tuple[Certificate, ...],
        by_id: Mapping[CertificateId, Certificate],
    ) -> _Notes:
        notes = _Notes()
        position = self._journal.read(routed.bound.target.domain)
        bound = self._exact(routed.bound)
        if is_by_another_hand(position.state, bound):
            # What the scan read may be older than a binding made since.
            bound = self.ports.targets.read(bound.target)
            position = self._note_foreign_change(position, bound, by_id, notes)
        if is_of(position.state, bound) and self._resume(position, bound, notes):
            return notes
        current = self._current(bound, by_id)
        held = (
            certificates
            if current in certificates or current is None
            else (*certificates, current)
        )
        better = self._note_missed_event(
            replace(routed, bound=bound), held, current, position, notes
        )
        if current is not None and not better:
            self._note_expiry(current, notes)
        if not bound.binding.is_empty:
            self._note_served(position.state, bound, current, notes)
        return notes

    def _current(
        self, bound: BoundTarget, by_id: Mapping[CertificateId, Certificate]
    ) -> Certificate | None:
        """CAS's list hides expired certificates; one that is still bound is asked for."""
        bound_id = bound.binding.certificate_id
        if bound_id is None or bound_id in by_id:
            return by_id.get(bound_id) if bound_id else None
        return read_standing(self.ports.inventory, bound.binding).certificate

    def _exact(self, bound: BoundTarget) -> BoundTarget:
        return bound if bound.binding_is_exact else self.ports.targets.read(bound.target)

    def _note_foreign_change(
        self,
        position: Position,
        bound: BoundTarget,
        by_id: Mapping[CertificateId, Certificate],
        notes: _Notes,
    ) -> Position:
        if not is_by_another_hand(position.state, bound):
            return position
        try:
            position = accept(self._journal, position, bound, by_id)
        except LedgerConflictError:
            # certbind itself was at work meanwhile: the hand may have been its own.
            return self._journal.read(position.domain)
        notes.add(RecheckFinding.FOREIGN_CHANGE, words(position))
        return position

    def _resume(self, position: Position, bound: BoundTarget, notes: _Notes) -> bool:
        """Queue what a lost message or a crash left without an end; whether there was such."""
        state, now = position.state, self.ports.clock.now()
        if state.phase is Phase.INTENT and state.intent_certificate is not None:
            if not state.is_leased(now, self.rules.lease):
                cause = state.intent_cause
                if state.has_handled(cause):  # it came twice, and was refused the first time
                    cause = f"{cause}-again-{position.next_sequence}"
                self._queue_bind(bound, state.intent_certificate, cause, notes)
                notes.add(RecheckFinding.STUCK, "a bind was begun and its result is not known")
            return True
        overdue = state.verify_deadline is not None and now > state.verify_deadline
        if state.phase is Phase.BOUND and overdue and state.current is not None:
            self._queue_look(state, bound, notes)
            notes.add(RecheckFinding.STUCK, "bound, and nobody saw whether visitors get it")
            return True
        return state.phase is Phase.BOUND

    def _queue_bind(
        self, bound: BoundTarget, certificate: CertificateId, cause: str, notes: _Notes
    ) -> None:
        command = bind_command(bound.target, certificate, cause)
        self.ports.queue.send(command)
        notes.queued.append(command.id)

    def _queue_look(self, state: DomainState, bound: BoundTarget, notes: _Notes) -> None:
        current = state.current
        if current is None or current.binding.certificate_id is None:
            return
        command = verify_command(
            bound.target,
            current.binding.certificate_id,
            cause="recheck",
            sequence=state.bound_sequence,
            deadline=self.ports.clock.now() + self.rules.verify_within,
            attempt=state.looks + 1,
        )
        self.ports.queue.send(command)
        notes.queued.append(command.id)

    def _note_missed_event(
        self,
        routed: RoutedTarget,
        certificates: tuple[Certificate, ...],
        current: Certificate | None,
        position: Position,
        notes: _Notes,
    ) -> bool:
        bound = routed.bound
        plan = plan_best(
            certificates,
            (routed,),
            self.ports.clock.now(),
            chains={},
            anchors=self.rules.anchors,
            policy=self.rules.policy,
        )
        now = self.ports.clock.now()
        decision = held_back(plan.decisions[0], position.state, current, now)
        decision = in_scope(decision, self.rules.policy)
        if isinstance(decision, Keep) and decision.finding.reason in _LEFT_ALONE:
            notes.add(_LEFT_ALONE[decision.finding.reason], decision.finding.detail)
        if isinstance(decision, Cannot) and bound.binding.is_empty:
            notes.add(RecheckFinding.NO_HTTPS, "; ".join(map(str, decision.findings)))
        if not isinstance(decision, Bind):
            return False
        cause = _cause(decision, position)
        if position.state.has_handled(cause):
            self._note_refusal(position, cause, notes)
            return False
        self._queue_bind(bound, decision.certificate.id, cause, notes)
        notes.add(
            RecheckFinding.MISSED_EVENT,
            f"certificate {decision.certificate.id} should stand here: {decision.reason}",
        )
        return True

    def _note_refusal(self, position: Position, cause: str, notes: _Notes) -> None:
        newest = position.entry.record if position.entry else None
        if newest and newest.kind is EntryKind.REFUSED and newest.event_id == cause:
            notes.add(RecheckFinding.REFUSED, newest.message)

    def _note_expiry(self, current: Certificate, notes: _Notes) -> None:
        stage = expiry_stage(current.not_before, current.not_after, self.ports.clock.now())
        if stage is not None:
            notes.add(
                RecheckFinding.EXPIRING,
                f"certificate {current.id} ends {current.not_after:%Y-%m-%d} ({stage.value}); "
                "no better one is there, or may be bound by itself",
            )

    def _note_served(
        self,
        state: DomainState,
        bound: BoundTarget,
        current: Certificate | None,
        notes: _Notes,
    ) -> None:
        served = look_at_visitors(bound, current, self.ports, self.rules)
        notes.findings += served.findings
        if notes.queued:
            return
        if current is None and served.end is not None:
            notes.add(RecheckFinding.EXPIRING, served.end)
        if served.is_well and state.phase is Phase.NOT_VERIFIED:
            self._queue_look(state, bound, notes)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)


def _cause(decision: Bind, position: Position) -> str:
    """Until the next binding the same candidate has one id: what BindTarget refused, for a reason
    that no list shows, is not asked for at every sweep. What it kept because something else
    stood there by then is another question.
    """
    over = decision.expects.raw_id
    cause = f"recheck-{decision.certificate.id}-over-{over or 'none'}"
    cause += f"-{position.state.bound_sequence}"
    newest = position.entry.record if position.entry else None
    if newest and newest.kind is EntryKind.KEPT and newest.event_id == cause:
        stood = newest.details.get("stands", over)
        return cause if stood == over else f"{cause}-{position.next_sequence}"
    return cause


_LEFT_ALONE = {
    Reason.HELD: RecheckFinding.HELD,
    Reason.PLAN_ONLY: RecheckFinding.PLAN_ONLY,
}
