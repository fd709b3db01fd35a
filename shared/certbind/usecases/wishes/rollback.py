"""Put back what stood before: one domain, those of one certificate, or all since a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.facts import NotMade
from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind
from certbind.domain.lifecycle.state import DomainState, KnownBinding
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import UNBOUND, Target, TargetScan
from certbind.domain.situation.reading import Known
from certbind.domain.situation.routing import in_order
from certbind.domain.situation.situation import Wish, WishKind
from certbind.errors import CertbindError, LedgerConflictError, StalePlanError
from certbind.ports.queues import EventQueue
from certbind.requests import RollbackRequest
from certbind.usecases.account.missing import did_you_mean, not_in_sight
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.act import BindAndRecord, Cause
from certbind.usecases.rotate.directions import Directions
from certbind.usecases.rotate.domain_journal import (
    RACES_PER_RUN,
    DomainJournal,
    Position,
    domains_of,
    state_of,
    subject_of,
)
from certbind.usecases.rotate.gather import Gather, certificates_of, memory_of
from certbind.usecases.rotate.outcome import Outcome
from certbind.usecases.rotate.step_queue import queue_look
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.wishes.rollback_report import (
    RollbackReport,
    decided,
    done,
    failed,
    lost_race,
    not_reached,
    nothing_found,
    planned,
    refused,
)
from certbind.values import dataclass, replace

_ONE_DOMAIN_TAKES = 15.0
"""Seconds: some ten calls, one of which may have to be repeated."""


def _endless() -> float:
    return math.inf


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done, and from where."""

    position: Position
    decision: Decision


@dataclass(frozen=True, slots=True)
class Rollback:
    """The manual way back: a wish, decided where everything is decided. It refuses to restore
    something worse unless `force` is said. Nobody looks at visitors here.

    seconds_left: of the run; without an end where a person waits for it.
    """

    sources: Sources
    queue: EventQueue
    rules: Rules
    seconds_left: Callable[[], float] = _endless

    def __call__(self, request: RollbackRequest) -> RollbackReport:
        """Each domain on its own: one that is refused or cannot be read stops no other. When the
        time is nearly up no further one is begun, and each that was not reached is named: a
        function that is killed says nothing of what it did.
        """
        tried = (self._in_time(domain, request) for domain in self._domains(request))
        outcomes = tuple(outcome for outcome in tried if outcome is not None)
        if not outcomes:
            outcomes = (nothing_found(request),)
        return RollbackReport(request.dry_run, outcomes)

    def _domains(self, request: RollbackRequest) -> tuple[Domain, ...]:
        if request.domain is not None:
            return (request.domain,)
        subjects = self.sources.journal.subjects("domain/")
        return tuple(Domain(subject.partition("/")[2]) for subject in subjects)

    def _in_time(self, domain: Domain, request: RollbackRequest) -> Outcome | None:
        if self.seconds_left() < _ONE_DOMAIN_TAKES:
            return not_reached(domain, request)
        return self._guarded(domain, request)

    def _guarded(self, domain: Domain, request: RollbackRequest) -> Outcome | None:
        """None for a domain that is not meant. What the first plan meant is meant after a lost
        race too: what another hand took off in between is what the person wants to leave.
        """
        meant: KnownBinding | None = None
        try:
            for _ in range(RACES_PER_RUN):
                plan = self._plan(domain, request, meant)
                if not isinstance(plan, _Plan):
                    return plan
                try:
                    return self._carry_out(plan.position, plan.decision, request)
                except (StalePlanError, LedgerConflictError):
                    meant = plan.decision.bind.bound if plan.decision.bind else None
        except CertbindError as error:
            return failed(domain, error, request)
        return lost_race(domain, request)

    def _plan(
        self, domain: Domain, request: RollbackRequest, meant: KnownBinding | None
    ) -> _Plan | Outcome | None:
        position = self._journal.read(domain)
        if not _may_be_meant(position.state, request):
            return None
        target = position.state.place
        if target is None:
            found = self.sources.targets.find(domain)
            if not found.targets:
                return self._without_target(domain, found, request)
            target = self._where_visitors_go(found)
        wish = self._wish(domain, request, meant)
        if wish is None:
            return None
        decision = self._decide(position, target, wish)
        if _came_to_nothing(decision, position.state, request):
            return None
        return _Plan(position, decision)

    def _decide(self, position: Position, target: Target, wish: Wish) -> Decision:
        """No list is read: a wish to go back names its certificate."""
        none = certificates_of((), self.sources, self.rules)
        gather = Gather(self.sources, self.rules, Known(none))
        place = gather.place_of(target, is_alone=False)
        return gather.decide(gather.situation(target, place, memory_of(position), wish))

    def _wish(
        self, domain: Domain, request: RollbackRequest, back_to: KnownBinding | None
    ) -> Wish | None:
        """None where nothing was bound since the time that is meant."""
        if back_to is None and request.since is not None:
            back_to = self._before_first_change(domain, request.since)
            if back_to is None:
                return None
        return Wish(
            WishKind.BACK,
            request.request_id,
            request.to,
            back_to,
            only_ours=request.domain is None,
            force=request.force,
        )

    def _before_first_change(self, domain: Domain, since: datetime) -> KnownBinding | None:
        """What stood at `since`: the way back of the first binding recorded from then on.

        LedgerUnreadableError where a damaged entry may have been that binding.
        """
        subject = subject_of(domain)
        history = self.sources.journal.history(subject)
        entries = [entry for entry in history if isinstance(entry, Entry)]
        changes = [e for e in entries if e.at >= since and e.record.kind is EntryKind.BOUND]
        first: Entry | None = min(changes, key=lambda e: e.sequence, default=None)
        if any(_may_hide(one, first, entries, since) for one in history):
            self.sources.journal.entries(subject)  # raises what names the damage
        return None if first is None else _stood_before(state_of(first))

    def _carry_out(
        self, position: Position, decision: Decision, request: RollbackRequest
    ) -> Outcome:
        bind = decision.bind
        if bind is None:
            return decided(decision, request)
        if request.dry_run:
            return planned(decision.target, bind, request)
        for fact in decision.absorbed:
            note = sentences.absorbed(fact, position, decision.target, request.request_id)
            position = self._journal.advance(position, fact, note)
        act = BindAndRecord(self.sources.targets, self._journal)
        cause = Cause(request.request_id, wish=request.request_id)
        stood = self.sources.around.before(decision.target, bind)
        ended = act(position, decision.target, bind, cause, stood=stood)
        if ended.trouble is not None:
            raise ended.trouble
        no_look = queue_look(self.queue, ended.position, decision.target, request.request_id)
        outcome = done(decision.target, bind, ended.position, request, no_look=no_look)
        return replace(outcome, message=outcome.message + sentences.not_compared(stood))

    def _without_target(
        self, domain: Domain, found: TargetScan, request: RollbackRequest
    ) -> Outcome:
        """That there is none is said only where all was looked at. What may be meant is a domain
        of the ledger: a rollback goes back to what stands there.
        """
        known = domains_of(self.sources.journal)
        if found.failures or found.limits:
            raise not_in_sight((domain,), found.failures, found.limits, known)
        told = f"no target of the account has this name.{did_you_mean((domain,), known)}"
        return refused(domain, (Finding(Reason.NOTHING_TO_RESTORE, told),), request)

    def _where_visitors_go(self, found: TargetScan) -> Target:
        """The one that nothing stands in front of."""
        targets, directions = in_order(found), Directions(self.sources.records)
        met = (one.target for one in targets if directions.is_met(one, targets))
        return next(met, targets[0].target)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)


def _may_be_meant(state: DomainState, request: RollbackRequest) -> bool:
    """By the ledger alone; where a time is given, only the whole journal tells."""
    if request.certificate is None:
        return True
    current = state.standing.binding.certificate_id if state.standing else None
    begun = state.change.certificate if state.change else None
    return request.certificate in (current, begun)


def _came_to_nothing(decision: Decision, state: DomainState, request: RollbackRequest) -> bool:
    """Meant by a change alone that was begun, and that was not made."""
    if request.certificate is None or state.change is None:
        return False
    current = state.standing.binding.certificate_id if state.standing else None
    not_made = any(isinstance(fact, NotMade) for fact in decision.absorbed)
    return not_made and request.certificate != current


def _stood_before(bound: DomainState) -> KnownBinding:
    """What stood before a binding; before the return from plain HTTP, what stood until then."""
    if bound.downgrade is not None:
        return bound.downgrade.before
    return bound.way_back or KnownBinding(UNBOUND)


def _may_hide(
    one: Entry | ChainBreak, first: Entry | None, entries: list[Entry], since: datetime
) -> bool:
    """Whether it is damaged, and may be an earlier binding since that time than the first sound
    one: not when what came after it was written before that time.
    """
    if not isinstance(one, ChainBreak) or (first is not None and one.sequence > first.sequence):
        return False
    return not any(entry.sequence > one.sequence and entry.at < since for entry in entries)
