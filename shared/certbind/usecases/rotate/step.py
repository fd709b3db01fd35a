"""One message to its end: read one target, decide, do at most one thing, record, queue what
follows. Safe to repeat at any point.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.decide.decision import Bind, Decision, LookNow, TakeOff, Tone
from certbind.domain.decide.evidence import read_look
from certbind.domain.lifecycle.absorb import as_recorded
from certbind.domain.lifecycle.facts import Fact, Refused, SentAgain, TakenOff, Told
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.looks import revoked_off_record
from certbind.domain.lifecycle.pause import LONGEST_MESSAGE, promised, until_look
from certbind.domain.lifecycle.state import DomainState, Why
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Target
from certbind.domain.serving.values import SettingChange
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.situation import Place, Situation, Wish, WishKind
from certbind.errors import (
    CloudError,
    LedgerConflictError,
    LedgerNewerError,
    StalePlanError,
)
from certbind.events import Step, step
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.act import BindAndRecord, Cause, of_message
from certbind.usecases.rotate.canary import settle, was_good_before
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN, DomainJournal, Note, Position
from certbind.usecases.rotate.gather import (
    Gather,
    certificates_of,
    list_certificates,
    memory_of,
)
from certbind.usecases.rotate.lists.snapshot import SUBJECT, certificates_in
from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field, replace

_AFTER_A_RACE = timedelta(seconds=30)
_SCAN_COUNTS_FOR = timedelta(minutes=15)
_READ_COUNTS_FOR = timedelta(seconds=5)
"""Visitors may have been looked at since the target was read, which takes longer."""


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Handles Step."""

    sources: Sources
    queue: EventQueue
    rules: Rules
    snapshot: SnapshotKept = field(default_factory=SnapshotKept, compare=False)

    def __call__(self, message: Step) -> Outcome:
        """Only a ledger or queue that cannot be read or written is raised: then nothing was done,
        or what was done is on record and the message, come again, goes on from there.
        """
        lost: LedgerConflictError | StalePlanError | None = None
        for attempt in range(RACES_PER_RUN):
            try:
                is_first = message.candidate is not None and not attempt
                return self._once(message, message.after if is_first else 0)
            except (LedgerConflictError, StalePlanError) as error:
                lost = error
        if isinstance(lost, StalePlanError):
            # A target that tells one thing and is guarded by another does so for good.
            position = self._journal.read(message.target.domain)
            return self._could_not_read(position, Unread(lost.code, str(lost), True), message)
        self.queue.send(message, _AFTER_A_RACE)
        told = f"others kept changing it; trying again in {sentences.seconds(_AFTER_A_RACE)}."
        return _outcome(Result.DEFERRED, message, f"{message.target}: {told}", "lost_race")

    def _once(self, message: Step, expects: int) -> Outcome:
        """expects: the number of the newest entry, as a message that binds has it; where another
        was first, creating the next one fails, and it is decided anew. What writes none, or writes
        elsewhere first, looks whether it is the newest still.
        """
        position = self._journal.read(message.target.domain, expects)
        position = self._journal.set_aside(position, message.cause)
        if _is_recorded(position, message):
            return self._again(position, message)
        gather = Gather(self.sources, self.rules, self._certificates(), is_snapshot=True)
        situation = self._situation(gather, position, message)
        decision = gather.decide(situation)
        if not position.is_newest and not _writes_first(decision):
            return self._once(message, 0)
        position = self._absorb(position, decision, message)
        outcome = self._act(gather, situation, position, decision, message)
        unread = gather.jobs_unread()
        if unread is None:
            return outcome
        told = f"{outcome.message} CAS's own jobs could not be seen: {unread.detail}"
        return replace(outcome, message=told)

    def _act(
        self,
        gather: Gather,
        situation: Situation,
        position: Position,
        decision: Decision,
        message: Step,
    ) -> Outcome:
        if isinstance(decision.act, Bind):
            return self._bind(gather, situation, position, decision.act, message)
        if isinstance(decision.act, LookNow):
            return self._look(gather, gather.look_now(situation), position, message)
        if isinstance(decision.act, TakeOff):
            return self._take_off(situation.target, position, decision.act, message)
        if decision.unread is not None:
            return self._could_not_read(position, decision.unread, message)
        return self._tell(position, decision, message)

    def _situation(self, gather: Gather, position: Position, message: Step) -> Situation:
        """The target as it stands; CAS's list as `watch` saw it, and the message's certificate.

        What contradicts the record is read twice before another hand is blamed: a bucket's rows
        are kept for a moment (adapters/oss/rows.py), in which another instance may have written.
        """
        is_alone = self._is_alone(message.scanned_at)
        place = gather.place_of(message.target, is_alone=is_alone)
        if _contradicts(place, position, message.target):
            place = gather.place_of(message.target, is_alone=is_alone)
        situation = gather.situation(
            message.target, place, memory_of(position), _wish(position, message)
        )
        if message.candidate is not None:
            situation = gather.knowing(situation, message.candidate)
        return gather.look_now(situation) if message.look else situation

    def _certificates(self) -> Read[Certificates]:
        """As `watch` saw them; by CAS itself where that is not there, or cannot be understood."""
        now = self.sources.clock.now()
        kept = self.snapshot.of(self.rules, now)
        if kept is not None:
            return Known(kept)
        try:
            listed = certificates_in(self.sources.journal.newest(SUBJECT))
        except LedgerNewerError:
            listed = None
        if listed is None:
            return list_certificates(self.sources, self.rules)
        found = certificates_of(listed, self.sources, self.rules)
        self.snapshot.keep(self.rules, now, found)
        return Known(found)

    def _is_alone(self, scanned_at: datetime | None) -> bool:
        if scanned_at is None:
            return False
        age = self.sources.clock.now() - scanned_at
        return timedelta() <= age < _SCAN_COUNTS_FOR

    def _absorb(self, position: Position, decision: Decision, message: Step) -> Position:
        """Not what came of the message: come again after a crash, it has to go on from there."""
        for fact in decision.absorbed:
            note = sentences.absorbed(fact, position, decision.target, message.cause)
            position = self._journal.advance(position, fact, note)
        return position

    def _bind(
        self,
        gather: Gather,
        situation: Situation,
        position: Position,
        bind: Bind,
        message: Step,
    ) -> Outcome:
        target = situation.target
        if bind.is_canary:
            gather.rollouts.claim(bind.certificate.id, target.kind, target.domain)
        was_good = was_good_before(gather, situation, position.state, bind)
        act = BindAndRecord(self.sources.targets, self._journal)
        stood = self.sources.around.before(target, bind)
        just_read = self.sources.clock.now() - situation.now < _READ_COUNTS_FOR
        cause, how = _cause(message), {"was_good": was_good, "just_read": just_read}
        ended = act(position, target, bind, cause, **how, stood=stood)
        self._follow(ended.position, message)
        if ended.trouble is not None:
            return _in_trouble(ended.position, ended.trouble, message)
        told = (
            f"{target}: certificate {bind.certificate.id} is bound ({bind.why}); visitors are "
            f"looked at next.{sentences.not_compared(stood)}"
        )
        entry = {"entry": ended.position.sequence}
        return _outcome(Result.BOUND, message, told, sentences.reason_of_bind(bind), entry)

    def _look(
        self, gather: Gather, situation: Situation, position: Position, message: Step
    ) -> Outcome:
        if not isinstance(situation.served, Known):
            raise TypeError("a look is a result, whatever came of it")
        state = position.state
        changed = self._changed(situation, state)
        fact = read_look(situation.served.value, state)
        if not isinstance(changed, Unread):
            fact = replace(fact, changed=changed)
        details = situation.served.value.verdict.to_json()
        led_to = self._journal.preview(position, fact)
        settle(gather, situation, state, led_to)
        told = sentences.looked(situation.target, fact, led_to)
        reason = sentences.reason_of_look(fact, led_to)
        note = Note(message.cause, told, reason, details)
        position = self._advance(position, fact, note, message)
        self._follow(position, message)
        if position.state.look is None and position.follow is None:
            self._begin_what_waited(gather, situation, position, message)
        told += sentences.not_compared(changed)
        return _outcome(_RESULTS[led_to.kind], message, told, reason, details)

    def _changed(
        self, situation: Situation, state: DomainState
    ) -> tuple[SettingChange, ...] | Unread | None:
        """The first look after a binding of ours tells, too, whether it changed anything else."""
        ours, look = state.ours, state.look
        if ours is None or look is None or look.why is not Why.BOUND:
            return None
        return self.sources.around.after(situation.target, ours.stood, look.spent)

    def _take_off(
        self, target: Target, position: Position, act: TakeOff, message: Step
    ) -> Outcome:
        """One write, which may be repeated, so no intent goes before it: what stands beside what
        tells how far it came.
        """
        trouble: CloudError | None = None
        fact: Fact = TakenOff()
        note = sentences.taken_off(target, act, message.cause)
        try:
            request_id = self.sources.targets.take_off(target, act.old, act.keeps)
            note = replace(note, details={**note.details, "request_id": request_id})
        except CloudError as error:
            trouble = error
            fact = Refused(error.code, error.retryable, act.old.certificate_id)
            note = replace(note, message=str(error), reason=error.code)
        position = self._advance(position, fact, note, message)
        self._follow(position, message)
        if trouble is not None:
            return _in_trouble(position, trouble, message)
        return _outcome(Result.PENDING, message, note.message, note.reason, note.details)

    def _begin_what_waited(
        self, gather: Gather, situation: Situation, position: Position, message: Step
    ) -> None:
        """A better certificate that came while visitors were looked at waits for no sweep."""
        decision = gather.decide(replace(situation, memory=memory_of(position)))
        if isinstance(decision.act, Bind | TakeOff):
            self._send(position, timedelta(), message)

    def _could_not_read(self, position: Position, what: Unread, message: Step) -> Outcome:
        """On record with a pause, so that the domain is not asked for over and over."""
        fact = Refused(what.code, what.retryable, None)
        note = Note(message.cause, what.detail, what.code)
        position = self._advance(position, fact, note, message)
        self._follow(position, message)
        told = what.detail
        if position.follow is not None:
            told = f"{told} Trying again in {sentences.seconds(position.follow)}."
        result = Result.DEFERRED if what.retryable else Result.FAILED
        return _outcome(result, message, told, what.code)

    def _tell(self, position: Position, decision: Decision, message: Step) -> Outcome:
        """Nothing is done. Said once: the same word again needs no entry and no message, but the
        one that was promised and came too early.
        """
        told = sentences.told(decision)
        again = self._again_at(position, decision)
        revoked = revoked_off_record(position.state, decision.stands)
        if position.follow is not None:
            self._follow(position, message)  # what was absorbed promised a look
        elif decision.word == Reason.BUSY_DOMAIN.value:
            self._once_more(message, again)
        elif revoked or _is_worth_an_entry(position, decision) or message.by_hand:
            wish = _cause(message).wish
            awaits, bind = decision.awaits, decision.would
            stands = bind.before if awaits is not None and bind is not None else None
            fact = Told(decision.word, decision.is_refusal, wish, awaits, stands, revoked)
            details = {"findings": [list(reason) for reason in decision.reasons]}
            note = Note(message.cause, told, decision.word, details)
            position = self._advance(position, fact, note, message)
            if again is not None:
                self._send(position, again, message)
        elif message.after == position.sequence:
            self._once_more(message, _grown(again, position, decision))
        return _told(decision, told, message)

    def _again_at(self, position: Position, decision: Decision) -> timedelta | None:
        """An open look has to go on, whatever else is decided meanwhile; not where nothing can be
        looked at.
        """
        if decision.again is not None or decision.tone not in (Tone.WELL, Tone.WAITS):
            return decision.again
        return until_look(position.state, self.rules.times)

    def _once_more(self, message: Step, delay: timedelta | None) -> None:
        if delay is not None:
            self.queue.send(message, delay)

    def _again(self, position: Position, message: Step) -> Outcome:
        """It came twice: its end is on record. What that promised may be lost with its sender, so
        it is sent once more. That is on record before: whatever else comes of the same message is
        late then, else copies would make copies, without end where answers of the queue are lost.
        """
        told = f"{message.id} is handled already, by entry {position.sequence}; nothing is done "
        follow = promised(position.state, self.rules.times)
        if follow is not None:
            note = Note(message.cause, f"{message.target}: a message came twice.")
            self._send(self._journal.advance(position, SentAgain(), note), follow, message)
        return _outcome(Result.DUPLICATE, message, f"{message.target}: {told}twice.")

    def _advance(self, position: Position, fact: Fact, note: Note, message: Step) -> Position:
        return self._journal.advance(position, fact, of_message(note, _cause(message)))

    def _follow(self, position: Position, message: Step) -> None:
        if position.follow is not None:
            self._send(position, position.follow, message)

    def _send(self, position: Position, delay: timedelta, message: Step) -> None:
        """What an entry promised; a person's wish that is not carried out yet goes with it."""
        is_open = message.by_hand and not position.state.has_carried(message.cause)
        following = step(
            message.target,
            message.cause,
            position.sequence,
            candidate=message.candidate if is_open else None,
            by_hand=is_open,
        )
        self.queue.send(following, delay)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)


def _contradicts(place: Read[Place], position: Position, target: Target) -> bool:
    """Whether something else is attached than the ledger says."""
    standing = position.state.standing
    bound = place.value.at(target) if isinstance(place, Known) else None
    if standing is None or bound is None or not bound.binding_is_exact:
        return False
    return not as_recorded(bound, position.state).binding.same_as(standing.binding)


def _writes_first(decision: Decision) -> bool:
    """Whether an entry of the domain is the first thing that comes of a decision."""
    if decision.absorbed or decision.unread is not None:
        return True
    return isinstance(decision.act, Bind) and not decision.act.is_canary


def _grown(again: timedelta | None, position: Position, decision: Decision) -> timedelta | None:
    """The longer a target is busy, the longer the pause; over an hour it is the sweep's."""
    if again is None or decision.word != Reason.TARGET_BUSY.value:
        return again
    return max(again, position.age) if position.age <= LONGEST_MESSAGE else None


def _is_worth_an_entry(position: Position, decision: Decision) -> bool:
    """Not where the newest entry says it already, nor while visitors are looked at: that a look
    is open stands in the state, and its end will be told.
    """
    if position.state.look is not None and decision.tone in (Tone.WELL, Tone.WAITS):
        return False
    return decision.word != position.state.said or _is_other_job(position, decision)


def _is_other_job(position: Position, decision: Decision) -> bool:
    """Of another deployment job the end is waited for now, or more is known of what it brings."""
    awaits, known = decision.awaits, position.state.awaits
    if awaits is None:
        return False
    return known is None or (known.job, known.certificates) != (awaits.job, awaits.certificates)


_RESULTS = {
    EntryKind.PENDING: Result.PENDING,
    EntryKind.VERIFIED: Result.VERIFIED,
    EntryKind.NOT_VERIFIED: Result.NOT_VERIFIED,
    EntryKind.KEPT: Result.NOTHING_TO_DO,
}


def _cause(message: Step) -> Cause:
    return Cause(message.cause, message.id, message.cause if message.by_hand else "")


def _wish(position: Position, message: Step) -> Wish | None:
    """A person's, unless it was carried out already: then the loop goes on as for anybody."""
    if not message.by_hand or position.state.has_carried(message.cause):
        return None
    return Wish(WishKind.BIND, message.cause, message.candidate)


def _is_recorded(position: Position, message: Step) -> bool:
    """Whether the newest entry is what came of this very message, to its end."""
    record = position.entry.record if position.entry else None
    if record is None or record.details.get("message_id") != message.id:
        return False
    return position.state.change is None


def _in_trouble(position: Position, trouble: CloudError, message: Step) -> Outcome:
    told = str(trouble)
    if position.follow is not None:
        told = f"{told} Trying again in {sentences.seconds(position.follow)}."
    result = Result.DEFERRED if trouble.retryable else Result.FAILED
    return _outcome(result, message, told, trouble.code, trouble.to_json())


def _told(decision: Decision, told: str, message: Step) -> Outcome:
    details = {"findings": [list(reason) for reason in decision.reasons]}
    if decision.is_refusal:
        return _outcome(Result.REFUSED, message, told, decision.word, details)
    result = Result.DEFERRED if decision.tone is Tone.WAITS else Result.NOTHING_TO_DO
    return _outcome(result, message, told, decision.word, details)


def _outcome(
    result: Result,
    message: Step,
    told: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Outcome:
    return Outcome(result, message.target.domain, told, reason, message.id, details or {})
