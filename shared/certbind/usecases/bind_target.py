"""Bring one target to a certificate: read, plan, apply, record; safe to repeat at any point."""

from __future__ import annotations

from dataclasses import dataclass, replace

from certbind.domain.certificate import Certificate
from certbind.domain.hold import held_back
from certbind.domain.identity import CertificateId
from certbind.domain.journal import EntryKind
from certbind.domain.plan import Cannot, Decision, Keep, plan_certificate
from certbind.domain.policy import Policy
from certbind.domain.reasons import Finding, Reason
from certbind.domain.routing import RoutedTarget
from certbind.domain.scope import in_scope
from certbind.domain.state import DomainState, Phase
from certbind.domain.target import BoundTarget, Target, TargetKind, TargetState
from certbind.errors import (
    BusyError,
    CloudError,
    LedgerConflictError,
    NotFoundError,
    StalePlanError,
)
from certbind.events import BindCommand, bind_command
from certbind.usecases.change_binding import Change, ChangeBinding
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.reading import (
    Standing,
    read_certificates,
    read_chain,
    read_standing,
)
from certbind.usecases.world import Ports, Rules, retry_delay

RACES_PER_RUN = 4
"""How often one invocation plans anew before it leaves the domain to a later one."""


@dataclass(frozen=True, slots=True)
class BindTarget:
    """Handles BindCommand."""

    ports: Ports
    rules: Rules

    def __call__(self, command: BindCommand) -> Outcome:
        """One command to its recorded outcome.

        A passing trouble (throttling, a domain being configured, a lost race) is recorded and the
        command is queued again; only a ledger or queue that cannot be written is raised.
        """
        for _ in range(RACES_PER_RUN):
            try:
                return self._once(command)
            except (LedgerConflictError, StalePlanError):
                continue
        return self._again(command, "lost_race", "others kept changing the domain meanwhile")

    def _once(self, command: BindCommand) -> Outcome:
        position = self._journal.read(command.target.domain)
        if position.state.has_handled(command.cause):
            return self._duplicate(position, command)
        if self._is_leased(position, command):
            return self._again(command, "busy_domain", "another function is at work on it")
        try:
            bound = self.ports.targets.read(command.target)
            position = self._change.settle(position, bound)
            if position.state.has_handled(command.cause):
                return _bound(command, position, "the earlier try had bound it")
            return self._decide_and_apply(position, command, bound)
        except NotFoundError as error:
            return self._refuse(position, command, (_finding_of(error),))
        except CloudError as error:
            return self._trouble(position, command, error)

    def _decide_and_apply(
        self, position: Position, command: BindCommand, bound: BoundTarget
    ) -> Outcome:
        if bound.state is TargetState.CONFIGURING:
            raise BusyError(
                "the domain is being configured",
                service="cdn",
                action="SetCdnDomainSSLCertificate",
                subject=str(command.target),
            )
        in_front = self._in_front(position, command.target)
        if in_front is not None:
            return self._keep(position, command, bound, in_front)
        certificate = self.ports.inventory.certificate(command.certificate)
        standing = read_standing(self.ports.inventory, bound.binding)
        policy = self.rules.policy
        if command.by_hand:
            policy = policy.asked_for(command.target.domain, command.certificate)
        decision = self._decide(certificate, bound, standing, policy)
        if not command.by_hand:
            decision = in_scope(decision, policy)
            now = self.ports.clock.now()
            decision = held_back(decision, position.state, standing.certificate, now)
        if isinstance(decision, Keep):
            return self._keep(position, command, bound, decision)
        if isinstance(decision, Cannot):
            return self._refuse(position, command, decision.findings)
        change = Change(
            command.target, standing.known, certificate, command.cause, decision.reason
        )
        position = self._change.apply(position, change)
        return _bound(command, position, decision.reason)

    def _decide(
        self, certificate: Certificate, bound: BoundTarget, standing: Standing, policy: Policy
    ) -> Decision:
        skip = None
        if bound.state is TargetState.OFFLINE:
            skip = Finding(Reason.TARGET_OFFLINE, "the domain is stopped or disabled")
        plan = plan_certificate(
            certificate,
            (RoutedTarget(bound, skip),),
            self.ports.clock.now(),
            chain=read_chain(self.ports.inventory, certificate.id),
            anchors=self.rules.anchors,
            policy=policy,
            known=self._known(standing, policy.pinned(bound.target.domain)),
        )
        if plan.decisions:
            return plan.decisions[0]
        finding = Finding(Reason.NAME_MISMATCH, f"certificate {certificate.id} does not cover it")
        return Cannot(bound.target, (finding,))

    def _in_front(self, position: Position, target: Target) -> Keep | None:
        """A command for a bucket may come of a scan that could not list CDN: the domain's own
        record says whether CDN was in front, and CDN whether it still is.
        """
        recorded = position.state.target
        if target.kind is not TargetKind.OSS or recorded is None:
            return None
        if recorded.kind is not TargetKind.CDN:
            return None
        try:
            if self.ports.targets.read(recorded).state is TargetState.OFFLINE:
                return None
        except NotFoundError:
            return None
        detail = f"{recorded} is in front of it, so the certificate belongs there"
        return Keep(target, Finding(Reason.CDN_IN_FRONT, detail))

    def _known(
        self, standing: Standing, pin: CertificateId | None
    ) -> dict[CertificateId, Certificate]:
        known = standing.known_certificates()
        if pin is not None and pin not in known:
            known |= read_certificates(self.ports.inventory, (pin,))
        return known

    def _duplicate(self, position: Position, command: BindCommand) -> Outcome:
        # The look may have been lost with the crash that brought the duplicate: queue it again.
        if position.state.phase is Phase.BOUND and position.state.looks == 0:
            self._change.queue_look(position)
        return Outcome(
            Result.DUPLICATE,
            command.target.domain,
            f"{command.cause} is handled already (entry {position.next_sequence - 1} or before); "
            "nothing is done twice.",
            event_id=command.id,
        )

    def _keep(
        self, position: Position, command: BindCommand, bound: BoundTarget, decision: Keep
    ) -> Outcome:
        message = f"{command.target}: nothing to do: {decision.finding.detail}."
        self._journal.write(
            position,
            EntryKind.KEPT,
            _concluded(position.state, command, decision.finding),
            event_id=command.cause,
            reason=decision.finding.reason.value,
            message=message,
            details={"stands": bound.binding.raw_id},
        )
        return Outcome(
            Result.NOTHING_TO_DO,
            command.target.domain,
            message,
            decision.finding.reason.value,
            command.id,
        )

    def _refuse(
        self, position: Position, command: BindCommand, findings: tuple[Finding, ...]
    ) -> Outcome:
        reasons = "; ".join(finding.detail for finding in findings)
        message = f"{command.target}: nothing was touched: {reasons}."
        details = {"findings": [[f.reason.value, f.detail] for f in findings]}
        self._journal.write(
            position,
            EntryKind.REFUSED,
            _concluded(position.state, command, findings[0]),
            event_id=command.cause,
            reason=findings[0].reason.value,
            message=message,
            details=details,
        )
        return Outcome(
            Result.REFUSED,
            command.target.domain,
            message,
            findings[0].reason.value,
            command.id,
            details,
        )

    def _trouble(self, position: Position, command: BindCommand, error: CloudError) -> Outcome:
        """A CloudError on the way: queued again when it passes by itself, else given up.

        Its cause is not handled by that: recheck asks again until the trouble is mended.
        """
        latest = self._journal.read(command.target.domain)
        if latest.next_sequence == position.next_sequence:
            # It came before the intent, so nothing is on record yet.
            kind = EntryKind.DEFERRED if error.retryable else EntryKind.BIND_FAILED
            self._journal.write(
                latest,
                kind,
                latest.state,
                event_id=command.cause,
                reason=error.code,
                message=str(error),
            )
        if error.retryable:
            return self._again(command, error.code, str(error))
        return Outcome(
            Result.FAILED,
            command.target.domain,
            str(error),
            error.code,
            command.id,
            error.to_json(),
        )

    def _again(self, command: BindCommand, reason: str, because: str) -> Outcome:
        if command.attempt >= self.rules.max_attempts:
            return self._give_up(command, reason, because)
        delay = retry_delay(command.attempt)
        self.ports.queue.send(
            bind_command(
                command.target,
                command.certificate,
                command.cause,
                command.attempt + 1,
                by_hand=command.by_hand,
            ),
            delay,
        )
        return Outcome(
            Result.DEFERRED,
            command.target.domain,
            f"{command.target}: {because.rstrip('.')}. "
            f"Trying again in {int(delay.total_seconds())} s (try {command.attempt}).",
            reason,
            command.id,
        )

    def _give_up(self, command: BindCommand, reason: str, because: str) -> Outcome:
        position = self._journal.read(command.target.domain)
        message = (
            f"{command.target}: given up after {command.attempt} tries: {because.rstrip('.')}. "
            "recheck will look at it again."
        )
        self._journal.write(
            position,
            EntryKind.BIND_FAILED,
            position.state,
            event_id=command.cause,
            reason=reason,
            message=message,
        )
        return Outcome(Result.FAILED, command.target.domain, message, reason, command.id)

    def _is_leased(self, position: Position, command: BindCommand) -> bool:
        if position.state.intent_cause == command.cause:
            return False
        return position.state.is_leased(self.ports.clock.now(), self.rules.lease)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)

    @property
    def _change(self) -> ChangeBinding:
        return ChangeBinding(self.ports, self.rules)


def _concluded(state: DomainState, command: BindCommand, finding: Finding) -> DomainState:
    """The state after a decision that changes nothing.

    A bucket behind CDN is not the domain's target; a domain that moved begins anew.
    """
    state = state.at_rest()
    if finding.reason is not Reason.CDN_IN_FRONT:
        moved = state.target is not None and not state.target.same_place(command.target)
        state = DomainState(handled=state.handled) if moved else state
        state = replace(state, target=command.target)
    return state.with_handled(command.cause)


def _bound(command: BindCommand, position: Position, why: str) -> Outcome:
    return Outcome(
        Result.BOUND,
        command.target.domain,
        f"{command.target}: certificate {command.certificate} is bound ({why}); "
        "visitors are looked at next.",
        event_id=command.id,
        details={"entry": position.next_sequence - 1},
    )


def _finding_of(error: NotFoundError) -> Finding:
    return Finding(Reason.NOT_FOUND, str(error).rstrip("."))
