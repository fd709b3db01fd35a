"""The events of a certificate on record: which were handled, and what came of them."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.model.identity import CertificateId
from certbind.errors import LedgerConflictError
from certbind.events import CertificateEvent, EventType
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.values import dataclass

_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Of one event. newest: the last entry of its certificate, as it was when the event came."""

    event: CertificateEvent
    newest: Entry | ChainBreak | None

    @property
    def is_handled(self) -> bool:
        """Whether nothing of it is left to do, by the record."""
        return self.event.id in _handled_in(self.newest)

    @property
    def is_of_it(self) -> bool:
        """Whether the newest entry came of this event."""
        return isinstance(self.newest, Entry) and self.newest.record.event_id == self.event.id

    def duplicate(self) -> Outcome:
        """It came again."""
        event = self.event
        number = self.newest.sequence if self.newest else 0
        return Outcome(
            Result.DUPLICATE,
            str(event.certificate),
            f"{event.id} is handled already, by entry {number} of its certificate's journal "
            "at the latest; nothing is done twice.",
            event_id=event.id,
        )

    def append(self, journal: Journal, clock: Clock, outcome: Outcome, *, is_over: bool) -> None:
        """is_over: whether the event, should it come again, has nothing left to do."""
        lost: LedgerConflictError | None = None
        now = self
        for _ in range(RACES_PER_RUN):
            try:
                journal.append(now._entry(clock, outcome, is_over=is_over))
            except LedgerConflictError as error:
                lost, now = error, EventRecord(self.event, journal.newest(self._subject))
                if now.is_handled or now.is_of_it:
                    return  # a duplicate was faster; else another event of the certificate was
            else:
                return
        if lost is not None:
            raise lost

    def _entry(self, clock: Clock, outcome: Outcome, *, is_over: bool) -> Entry:
        event, handled = self.event, _handled_in(self.newest)
        if is_over and event.id not in handled:
            handled = [*handled, event.id][-_REMEMBERED:]
        kind, state = _entry_kind(event, outcome), {"handled": handled}
        record = Record(kind, event.id, outcome.reason, outcome.message, outcome.details, state)
        return seal(self._subject, self.newest, clock.now(), record)

    @property
    def _subject(self) -> str:
        return certificate_subject(self.event.certificate)


def certificate_subject(certificate_id: CertificateId) -> str:
    """The subject under which the events of a certificate are recorded."""
    return f"certificate/{certificate_id}"


def _entry_kind(event: CertificateEvent, outcome: Outcome) -> EntryKind:
    is_refusal = outcome.result is Result.REFUSED
    if event.type in (EventType.EXPIRY_APPROACHING, EventType.REVOKED):
        is_refusal = is_refusal and not outcome.details
    return EntryKind.EVENT_REFUSED if is_refusal else EntryKind.EVENT_PLANNED


def _handled_in(newest: Entry | ChainBreak | None) -> list[str]:
    """None of a damaged entry: an event that is handled twice changes nothing twice."""
    handled = newest.record.state.get("handled") if isinstance(newest, Entry) else None
    return [str(one) for one in handled] if isinstance(handled, list) else []
