"""A certificate nears its end: bind a better one where there is one, else say so in time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from certbind.domain.decide.routing import RoutedTarget, route
from certbind.domain.hold import held_back
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.plan import Bind, plan_best
from certbind.domain.scope import in_scope
from certbind.domain.trust.names import covers_any
from certbind.errors import (
    CloudError,
    LedgerConflictError,
    LedgerUnreadableError,
    NotFoundError,
)
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
        outcome, is_whole = self._look_for_better(event)
        # What could not be read may serve it: the event is not over, should it come again.
        handled = [*handled, event.id][-32:] if is_whole else handled
        record = Record(
            EntryKind.EVENT_PLANNED,
            event.id,
            outcome.reason,
            outcome.message,
            outcome.details,
            {"handled": handled},
        )
        try:
            self.ports.journal.append(seal(subject, newest, self.ports.clock.now(), record))
        except LedgerConflictError:
            return self(event)
        return outcome

    def _look_for_better(self, event: CertificateEvent) -> tuple[Outcome, bool]:
        """The outcome, and whether the whole account was read for it."""
        try:
            ending = self.ports.inventory.certificate(event.certificate)
        except NotFoundError as error:
            refused = Outcome(
                Result.REFUSED, str(event.certificate), str(error), error.code, event.id
            )
            return refused, False
        others = (c for c in self.ports.inventory.list_certificates() if c.id != ending.id)
        found = self._split(ending, (ending, *others), event)
        return _told(ending, found, event), not found.unread

    def _split(
        self,
        ending: Certificate,
        certificates: tuple[Certificate, ...],
        event: CertificateEvent,
    ) -> _Found:
        """Each domain on its own: one that cannot be read stops no other."""
        scan = self.ports.targets.scan()
        found = _Found(unread=[f"{f.where}: {f.message}" for f in scan.failures])
        for routed in route(scan):
            if routed.skip is not None:
                continue
            try:
                self._look_at(routed, ending, certificates, event, found)
            except (CloudError, LedgerUnreadableError) as error:
                found.unread.append(f"{routed.bound.target}: {error}")
        return found

    def _look_at(
        self,
        routed: RoutedTarget,
        ending: Certificate,
        certificates: tuple[Certificate, ...],
        event: CertificateEvent,
        found: _Found,
    ) -> None:
        bound = routed.bound
        domain = bound.target.domain
        if not bound.binding_is_exact and covers_any(ending.names, domain):
            bound = self.ports.targets.read(bound.target)
        if bound.binding.certificate_id != ending.id:
            return
        found.served.append(domain)
        now = self.ports.clock.now()
        plan = plan_best(
            certificates,
            (replace(routed, bound=bound),),
            now,
            chains={},
            anchors=self.rules.anchors,
            policy=self.rules.policy,
        )
        state = DomainJournal(self.ports.journal, self.ports.clock).read(domain).state
        decision = held_back(plan.decisions[0], state, ending, now)
        decision = in_scope(decision, self.rules.policy)
        if isinstance(decision, Bind):
            self.ports.queue.send(
                bind_command(bound.target, decision.certificate.id, cause=event.id)
            )
            found.better.append(domain)


@dataclass(slots=True)
class _Found:
    """The domains that serve the ending certificate, those of them that get a better one, and
    what could not be read.
    """

    served: list[Domain] = field(default_factory=list)
    better: list[Domain] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def _told(ending: Certificate, found: _Found, event: CertificateEvent) -> Outcome:
    alone = sorted(set(found.served) - set(found.better))
    details = {
        "domains": found.served,
        "rebinding": found.better,
        "no_better": alone,
        "unread": found.unread,
    }
    unread = f" {len(found.unread)} part(s) could not be read." if found.unread else ""
    if not found.served:
        where = "nowhere that could be read" if found.unread else "nowhere"
        message = f"Certificate {ending.id} is near its end and bound {where}.{unread}"
        return Outcome(
            Result.NOTHING_TO_DO, str(ending.id), message, event_id=event.id, details=details
        )
    message = (
        f"Certificate {ending.id} ends {ending.not_after:%Y-%m-%d} ({event.stage}): "
        f"a better one is bound next on {len(found.better)} domain(s)"
    )
    message += (
        f"; none is there, or may be bound by itself, for {', '.join(alone[:10])}."
        if alone
        else "."
    )
    return Outcome(
        Result.PLANNED if found.better else Result.REFUSED,
        str(ending.id),
        message + unread,
        "no_certificate" if alone else "",
        event.id,
        details,
    )
