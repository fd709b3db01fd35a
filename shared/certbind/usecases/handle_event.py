"""One message of the queue to its recorded outcome."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.envelopes import Delivery
from certbind.errors import EventError, LedgerConflictError
from certbind.events import (
    BindCommand,
    CertificateEvent,
    ChangeHint,
    Event,
    EventType,
    VerifyCommand,
)
from certbind.usecases.bind_target import BindTarget
from certbind.usecases.expiring import HandleExpiry
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.plan_event import PlanEvent
from certbind.usecases.verify_target import VerifyTarget
from certbind.usecases.watch_certificates import WatchCertificates
from certbind.usecases.world import Ports, Rules


@dataclass(frozen=True, slots=True)
class HandleEvent:
    """Sends each kind of event to the use case that handles it."""

    ports: Ports
    rules: Rules

    def __call__(self, delivery: Delivery) -> Outcome:
        """A delivery to its outcome; a message that is no event is put on record as such."""
        if delivery.event is None:
            return self._reject(delivery)
        return self._handle(delivery.event)

    def _handle(self, event: Event) -> Outcome:
        if isinstance(event, BindCommand):
            return BindTarget(self.ports, self.rules)(event)
        if isinstance(event, VerifyCommand):
            return VerifyTarget(self.ports, self.rules)(event)
        if isinstance(event, ChangeHint):
            return self._look_now(event)
        return self._certificate_event(event)

    def _certificate_event(self, event: CertificateEvent) -> Outcome:
        if event.type is EventType.EXPIRY_APPROACHING:
            return HandleExpiry(self.ports, self.rules)(event)
        return PlanEvent(self.ports, self.rules)(event)

    def _look_now(self, event: ChangeHint) -> Outcome:
        report = WatchCertificates(
            self.ports.clock, self.ports.inventory, self.ports.queue, self.ports.journal
        )()
        found = ", ".join(e.id for e in report.events) or "nothing new"
        return Outcome(
            Result.PLANNED if report.events else Result.NOTHING_TO_DO,
            "certificates",
            f"{event.said_by} said that something changed in CAS: {found}.",
            event_id=event.id,
        )

    def _reject(self, delivery: Delivery) -> Outcome:
        error = delivery.error or EventError("the message could not be read.")
        subject = f"rejected/{delivery.digest[:32]}"
        details = {"delivery": delivery.id, "digest": delivery.digest, "bytes": delivery.size}
        record = Record(EntryKind.MESSAGE_REJECTED, delivery.id, error.code, str(error), details)
        if self.ports.journal.newest(subject) is None:
            # On a conflict the same bytes were rejected a moment ago: they are on record.
            with suppress(LedgerConflictError):
                self.ports.journal.append(seal(subject, None, self.ports.clock.now(), record))
        return Outcome(Result.REJECTED, subject, str(error), error.code, delivery.id, details)
