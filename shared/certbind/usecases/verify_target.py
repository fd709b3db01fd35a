"""Look whether visitors get what was bound, until they do, or until waiting will not help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from certbind.domain.decide.direction import points_elsewhere
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.target import BoundTarget
from certbind.domain.state import DomainState, KnownBinding, Phase
from certbind.domain.trust.observation import Observation
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.domain.trust.verdict import Outcome as Seen
from certbind.errors import LedgerConflictError, NotFoundError
from certbind.events import VerifyCommand, verify_command
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.world import Ports, Rules

_LOOKED_AT = (Phase.BOUND, Phase.NOT_VERIFIED)
"""After NOT_VERIFIED only recheck asks for another look, when it saw that all is well now."""


@dataclass(frozen=True, slots=True)
class _Next:
    """What a look leads to. delay: None for an end."""

    kind: EntryKind
    result: Result
    phase: Phase
    message: str
    good_rounds: int = 0
    delay: timedelta | None = None


@dataclass(frozen=True, slots=True)
class VerifyTarget:
    """Handles VerifyCommand."""

    ports: Ports
    rules: Rules

    def __call__(self, command: VerifyCommand) -> Outcome:
        """One look, recorded; the next one, if there is to be one, is queued."""
        position = self._journal.read(command.target.domain)
        stopped = self._not_ours_to_look_at(position, command)
        if stopped is not None:
            return stopped
        now = self.ports.clock.now()
        observation, verdict = self._look(position.state, command)
        step = self._judge_round(verdict, position.state, command, now)
        if not verdict.is_good:
            step = self._with_direction(step, observation, command)
        try:
            self._record(position, command, verdict, step, now)
        except LedgerConflictError:
            return self(command)
        if step.delay is not None:
            self._queue_next(command, step.delay)
        return Outcome(
            step.result,
            command.target.domain,
            step.message,
            reason_of(verdict),
            command.id,
            verdict.to_json(),
        )

    def _not_ours_to_look_at(self, position: Position, command: VerifyCommand) -> Outcome | None:
        state = position.state
        domain = command.target.domain
        if state.bound_sequence != command.sequence:
            return Outcome(
                Result.SUPERSEDED,
                domain,
                f"entry {command.sequence} is no longer the newest binding; "
                f"entry {state.bound_sequence} is being looked at instead.",
                event_id=command.id,
            )
        if state.phase is Phase.INTENT and self.ports.clock.now() < command.deadline:
            return self._wait_for_the_change(command)
        if state.phase not in _LOOKED_AT:
            return Outcome(
                Result.DUPLICATE,
                domain,
                f"it is {state.phase.value} already.",
                event_id=command.id,
            )
        if command.attempt <= state.looks:
            if command.attempt == state.looks and state.phase is Phase.BOUND:
                # The look is recorded, its successor may have been lost with a crash.
                self._queue_next(command, self._pause(state.good_rounds, command))
            return Outcome(
                Result.DUPLICATE,
                domain,
                f"look {command.attempt} is recorded already.",
                event_id=command.id,
            )
        return None

    def _wait_for_the_change(self, command: VerifyCommand) -> Outcome:
        """If nothing comes of the change, this look is still wanted."""
        pause = self._pause(0, command)
        self.ports.queue.send(command, pause)
        return Outcome(
            Result.PENDING,
            command.target.domain,
            f"{command.target}: a change is under way, looking again in {_seconds(pause)}.",
            event_id=command.id,
        )

    def _look(self, state: DomainState, command: VerifyCommand) -> tuple[Observation, Verdict]:
        expectation = Expectation(
            command.target.domain, _leaf(state.current), _leaf(state.previous)
        )
        observation = self.ports.probe.observe(command.target.domain)
        now = self.ports.clock.now()
        return observation, judge(observation, expectation, self.rules.anchors, now)

    def _with_direction(
        self, step: _Next, observation: Observation, command: VerifyCommand
    ) -> _Next:
        """Say it when visitors are sent somewhere else: no waiting mends that."""
        if not observation.cname_chain:
            return step
        bound = self._read(command)
        if bound is None:
            return _Next(
                EntryKind.NOT_VERIFIED,
                Result.NOT_VERIFIED,
                Phase.NOT_VERIFIED,
                f"{command.target}: it is no longer in the account.",
            )
        elsewhere = points_elsewhere(bound, observation.cname_chain)
        if elsewhere is None:
            return step
        return replace(step, message=f"{step.message} {elsewhere.detail}.")

    def _judge_round(
        self, verdict: Verdict, state: DomainState, command: VerifyCommand, now: datetime
    ) -> _Next:
        if verdict.outcome is Seen.ALL_NEW:
            return self._good_round(verdict, state, command, now)
        if verdict.outcome is Seen.OTHER and not self._is_still_bound(command):
            return _Next(
                EntryKind.NOT_VERIFIED,
                Result.NOT_VERIFIED,
                Phase.NOT_VERIFIED,
                f"{command.target}: another hand has bound something else since; "
                f"{summarise(verdict)}. certbind does not fight over it.",
            )
        if verdict.outcome is Seen.BROKEN or now >= command.deadline:
            return _Next(
                EntryKind.NOT_VERIFIED,
                Result.NOT_VERIFIED,
                Phase.NOT_VERIFIED,
                f"{command.target}: not verified: {summarise(verdict)}.",
            )
        pause = self._pause(0, command)
        return _Next(
            EntryKind.PENDING,
            Result.PENDING,
            Phase.BOUND,
            f"{command.target}: {summarise(verdict)}, looking again in {_seconds(pause)}.",
            0,
            pause,
        )

    def _is_still_bound(self, command: VerifyCommand) -> bool:
        """A third leaf on an edge may be a slow edge's: the target's own word decides."""
        bound = self._read(command)
        return bound is not None and bound.binding.certificate_id == command.certificate

    def _read(self, command: VerifyCommand) -> BoundTarget | None:
        try:
            return self.ports.targets.read(command.target)
        except NotFoundError:
            return None

    def _good_round(
        self, verdict: Verdict, state: DomainState, command: VerifyCommand, now: datetime
    ) -> _Next:
        since = state.good_since
        rounds = state.good_rounds + 1
        # One good answer proves one machine; edges behind one address are many.
        if since is not None and now - since >= self.rules.confirm_after:
            return _Next(
                EntryKind.VERIFIED,
                Result.VERIFIED,
                Phase.VERIFIED,
                f"{command.target}: verified: {summarise(verdict)}, {rounds} looks in a row.",
                rounds,
            )
        pause = self._pause(rounds, command)
        return _Next(
            EntryKind.PENDING,
            Result.PENDING,
            Phase.BOUND,
            f"{command.target}: {summarise(verdict)}; once more in {_seconds(pause)} to be sure.",
            rounds,
            pause,
        )

    def _record(
        self,
        position: Position,
        command: VerifyCommand,
        verdict: Verdict,
        step: _Next,
        now: datetime,
    ) -> None:
        state = replace(
            position.state,
            phase=step.phase,
            looks=command.attempt,
            good_rounds=step.good_rounds,
            good_since=(position.state.good_since or now) if step.good_rounds else None,
        )
        self._journal.write(
            position,
            step.kind,
            state,
            event_id=command.cause,
            reason=reason_of(verdict),
            message=step.message,
            details=verdict.to_json(),
        )

    def _pause(self, good_rounds: int, command: VerifyCommand) -> timedelta:
        if good_rounds:
            return self.rules.confirm_after
        doublings = min(command.attempt - 1, 4)
        pause: timedelta = self.rules.verify_after * (1 << doublings)
        return max(min(pause, timedelta(minutes=15)), timedelta(seconds=1))

    def _queue_next(self, command: VerifyCommand, delay: timedelta) -> None:
        self.ports.queue.send(
            verify_command(
                command.target,
                command.certificate,
                cause=command.cause,
                sequence=command.sequence,
                deadline=command.deadline,
                attempt=command.attempt + 1,
            ),
            delay,
        )

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)


def _leaf(known: KnownBinding | None) -> LeafIdentity | None:
    """None where nothing stood: the edges' default certificate is no other hand's."""
    if known is None or known.leaf is None:
        return None
    return known.leaf if known.leaf.sha256 or known.leaf.sha1 else None


def _seconds(delay: timedelta) -> str:
    return f"{int(delay.total_seconds())} s"
