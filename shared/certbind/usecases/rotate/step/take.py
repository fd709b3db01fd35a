"""One message to its end: read one target, decide, do at most one thing, record, queue what
follows. Safe to repeat at any point.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.decide.decision import Bind, Decision, LookNow, TakeOff
from certbind.domain.lifecycle.absorb import as_recorded
from certbind.domain.model.target import Target
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.situation import Place, Situation, Wish, WishKind
from certbind.errors import LedgerConflictError, LedgerNewerError, StalePlanError
from certbind.events import Step
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN, DomainJournal, Position
from certbind.usecases.rotate.gather import (
    Gather,
    certificates_of,
    list_certificates,
    memory_of,
)
from certbind.usecases.rotate.lists.snapshot import SUBJECT, certificates_in
from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step import unchanged
from certbind.usecases.rotate.step.acts import Acts
from certbind.usecases.rotate.step.ends import ended
from certbind.usecases.rotate.step.following import Following
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field, replace

_AFTER_A_RACE = timedelta(seconds=30)
_SCAN_COUNTS_FOR = timedelta(minutes=15)


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
        following = Following(self._journal, self.queue, message)
        lost: LedgerConflictError | StalePlanError | None = None
        for attempt in range(RACES_PER_RUN):
            try:
                is_first = message.candidate is not None and not attempt
                return self._once(following, message.after if is_first else 0)
            except (LedgerConflictError, StalePlanError) as error:
                lost = error
        if isinstance(lost, StalePlanError):
            # A target that tells one thing and is guarded by another does so for good.
            position = self._journal.read(message.target.domain)
            stale = Unread(lost.code, str(lost), True)
            return unchanged.could_not_read(following, position, stale)
        self.queue.send(message, _AFTER_A_RACE)
        told = f"others kept changing it; trying again in {sentences.seconds(_AFTER_A_RACE)}."
        return ended(Result.DEFERRED, message, f"{message.target}: {told}", "lost_race")

    def _once(self, following: Following, expects: int) -> Outcome:
        """expects: the number of the newest entry, as a message that binds has it; where another
        was first, creating the next one fails, and it is decided anew. What writes none, or writes
        elsewhere first, looks whether it is the newest still.
        """
        message = following.message
        position = self._journal.read(message.target.domain, expects)
        position = self._journal.set_aside(position, message.cause)
        if unchanged.is_recorded(following, position):
            return unchanged.again(following, position)
        gather = Gather(self.sources, self.rules, self._certificates(), is_snapshot=True)
        situation = self._situation(gather, position, message)
        decision = gather.decide(situation)
        if not position.is_newest and not _writes_first(decision):
            return self._once(following, 0)
        position = self._absorb(position, decision, message)
        outcome = self._act(Acts(self.sources, gather, following), situation, position, decision)
        unread = gather.jobs_unread()
        if unread is None:
            return outcome
        told = f"{outcome.message} CAS's own jobs could not be seen: {unread.detail}"
        return replace(outcome, message=told)

    def _act(
        self, acts: Acts, situation: Situation, position: Position, decision: Decision
    ) -> Outcome:
        if isinstance(decision.act, Bind):
            return acts.bind(situation, position, decision.act)
        if isinstance(decision.act, LookNow):
            return acts.look(acts.gather.look_now(situation), position)
        if isinstance(decision.act, TakeOff):
            return acts.take_off(situation.target, position, decision.act)
        if decision.unread is not None:
            return unchanged.could_not_read(acts.following, position, decision.unread)
        return unchanged.tell(acts.following, position, decision)

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


def _wish(position: Position, message: Step) -> Wish | None:
    """A person's, unless it was carried out already: then the loop goes on as for anybody."""
    if not message.by_hand or position.state.has_carried(message.cause):
        return None
    return Wish(WishKind.BIND, message.cause, message.candidate)
