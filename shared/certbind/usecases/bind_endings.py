"""How a bind command ends when nothing was bound: kept, refused, put off, or given up.

Each end is put on record with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from certbind.domain.decision import Keep
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget
from certbind.domain.state import DomainState
from certbind.errors import CloudError
from certbind.events import BindCommand, bind_command
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.world import Ports, Rules, retry_delay


@dataclass(frozen=True, slots=True)
class BindEndings:
    """Each method records one ending and answers with it; LedgerConflictError as for any write."""

    ports: Ports
    rules: Rules

    def kept(
        self, position: Position, command: BindCommand, bound: BoundTarget, decision: Keep
    ) -> Outcome:
        """Nothing is to be done. What stood there is kept on record: recheck asks again when
        something else does.
        """
        message = f"{command.target}: nothing to do: {decision.finding.detail}."
        self._journal.write(
            position,
            EntryKind.KEPT,
            _concluded(position.state, command, decision.finding),
            event_id=command.cause,
            reason=decision.finding.reason.value,
            message=message,
            details={"stands": bound.binding.raw_id},
        )
        return Outcome(
            Result.NOTHING_TO_DO,
            command.target.domain,
            message,
            decision.finding.reason.value,
            command.id,
        )

    def refused(
        self, position: Position, command: BindCommand, findings: tuple[Finding, ...]
    ) -> Outcome:
        """Nothing may be done: all reasons, the first one as the entry's."""
        reasons = "; ".join(finding.detail for finding in findings)
        message = f"{command.target}: nothing was touched: {reasons}."
        details = {"findings": [[f.reason.value, f.detail] for f in findings]}
        self._journal.write(
            position,
            EntryKind.REFUSED,
            _concluded(position.state, command, findings[0]),
            event_id=command.cause,
            reason=findings[0].reason.value,
            message=message,
            details=details,
        )
        return Outcome(
            Result.REFUSED,
            command.target.domain,
            message,
            findings[0].reason.value,
            command.id,
            details,
        )

    def troubled(self, position: Position, command: BindCommand, error: CloudError) -> Outcome:
        """A CloudError on the way: queued again when it passes by itself, else given up.

        Its cause is not handled by that: recheck asks again until the trouble is mended.
        """
        latest = self._journal.read(command.target.domain)
        if latest.next_sequence == position.next_sequence:
            # It came before the intent, so nothing is on record yet.
            kind = EntryKind.DEFERRED if error.retryable else EntryKind.BIND_FAILED
            self._journal.write(
                latest,
                kind,
                latest.state,
                event_id=command.cause,
                reason=error.code,
                message=str(error),
            )
        if error.retryable:
            return self.again(command, error.code, str(error))
        return Outcome(
            Result.FAILED,
            command.target.domain,
            str(error),
            error.code,
            command.id,
            error.to_json(),
        )

    def again(self, command: BindCommand, reason: str, because: str) -> Outcome:
        """Queued once more after a pause, at most `max_attempts` times in all."""
        if command.attempt >= self.rules.max_attempts:
            return self._give_up(command, reason, because)
        delay = retry_delay(command.attempt)
        self.ports.queue.send(
            bind_command(
                command.target,
                command.certificate,
                command.cause,
                command.attempt + 1,
                by_hand=command.by_hand,
            ),
            delay,
        )
        return Outcome(
            Result.DEFERRED,
            command.target.domain,
            f"{command.target}: {because.rstrip('.')}. "
            f"Trying again in {int(delay.total_seconds())} s (try {command.attempt}).",
            reason,
            command.id,
        )

    def _give_up(self, command: BindCommand, reason: str, because: str) -> Outcome:
        position = self._journal.read(command.target.domain)
        message = (
            f"{command.target}: given up after {command.attempt} tries: {because.rstrip('.')}. "
            "recheck will look at it again."
        )
        self._journal.write(
            position,
            EntryKind.BIND_FAILED,
            position.state,
            event_id=command.cause,
            reason=reason,
            message=message,
        )
        return Outcome(Result.FAILED, command.target.domain, message, reason, command.id)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)


def _concluded(state: DomainState, command: BindCommand, finding: Finding) -> DomainState:
    """The state after a decision that changes nothing.

    A bucket behind CDN is not the domain's target, and its command is not over for CDN. A domain
    that moved begins anew. A domain that was not there, or stopped, may be back: then the same
    cause asks again.
    """
    state = state.at_rest()
    if finding.reason is Reason.CDN_IN_FRONT:
        return state
    if state.target is not None and not state.target.same_place(command.target):
        state = DomainState(handled=state.handled)
    state = replace(state, target=command.target)
    return state if finding.reason in _MAY_BE_BACK else state.with_handled(command.cause)


_MAY_BE_BACK = frozenset({Reason.NOT_FOUND, Reason.TARGET_OFFLINE})
