"""One message to its end: read one line, decide, make at most one call that may order, record,
and queue what follows. Safe to repeat at any point: what is ordered is on record before it is.
"""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Tone
from certbind.domain.renewal.calls import is_named
from certbind.domain.renewal.decide import decide
from certbind.domain.renewal.facts import (
    CallAnswered,
    CallBegun,
    CallLost,
    CallRefused,
    LineFact,
    LineSentAgain,
    LineTold,
    LineUnread,
)
from certbind.domain.renewal.order import (
    Order,
    OrderCall,
    OrderKind,
    OrderStage,
    Renewable,
    yields_another,
)
from certbind.domain.renewal.pace import LONGEST_WAIT
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import UNDER_WAY, LinePhase
from certbind.domain.renewal.validation import Found
from certbind.errors import CloudError, LedgerConflictError, UnavailableError
from certbind.events import LineStep, line_step
from certbind.ports.queues import EventQueue
from certbind.usecases.renew.line_journal import LineJournal, LineNote, LinePosition
from certbind.usecases.renew.line_outcome import numbered, outcome, told_of
from certbind.usecases.renew.ordering import Ordering, key_of, look_up
from certbind.usecases.renew.successor import is_lost
from certbind.usecases.renew.validating import Validating
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, replace

_AFTER_A_RACE = timedelta(seconds=30)
_SURELY_LOST = -timedelta(minutes=2)
"""A message that is overdue for so long will not come any more."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What one message is about, as far as it was read. order: None where CAS was not asked."""

    message: LineStep
    certificate: Renewable
    position: LinePosition
    order: Order | None
    is_named: bool


@dataclass(frozen=True, slots=True)
class FollowLine:
    """Handles LineStep. ordering: None where nobody switched renewals on."""

    sources: Sources
    queue: EventQueue
    rules: Rules
    ordering: Ordering | None

    def __call__(self, message: LineStep) -> Outcome:
        """Only a ledger or queue that cannot be read or written is raised."""
        for _ in range(RACES_PER_RUN):
            try:
                return self._once(message)
            except LedgerConflictError:
                continue
        self.queue.send(message, _AFTER_A_RACE)
        told = f"{message.certificate}: others kept changing its line; trying again in 30 s."
        return outcome(Result.DEFERRED, message, told, "lost_race")

    def _once(self, message: LineStep) -> Outcome:
        known = self._journal.read(message.line) if message.line else None
        if known is not None and known.message_id == message.id and known.state.begun is None:
            return self._again(known, message)
        try:
            one = self._certificate(message, known)
        except CloudError as error:
            return self._without_certificate(message, error)
        is_meant = self.ordering is not None and is_named(self.rules.policy.renew, one.names)
        if self.ordering is None or not is_meant or one.uploaded or one.is_test:
            position = self._about(known or self._journal.find(one), one)
            return self._act(_Line(message, one, position, None, is_meant))
        return self._read(self.ordering, message, one, known)

    def _read(
        self, ordering: Ordering, message: LineStep, one: Renewable, known: LinePosition | None
    ) -> Outcome:
        try:
            order = ordering.orders.read(one)
        except CloudError as error:
            position = self._about(known or self._journal.find(one), one)
            return self._unread(_Line(message, one, position, None, is_named=True), error)
        key = key_of(one, order.kind)  # another than the message's, where CAS was silent before
        position = known if known and known.key == key else self._journal.read(key)
        if self._is_superseded(position, one, order):
            told = f"{one.id}: its line is at a later certificate already; nothing is done."
            return outcome(Result.NOTHING_TO_DO, message, told)
        line = _Line(message, one, self._about(position, one), order, is_named=True)
        try:
            line = replace(line, order=self._with_task(ordering, line, order))
        except CloudError as error:
            return self._unread(line, error)
        return self._act(line)

    def _with_task(self, ordering: Ordering, line: _Line, order: Order) -> Order:
        """Applied for, and the instance shows nothing of it: the task may say why."""
        state = line.position.state
        is_open = state.begun is not None or state.phase in UNDER_WAY
        if order.kind is not OrderKind.INSTANCE or order.stage is not OrderStage.IDLE:
            return order
        if (
            not is_open
            or state.phase is LinePhase.UPDATED
            or yields_another(order, line.certificate)
        ):
            return order
        why = ordering.orders.task(line.certificate)
        if why is None:
            return order
        return replace(order, stage=OrderStage.REFUSED, remark=why or order.remark)

    def _act(self, line: _Line) -> Outcome:
        decision = decide(self._situation(line))
        if decision.call is not None and line.order is not None and self.ordering is not None:
            return self._place(self.ordering, line, line.order, decision, decision.call)
        if self._dns is not None and (decision.write or decision.remove):
            return self._change_dns(self._dns, line, decision)
        if decision.fact is not None:
            return self._put_on_record(line, decision, decision.fact)
        return self._tell(line, decision)

    def _situation(self, line: _Line) -> LineSituation:
        now, found = self.sources.clock.now(), self._found(line.order)
        state, is_named = line.position.state, line.is_named
        known = LineSituation(line.certificate, state, line.order, is_named, now, found)
        known = replace(known, is_lost=is_lost(self.sources.inventory, known))
        dns = self._dns
        if dns is None:
            return known
        return replace(known, placed=dns.placed(known), standing=dns.standing(known))

    def _found(self, order: Order | None) -> tuple[Found, ...] | None:
        if order is None or self.ordering is None or order.stage is not OrderStage.VALIDATING:
            return None
        return look_up(self.ordering.records, order.records)

    def _place(
        self,
        ordering: Ordering,
        line: _Line,
        order: Order,
        decision: LineDecision,
        call: OrderCall,
    ) -> Outcome:
        """Entry, call, entry. A crash between them leaves a call whose end CAS is asked for."""
        told = f"{decision.detail}."
        details = {"call": call.value, "certificate": str(line.certificate.id)}
        note = LineNote(line.message.cause, told, decision.word, details=details)
        position = self._journal.advance(line.position, CallBegun(call), note)
        line = replace(line, position=position)
        try:
            number = ordering.orders.place(call, line.certificate, order)
        except UnavailableError as error:
            return self._call_failed(line, CallLost(error.code), error)
        except CloudError as error:
            return self._call_failed(line, CallRefused(error.code, error.retryable), error)
        told = f"{line.certificate.id}: {call.value} was taken{numbered(number)}."
        note = LineNote(line.message.cause, told, "", line.message.id, details)
        position = self._journal.advance(position, CallAnswered(number), note)
        self._follow(replace(line, position=position))
        return outcome(Result.ORDERED, line.message, told, details={**details, "order": number})

    def _change_dns(self, dns: Validating, line: _Line, decision: LineDecision) -> Outcome:
        """One record of the account's own DNS, written or taken away."""
        told = f"{decision.detail}."
        note = LineNote(line.message.cause, told, decision.word, line.message.id)
        done = dns.carry_out(self._journal, line.position, decision, note)
        self._follow(replace(line, position=done.position))
        reason = decision.word if done.error is None else done.error.code
        return outcome(Result.DEFERRED, line.message, done.told, reason)

    def _call_failed(self, line: _Line, fact: LineFact, error: CloudError) -> Outcome:
        note = LineNote(
            line.message.cause, str(error), error.code, line.message.id, error.to_json()
        )
        position = self._journal.advance(line.position, fact, note)
        self._follow(replace(line, position=position))
        result = Result.DEFERRED if error.retryable else Result.FAILED
        return outcome(result, line.message, str(error), error.code, error.to_json())

    def _put_on_record(self, line: _Line, decision: LineDecision, fact: LineFact) -> Outcome:
        """A look that shows the same is recorded only by the head of the chain of messages, so
        that doubles of it die out.
        """
        is_repeat = decision.word == line.position.state.said and _is_under_way(line)
        told = f"{decision.detail}."
        if not is_repeat or self._is_head(line):
            note = LineNote(line.message.cause, told, decision.word, line.message.id)
            position = self._journal.advance(line.position, fact, note)
            self._follow(replace(line, position=position))
        return told_of(decision, line.message, told)

    def _tell(self, line: _Line, decision: LineDecision) -> Outcome:
        told = f"{decision.detail}."
        position = line.position
        if decision.again is not None:
            if position.state.begun is not None or self._is_head(line):
                self._send(line, min(decision.again, LONGEST_WAIT))
        elif decision.word != position.state.said and decision.tone is not Tone.WELL:
            fact = LineTold(decision.word, decision.detail, decision.is_refusal)
            note = LineNote(line.message.cause, told, decision.word, line.message.id)
            self._journal.advance(position, fact, note)
        return told_of(decision, line.message, told)

    def _unread(self, line: _Line, error: CloudError) -> Outcome:
        fact = LineUnread(error.code, error.retryable)
        told = str(error)
        note = LineNote(line.message.cause, told, error.code, line.message.id, error.to_json())
        position = self._journal.advance(line.position, fact, note)
        self._follow(replace(line, position=position))
        result = Result.DEFERRED if error.retryable else Result.FAILED
        return outcome(result, line.message, told, error.code, error.to_json())

    def _without_certificate(self, message: LineStep, error: CloudError) -> Outcome:
        """Nobody knows which line it is: what passes comes again, by the queue or the sweep."""
        if error.retryable:
            raise error
        return outcome(Result.REFUSED, message, str(error), error.code, error.to_json())

    def _again(self, position: LinePosition, message: LineStep) -> Outcome:
        """It came twice: its end is on record. Whether the message that it promised went out
        nobody knows, so it is sent once more; that is on record before, and whatever else comes of
        the same message is late then: else copies would make copies.
        """
        told = f"{message.id} is handled already, by entry {position.sequence}; nothing is done "
        left, held = position.follow, position.state.certificate
        if left is not None and held is not None:
            left = max(left, timedelta())
            note = LineNote(message.cause, f"{held.id}: a message came twice.")
            position = self._journal.advance(position, LineSentAgain(left), note)
            following = line_step(
                held.id, message.cause, line=position.key, after=position.sequence
            )
            self.queue.send(following, left)
        return outcome(Result.DUPLICATE, message, f"{told}twice.")

    def _certificate(self, message: LineStep, known: LinePosition | None) -> Renewable:
        """As its line's journal keeps it; else by CAS."""
        held = known.state.certificate if known is not None else None
        if held is not None and held.id == message.certificate:
            return held
        return Renewable.of(self.sources.inventory.certificate(message.certificate))

    def _is_superseded(self, position: LinePosition, one: Renewable, order: Order) -> bool:
        """A late message of an older certificate must not end the renewal of the one after it."""
        return position.state.has_left(one) and yields_another(order, one)

    def _about(self, position: LinePosition, one: Renewable) -> LinePosition:
        return replace(position, state=position.state.about(one))

    def _is_head(self, line: _Line) -> bool:
        """The message that the newest entry promised, or any, where that one is overdue."""
        position = line.position
        if line.message.after == position.sequence:
            return True
        return position.follow is None or position.follow <= _SURELY_LOST

    def _follow(self, line: _Line) -> None:
        if line.position.follow is not None:
            self._send(line, line.position.follow)

    def _send(self, line: _Line, delay: timedelta) -> None:
        following = line_step(
            line.certificate.id,
            line.message.cause,
            line=line.position.key,
            after=line.position.sequence,
        )
        self.queue.send(following, max(delay, timedelta()))

    @property
    def _dns(self) -> Validating | None:
        """None where nobody lets certbind write into the account's DNS."""
        if self.ordering is None or self.ordering.zones is None:
            return None
        return Validating(self.ordering.zones, self.ordering.records)

    @property
    def _journal(self) -> LineJournal:
        return LineJournal(self.sources.journal, self.sources.clock)


def _is_under_way(line: _Line) -> bool:
    return line.position.state.phase in UNDER_WAY and line.position.state.begun is None
