"""Bring one target to a certificate: read, plan, apply, record; safe to repeat at any point."""

from __future__ import annotations

from dataclasses import dataclass

from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.hold import held_back
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, TargetState
from certbind.domain.plan import Cannot, Decision, Keep, plan_certificate
from certbind.domain.scope import in_scope
from certbind.domain.state import Phase
from certbind.errors import (
    BusyError,
    CloudError,
    LedgerConflictError,
    NotFoundError,
    StalePlanError,
)
from certbind.events import BindCommand
from certbind.usecases.bind_endings import BindEndings
from certbind.usecases.change_binding import Change, ChangeBinding
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.reading import (
    Standing,
    read_certificates,
    read_chain,
    read_standing,
)
from certbind.usecases.world import Ports, Rules

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
        return self._endings.again(
            command, "lost_race", "others kept changing the domain meanwhile"
        )

    def _once(self, command: BindCommand) -> Outcome:
        position = self._journal.read(command.target.domain)
        if position.state.has_handled(command.cause):
            return self._duplicate(position, command)
        if self._is_leased(position, command):
            return self._endings.again(command, "busy_domain", "another function is at work on it")
        try:
            bound = self.ports.targets.read(command.target)
            position = self._change.settle(position, bound)
            if position.state.has_handled(command.cause):
                return _bound(command, position, "the earlier try had bound it")
            return self._decide_and_apply(position, command, bound)
        except NotFoundError as error:
            return self._endings.refused(position, command, (_finding_of(error),))
        except CloudError as error:
            return self._endings.troubled(position, command, error)

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
        in_front = self._in_front(position, bound)
        if in_front is not None:
            return self._endings.kept(position, command, bound, in_front)
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
            return self._endings.kept(position, command, bound, decision)
        if isinstance(decision, Cannot):
            return self._endings.refused(position, command, decision.findings)
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

    def _in_front(self, position: Position, bound: BoundTarget) -> Keep | None:
        """A command may come of a scan that could not list the product in front: the domain's own
        record says which one it was, and that product whether it still is.
        """
        recorded = position.state.target
        if bound.stands_in_front or recorded is None or recorded.kind == bound.target.kind:
            return None
        try:
            front = self.ports.targets.read(recorded)
        except NotFoundError:
            return None
        if not front.stands_in_front or front.state is TargetState.OFFLINE:
            return None
        detail = f"{recorded} is in front of it, so the certificate belongs there"
        return Keep(bound.target, Finding(Reason.CDN_IN_FRONT, detail))

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
            f"{command.cause} is handled already, by entry {position.next_sequence - 1} at the "
            "latest; nothing is done twice.",
            event_id=command.id,
        )

    def _is_leased(self, position: Position, command: BindCommand) -> bool:
        if position.state.intent_cause == command.cause:
            return False
        return position.state.is_leased(self.ports.clock.now(), self.rules.lease)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)

    @property
    def _endings(self) -> BindEndings:
        return BindEndings(self.ports, self.rules)

    @property
    def _change(self) -> ChangeBinding:
        return ChangeBinding(self.ports, self.rules)


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
