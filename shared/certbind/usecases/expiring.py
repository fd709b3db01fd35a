"""A certificate nears its end: bind a better one where there is one, else say so in time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from certbind.domain.certificate import Certificate
from certbind.domain.hold import held_back
from certbind.domain.journal import EntryKind, Record, seal
from certbind.domain.plan import Bind, plan_best
from certbind.domain.routing import route
from certbind.domain.scope import in_scope
from certbind.errors import LedgerConflictError, NotFoundError
from certbind.events import CertificateEvent, bind_command
from certbind.usecases.domain_journal import DomainJournal
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.plan_event import certificate_subject
from certbind.usecases.world import Ports, Rules


@dataclass(frozen=True, slots=True)
class HandleExpiry:
    """Handles `expiry_approaching`."""

    ports: Ports
    rules: Rules

    def __call__(self, event: CertificateEvent) -> Outcome:
        """The event to its recorded outcome; safe to repeat."""
        subject = certificate_subject(event.certificate)
        newest = self.ports.journal.newest(subject)
        handled = list(newest.record.state.get("handled", [])) if newest else []
        if event.id in handled:
            return Outcome(
                Result.DUPLICATE,
                str(event.certificate),
                f"{event.id} is handled already; nothing is done twice.",
                event_id=event.id,
            )
        outcome = self._look_for_better(event)
        record = Record(
            EntryKind.EVENT_PLANNED,
            event.id,
            outcome.reason,
            outcome.message,
            outcome.details,
            {"handled": [*handled, event.id][-32:]},
        )
        try:
            self.ports.journal.append(seal(subject, newest, self.ports.clock.now(), record))
        except LedgerConflictError:
            return self(event)
        return outcome

    def _look_for_better(self, event: CertificateEvent) -> Outcome:
        try:
            ending = self.ports.inventory.certificate(event.certificate)
        except NotFoundError as error:
            return Outcome(
                Result.REFUSED, str(event.certificate), str(error), error.code, event.id
            )
        others = (c for c in self.ports.inventory.list_certificates() if c.id != ending.id)
        certificates = (ending, *others)
        served, better = self._split(ending, certificates, event)
        if not served:
            message = f"Certificate {ending.id} is near its end and bound nowhere."
            return Outcome(Result.NOTHING_TO_DO, str(ending.id), message, event_id=event.id)
        alone = sorted(set(served) - set(better))
        message = (
            f"Certificate {ending.id} ends {ending.not_after:%Y-%m-%d} ({event.stage}): "
            f"a better one is bound next on {len(better)} domain(s)"
        )
        message += (
            f"; none is there, or may be bound by itself, for {', '.join(alone[:10])}."
            if alone
            else "."
        )
        return Outcome(
            Result.PLANNED if better else Result.REFUSED,
            str(ending.id),
            message,
            "no_certificate" if alone else "",
            event.id,
            {"domains": served, "rebinding": better, "no_better": alone},
        )

    def _split(
        self,
        ending: Certificate,
        certificates: tuple[Certificate, ...],
        event: CertificateEvent,
    ) -> tuple[list[str], list[str]]:
        """The domains that serve the ending certificate, and those that get a better one."""
        served: list[str] = []
        better: list[str] = []
        for routed in route(self.ports.targets.scan()):
            bound = routed.bound
            if not bound.binding_is_exact:
                bound = self.ports.targets.read(bound.target)
            if bound.binding.certificate_id != ending.id:
                continue
            served.append(bound.target.domain)
            plan = plan_best(
                certificates,
                (replace(routed, bound=bound),),
                self.ports.clock.now(),
                chains={},
                anchors=self.rules.anchors,
                policy=self.rules.policy,
            )
            state = (
                DomainJournal(self.ports.journal, self.ports.clock).read(bound.target.domain).state
            )
            now = self.ports.clock.now()
            decision = held_back(plan.decisions[0], state, ending, now)
            decision = in_scope(decision, self.rules.policy)
            if isinstance(decision, Bind):
                better.append(bound.target.domain)
                self.ports.queue.send(
                    bind_command(bound.target, decision.certificate.id, cause=event.id)
                )
        return served, better
