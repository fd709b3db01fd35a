"""What a step does: bind, look, or take off what was replaced; recorded, with what follows."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Bind, TakeOff
from certbind.domain.decide.evidence import read_look
from certbind.domain.lifecycle.facts import Fact, Refused, TakenOff
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import DomainState, Why
from certbind.domain.model.target import Target
from certbind.domain.serving.values import SettingChange
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.situation import Situation
from certbind.errors import CloudError
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.act import BindAndRecord
from certbind.usecases.rotate.canary import settle, was_good_before
from certbind.usecases.rotate.domain_journal import Note, Position
from certbind.usecases.rotate.gather import Gather, memory_of
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.ends import ended, in_trouble
from certbind.usecases.rotate.step.following import Following
from certbind.usecases.rotate.world import Sources
from certbind.values import dataclass, replace

_READ_COUNTS_FOR = timedelta(seconds=5)
"""Visitors may have been looked at since the target was read, which takes longer."""

_RESULTS = {
    EntryKind.PENDING: Result.PENDING,
    EntryKind.VERIFIED: Result.VERIFIED,
    EntryKind.NOT_VERIFIED: Result.NOT_VERIFIED,
    EntryKind.KEPT: Result.NOTHING_TO_DO,
}


@dataclass(frozen=True, slots=True)
class Acts:
    """Those that a decision may ask for."""

    sources: Sources
    gather: Gather
    following: Following

    def bind(self, situation: Situation, position: Position, bind: Bind) -> Outcome:
        """See BindAndRecord."""
        target, following = situation.target, self.following
        if bind.is_canary:
            self.gather.rollouts.claim(bind.certificate.id, target.kind, target.domain)
        was_good = was_good_before(self.gather, situation, position.state, bind)
        act = BindAndRecord(self.sources.targets, following.journal)
        stood = self.sources.around.before(target, bind)
        just_read = self.sources.clock.now() - situation.now < _READ_COUNTS_FOR
        how = {"was_good": was_good, "just_read": just_read}
        after = act(position, target, bind, following.cause, **how, stood=stood)
        following.follow(after.position)
        if after.trouble is not None:
            return in_trouble(following, after.position, after.trouble)
        told = (
            f"{target}: certificate {bind.certificate.id} is bound ({bind.why}); visitors are "
            f"looked at next.{sentences.not_compared(stood)}"
        )
        entry = {"entry": after.position.sequence}
        reason = sentences.reason_of_bind(bind)
        return ended(Result.BOUND, following.message, told, reason, entry)

    def look(self, situation: Situation, position: Position) -> Outcome:
        """situation: with what visitors are served now."""
        if not isinstance(situation.served, Known):
            raise TypeError("a look is a result, whatever came of it")
        state, following = position.state, self.following
        changed = self._changed(situation, state)
        fact = read_look(situation.served.value, state)
        if not isinstance(changed, Unread):
            fact = replace(fact, changed=changed)
        details = situation.served.value.verdict.to_json()
        led_to = following.journal.preview(position, fact)
        settle(self.gather, situation, state, led_to)
        told = sentences.looked(situation.target, fact, led_to)
        reason = sentences.reason_of_look(fact, led_to)
        note = Note(following.message.cause, told, reason, details)
        position = following.advance(position, fact, note)
        following.follow(position)
        if position.state.look is None and position.follow is None:
            self._begin_what_waited(situation, position)
        told += sentences.not_compared(changed)
        return ended(_RESULTS[led_to.kind], following.message, told, reason, details)

    def _changed(
        self, situation: Situation, state: DomainState
    ) -> tuple[SettingChange, ...] | Unread | None:
        """The first look after a binding of ours tells, too, whether it changed anything else."""
        ours, look = state.ours, state.look
        if ours is None or look is None or look.why is not Why.BOUND:
            return None
        return self.sources.around.after(situation.target, ours.stood, look.spent)

    def _begin_what_waited(self, situation: Situation, position: Position) -> None:
        """A better certificate that came while visitors were looked at waits for no sweep."""
        decision = self.gather.decide(replace(situation, memory=memory_of(position)))
        if isinstance(decision.act, Bind | TakeOff):
            self.following.send(position, timedelta())

    def take_off(self, target: Target, position: Position, act: TakeOff) -> Outcome:
        """One write, which may be repeated, so no intent goes before it: what stands beside what
        tells how far it came.
        """
        following, trouble = self.following, None
        fact: Fact = TakenOff()
        note = sentences.taken_off(target, act, following.message.cause)
        try:
            request_id = self.sources.targets.take_off(target, act.old, act.keeps)
            note = replace(note, details={**note.details, "request_id": request_id})
        except CloudError as error:
            trouble = error
            fact = Refused(error.code, error.retryable, act.old.certificate_id)
            note = replace(note, message=str(error), reason=error.code)
        position = following.advance(position, fact, note)
        following.follow(position)
        if trouble is not None:
            return in_trouble(following, position, trouble)
        return ended(Result.PENDING, following.message, note.message, note.reason, note.details)
