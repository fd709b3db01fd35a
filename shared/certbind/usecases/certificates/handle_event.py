"""One message of the queue to its recorded outcome."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.envelopes import Delivery
from certbind.errors import EventError, LedgerConflictError, OversizedError
from certbind.events import CertificateEvent, ChangeHint, Event, LineStep, Step
from certbind.ports.queues import EventQueue
from certbind.usecases.certificates.certificate_event import HandleCertificateEvent
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.take import TakeStep
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field

if TYPE_CHECKING:
    from certbind.usecases.renew.ordering import Ordering


@dataclass(frozen=True, slots=True)
class HandleEvent:
    """Sends each kind of event to the use case that handles it."""

    sources: Sources
    queue: EventQueue
    rules: Rules
    ordering: Ordering | None = None
    snapshot: SnapshotKept = field(default_factory=SnapshotKept, compare=False)

    def __call__(self, delivery: Delivery) -> Outcome:
        """A delivery to its outcome. A message that is no event is put on record as such; what is
        too large to be read may hold events, so it is raised, and kept among the dead letters. An
        event's outcome is on record in its certificate's journal, a step's in its domain's,
        unless it says the same as the newest entry there.
        """
        if isinstance(delivery.error, OversizedError):
            raise delivery.error
        if delivery.event is None:
            return self._reject(delivery)
        return self._handle(delivery.event)

    def _handle(self, event: Event) -> Outcome:
        if isinstance(event, Step):
            return TakeStep(self.sources, self.queue, self.rules, self.snapshot)(event)
        if isinstance(event, LineStep):
            return self._follow_line(event)
        if isinstance(event, ChangeHint):
            return self._look_now(event)
        return self._certificate_event(event)

    def _follow_line(self, event: LineStep) -> Outcome:
        """Read where it is wanted: most functions never order anything."""
        from certbind.usecases.renew.follow_line import FollowLine  # noqa: PLC0415

        return FollowLine(self.sources, self.queue, self.rules, self.ordering)(event)

    def _certificate_event(self, event: CertificateEvent) -> Outcome:
        return HandleCertificateEvent(self.sources, self.queue, self.rules)(event)

    def _look_now(self, event: ChangeHint) -> Outcome:
        sources = self.sources
        if event.deploys:
            from certbind.usecases.certificates.deploying import LookAtDeployments  # noqa: PLC0415

            return LookAtDeployments(sources, self.queue)(event)
        report = WatchCertificates(sources.clock, sources.inventory, self.queue, sources.journal)()
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
        if self.sources.journal.newest(subject) is None:
            # On a conflict the same bytes were rejected a moment ago: they are on record.
            with suppress(LedgerConflictError):
                self.sources.journal.append(seal(subject, None, self.sources.clock.now(), record))
        return Outcome(Result.REJECTED, subject, str(error), error.code, delivery.id, details)
