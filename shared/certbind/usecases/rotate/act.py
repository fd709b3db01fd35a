"""The one place that changes a binding: intent → guarded write → result.

A crash between any two of these, or a write whose answer was lost, leaves a change from which the
next decision goes on: what stands at the target tells how it ended (domain/lifecycle/absorb.py).
"""

from __future__ import annotations

from certbind.domain.decide.decision import Bind
from certbind.domain.lifecycle.facts import (
    Answered,
    AnswerLost,
    Begun,
    Fact,
    NotMade,
    Refused,
)
from certbind.domain.model.target import Target
from certbind.domain.serving.around_binding import Stood
from certbind.domain.situation.reading import Unread
from certbind.errors import (
    BusyError,
    CertbindError,
    CloudError,
    StalePlanError,
    ThrottledError,
)
from certbind.ports.targets import Targets
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.domain_journal import DomainJournal, Note, Position
from certbind.values import dataclass

_SURELY_NOT_MADE = (BusyError, ThrottledError)
"""Of the troubles that pass, those that the API answers before it does anything."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a step was made for. id: of the event or order. message: of the queue's, or "".

    wish: the id of the wish that is carried out, or "".
    """

    id: str
    message: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a bind ended: the position after it, and the trouble that it ended with, if one."""

    position: Position
    trouble: CloudError | None = None


@dataclass(frozen=True, slots=True)
class BindAndRecord:
    """One guarded write."""

    targets: Targets
    journal: DomainJournal

    def __call__(
        self,
        position: Position,
        target: Target,
        bind: Bind,
        cause: Cause,
        *,
        was_good: bool = False,
        just_read: bool = False,
        stood: Stood | Unread | None = None,
    ) -> Ended:
        """Bind and record. A refusal withdraws the change; after a trouble in which the write may
        have taken effect it stays open. was_good: visitors were seen to be served well before.
        just_read: see Targets.bind. stood: the target's settings before it.

        StalePlanError and LedgerConflictError: the world moved; read and decide anew.
        """
        begun = Begun(
            target,
            bind.certificate.id,
            bind.before,
            bind.purpose,
            cause.wish,
            is_canary=bind.is_canary,
            was_good=was_good,
            stood=None if isinstance(stood, Unread) else stood,
        )
        note = sentences.about_to_bind(target, bind, cause.id)
        if isinstance(stood, Unread):
            note = sentences.without_settings(note, stood)
        position = self.journal.advance(position, begun, of_message(note, cause))
        try:
            request_id = self.targets.bind(
                target, bind.certificate.id, bind.expects, just_read=just_read
            )
        except StalePlanError as stale:
            # No end of the message: it is decided anew, by a later delivery if need be.
            self._close(position, NotMade(stale.code), bind, stale, Cause(cause.id))
            raise
        except CloudError as error:
            fact = _fact_of(error, bind)
            return Ended(self._close(position, fact, bind, error, cause), error)
        note = sentences.bound(target, bind, cause.id, request_id)
        taken = Answered(bind.bound)
        return Ended(self.journal.advance(position, taken, of_message(note, cause)))

    def _close(
        self, position: Position, fact: Fact, bind: Bind, error: CertbindError, cause: Cause
    ) -> Position:
        note = Note(cause.id, str(error), error.code, sentences.bind_details(bind))
        return self.journal.advance(position, fact, of_message(note, cause))


def of_message(note: Note, cause: Cause) -> Note:
    """With the id of the queue's message, by which its redelivery is known."""
    if not cause.message:
        return note
    details = {**note.details, "message_id": cause.message}
    return Note(note.event_id, note.message, note.reason, details)


def _fact_of(error: CloudError, bind: Bind) -> Fact:
    passes = error.retryable and not isinstance(error, _SURELY_NOT_MADE)
    if passes or error.is_in_doubt:
        return AnswerLost(error.code)
    return Refused(error.code, error.retryable, bind.certificate.id)
