"""The one place that changes a binding: intent → guarded write → result → first look queued.

A crash between any two of these, or a write whose answer was lost, leaves an intent from which
`settle` goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from certbind.domain.hold import hold
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget, Target
from certbind.domain.state import DomainState, KnownBinding, Phase
from certbind.domain.state_json import binding_to_json
from certbind.errors import (
    CertbindError,
    CloudError,
    LedgerConflictError,
    NotFoundError,
    StalePlanError,
)
from certbind.events import VerifyCommand, verify_command
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.world import Ports, Rules


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed, and on whose word.

    before: what was read at the target; the write is guarded by it.
    by_hand: a person takes `before` off: it is not to come back by itself.
    """

    target: Target
    before: KnownBinding
    certificate: Certificate
    cause: str
    why: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class ChangeBinding:
    """Applies a change and records it."""

    ports: Ports
    rules: Rules

    def apply(self, position: Position, change: Change) -> Position:
        """Bind and record; the position after it.

        Raises StalePlanError or LedgerConflictError when the world moved (read and plan anew),
        and the CloudError that the API answered. A refusal withdraws the intent; after a passing
        trouble it stays, since the write may have taken effect all the same.
        """
        position = self._declare(position, change)
        try:
            request_id = self.ports.targets.bind(
                change.target, change.certificate.id, change.before.binding
            )
        except StalePlanError as stale:
            self._close(position, change, EntryKind.REPLANNED, position.state.at_rest(), stale)
            raise
        except CloudError as error:
            if error.retryable:
                open_still = replace(position.state, intent_at=None)
                self._close(position, change, EntryKind.DEFERRED, open_still, error)
            else:
                at_rest = position.state.at_rest()
                self._close(position, change, EntryKind.BIND_FAILED, at_rest, error)
            raise
        return self._record_bound(position, change, request_id)

    def settle(self, position: Position, bound: BoundTarget) -> Position:
        """Close an intent whose result nobody knows, by what stands at its target now.

        bound: as it was read just now. Only call this when the intent is our own or its lease
        has run out.
        """
        state = position.state
        wanted = state.intent_certificate
        if state.phase is not Phase.INTENT or state.target is None or wanted is None:
            return position
        if self._standing_at(state.target, bound).certificate_id != wanted:
            return replace(position, state=state.at_rest())
        change = Change(
            state.target,
            state.intent_before or KnownBinding(UNBOUND),
            self.ports.inventory.certificate(wanted),
            state.intent_cause,
            "found bound after an intent whose result was never recorded",
            by_hand=state.intent_by_hand,
        )
        return self._record_bound(position, change, request_id="")

    def _standing_at(self, target: Target, bound: BoundTarget) -> Binding:
        """The intent may have been for another target: CDN was put in front, or taken away."""
        if target.same_place(bound.target):
            return bound.binding
        try:
            return self.ports.targets.read(target).binding
        except NotFoundError:
            return UNBOUND

    def queue_look(self, position: Position) -> None:
        """Queue the first look at what the newest binding gives visitors; safe to repeat."""
        command = first_look(position.state, self.rules)
        if command is not None:
            self.ports.queue.send(command, self.rules.verify_after)

    def _declare(self, position: Position, change: Change) -> Position:
        state = replace(
            position.state.at_rest(),
            phase=Phase.INTENT,
            rest_phase=position.state.at_rest().phase,
            target=change.target,
            intent_cause=change.cause,
            intent_certificate=change.certificate.id,
            intent_at=self.ports.clock.now(),
            intent_before=change.before,
            intent_by_hand=change.by_hand,
        )
        return self._journal.write(
            position,
            EntryKind.INTENT,
            state,
            event_id=change.cause,
            message=f"{change.target}: about to bind {change.certificate.id}; {change.why}.",
            details=_details(change),
        )

    def _close(
        self,
        position: Position,
        change: Change,
        kind: EntryKind,
        state: DomainState,
        error: CertbindError,
    ) -> None:
        try:
            self._journal.write(
                position,
                kind,
                state,
                event_id=change.cause,
                reason=error.code,
                message=str(error),
                details=_details(change),
            )
        except LedgerConflictError:
            # Somebody went on from our intent: theirs is the newer word. The caller reads again.
            return

    def _record_bound(self, position: Position, change: Change, request_id: str) -> Position:
        now = self.ports.clock.now()
        state = replace(
            position.state.at_rest(),
            phase=Phase.BOUND,
            target=change.target,
            current=known_binding(change.certificate),
            previous=_way_back(position.state.at_rest(), change),
            bound_sequence=position.next_sequence,
            bound_at=now,
            looks=0,
            good_rounds=0,
            good_since=None,
            verify_deadline=now + self.rules.verify_within,
            held_to=None,
            rolled_back=change.by_hand,
        ).with_handled(change.cause)
        if change.by_hand:
            state = hold(state, change.before)
        position = self._journal.write(
            position,
            EntryKind.BOUND,
            state,
            event_id=change.cause,
            message=f"{change.target}: {change.certificate.id} is bound; {change.why}.",
            details={**_details(change), "request_id": request_id},
        )
        self.queue_look(position)
        return position

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)


def first_look(state: DomainState, rules: Rules) -> VerifyCommand | None:
    """The first look after the newest binding; None when nothing is waiting to be seen."""
    current = state.current
    if state.phase is not Phase.BOUND or state.target is None or state.bound_at is None:
        return None
    if current is None or current.binding.certificate_id is None:
        return None
    return verify_command(
        state.target,
        current.binding.certificate_id,
        cause=state.handled[-1] if state.handled else "",
        sequence=state.bound_sequence,
        deadline=state.verify_deadline or state.bound_at + rules.verify_within,
    )


def _way_back(state: DomainState, change: Change) -> KnownBinding:
    """What stood before; what visitors were seen not to get, or browsers to refuse, is none."""
    current = state.current
    if state.phase is not Phase.NOT_VERIFIED or change.by_hand or state.previous is None:
        return change.before
    if current is None or not current.binding.same_as(change.before.binding):
        return change.before
    return state.previous


def known_binding(certificate: Certificate) -> KnownBinding:
    """How a certificate of CAS stands at a target once it is bound."""
    binding = Binding(
        BindingSource.CAS,
        certificate.id,
        str(certificate.id),
        certificate.name,
        certificate.sha1,
        certificate.sha256,
    )
    return KnownBinding(binding, LeafIdentity.of(certificate), certificate.not_after)


def _details(change: Change) -> dict[str, object]:
    return {
        "before": binding_to_json(change.before.binding),
        "after": str(change.certificate.id),
        "why": change.why,
    }
