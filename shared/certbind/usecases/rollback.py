"""Put back what stood before: one domain, those of one certificate, or all since a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from certbind.domain.decide.routing import route
from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetScan,
)
from certbind.domain.plan import Cannot, Decision, Keep, plan_rollback
from certbind.domain.state import DomainState, KnownBinding
from certbind.errors import (
    CertbindError,
    CloudError,
    LedgerConflictError,
    NotFoundError,
    StalePlanError,
)
from certbind.requests import RollbackRequest
from certbind.usecases.change_binding import Change, ChangeBinding
from certbind.usecases.domain_journal import DomainJournal, Position, state_of, subject_of
from certbind.usecases.outcome import Outcome
from certbind.usecases.reading import Standing, read_chain, read_standing
from certbind.usecases.rollback_report import (
    RollbackReport,
    already_rolled_back,
    done,
    failed,
    kept,
    lost_race,
    nothing_found,
    planned,
    refused,
    under_way,
)
from certbind.usecases.world import Ports, Rules

RACES_PER_RUN = 4


@dataclass(frozen=True, slots=True)
class Rollback:
    """The manual way back. Refuses to restore something worse unless `force` is said."""

    ports: Ports
    rules: Rules

    def __call__(self, request: RollbackRequest) -> RollbackReport:
        """Each domain on its own: one that is refused or cannot be read stops no other."""
        tried = (self._guarded(domain, request) for domain in self._domains(request))
        outcomes = tuple(outcome for outcome in tried if outcome is not None)
        if not outcomes:
            outcomes = (nothing_found(request),)
        return RollbackReport(request.dry_run, outcomes)

    def _domains(self, request: RollbackRequest) -> tuple[Domain, ...]:
        """The domains to look at."""
        if request.domain is not None:
            return (request.domain,)
        subjects = self.ports.journal.subjects("domain/")
        return tuple(Domain(subject.partition("/")[2]) for subject in subjects)

    def _guarded(self, domain: Domain, request: RollbackRequest) -> Outcome | None:
        """None for a domain that is not meant."""
        try:
            return self._one(domain, request)
        except CertbindError as error:
            return failed(domain, error, request)

    def _one(self, domain: Domain, request: RollbackRequest) -> Outcome | None:
        for _ in range(RACES_PER_RUN):
            try:
                return self._once(domain, request)
            except (StalePlanError, LedgerConflictError):
                continue
        return lost_race(domain, request)

    def _once(self, domain: Domain, request: RollbackRequest) -> Outcome | None:
        position = self._journal.read(domain)
        if not _may_be_meant(position.state, request):
            return None
        target = position.state.target
        if target is None:
            found = self.ports.targets.find(domain)
            if not found.targets:
                return refused(domain, (_no_target(found),), request)
            target = _where_visitors_go(found)
        if position.state.is_leased(self.ports.clock.now(), self.rules.lease):
            return under_way(target, request)
        bound = self.ports.targets.read(target)
        # On record in a dry run too: it says what happened, and the way back depends on it.
        return self._of_settled(self._change.settle(position, bound), bound, request)

    def _of_settled(
        self, position: Position, bound: BoundTarget, request: RollbackRequest
    ) -> Outcome | None:
        if not _may_be_meant(position.state, request):
            return None  # by its intent alone, and that came to nothing
        before = position.state.previous
        if request.since is not None:
            before = self._before_first_change(position.domain, request.since)
            if before is None:
                return None
        if request.domain is None:
            if not _is_as_bound(position.state, bound):
                return refused(position.domain, (_another_hand(bound),), request)
        elif position.state.rolled_back and request.to is None:
            return already_rolled_back(bound.target, position, request)
        return self._put_back(position, bound, before, request)

    def _before_first_change(self, domain: Domain, since: datetime) -> KnownBinding | None:
        """What stood at `since`: the `previous` of the first binding recorded from then on."""
        changes = [
            entry
            for entry in self.ports.journal.entries(subject_of(domain))
            if entry.at >= since and entry.record.kind is EntryKind.BOUND
        ]
        first: Entry | None = min(changes, key=lambda e: e.sequence, default=None)
        return state_of(first).previous if first else None

    def _put_back(
        self,
        position: Position,
        bound: BoundTarget,
        before: KnownBinding | None,
        request: RollbackRequest,
    ) -> Outcome:
        target = bound.target
        standing = read_standing(self.ports.inventory, bound.binding)
        wanted = self._wanted(before, request)
        decision = self._decide(target, standing, before, wanted, request)
        if isinstance(decision, Cannot):
            return refused(target.domain, decision.findings, request)
        if isinstance(decision, Keep):
            return kept(target, decision.finding, request)
        change = Change(
            target,
            standing.known,
            decision.certificate,
            request.request_id,
            f"rollback: {decision.reason}",
            by_hand=True,
        )
        if request.dry_run:
            return planned(change, request)
        try:
            position = self._change.apply(position, change)
        except CloudError as error:
            position = self._journal.read(target.domain)
            if not _is_bound_by(position.entry, request):
                raise
            return done(change, position, request, no_look=error)
        return done(change, position, request)

    def _decide(
        self,
        target: Target,
        standing: Standing,
        before: KnownBinding | None,
        wanted: Certificate | None,
        request: RollbackRequest,
    ) -> Decision:
        chain = read_chain(self.ports.inventory, wanted.id) if wanted else None
        return plan_rollback(
            target,
            standing.binding,
            standing.certificate,
            wanted,
            _binding_to_restore(before, request),
            self.ports.clock.now(),
            chain=chain,
            anchors=self.rules.anchors,
            policy=self.rules.policy,
            named=request.to is not None,
            force=request.force,
        )

    def _wanted(self, before: KnownBinding | None, request: RollbackRequest) -> Certificate | None:
        wanted = request.to or (before.binding.certificate_id if before else None)
        if wanted is None:
            return None
        try:
            return self.ports.inventory.certificate(wanted)
        except NotFoundError:
            if request.to is not None:
                raise
            return None

    @property
    def _change(self) -> ChangeBinding:
        return ChangeBinding(self.ports, self.rules)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.ports.journal, self.ports.clock)


def _may_be_meant(state: DomainState, request: RollbackRequest) -> bool:
    """By the ledger alone; where a time is given, only the whole journal tells."""
    if request.certificate is None:
        return True
    current = state.current.binding.certificate_id if state.current else None
    return request.certificate in (current, state.intent_certificate)


def _is_bound_by(newest: Entry | None, request: RollbackRequest) -> bool:
    if newest is None or newest.record.kind is not EntryKind.BOUND:
        return False
    return newest.record.event_id == request.request_id


def _is_as_bound(state: DomainState, bound: BoundTarget) -> bool:
    return state.current is not None and state.current.binding.same_as(bound.binding)


def _another_hand(bound: BoundTarget) -> Finding:
    """Of many domains, those that somebody has changed since are not what is to be undone."""
    stands = bound.binding.raw_id or "no certificate"
    detail = f"another hand put {stands} there since; name the domain (--domain) to replace that"
    return Finding(Reason.FOREIGN_CHANGE, detail)


def _no_target(found: TargetScan) -> Finding:
    """A part that could not be read may be where it is."""
    unread = "; ".join(f"{failure.where}: {failure.message}" for failure in found.failures)
    told = "no target of the account has this name"
    told += f", as far as it could be read ({unread})" if unread else ""
    return Finding(Reason.NOTHING_TO_RESTORE, told)


def _where_visitors_go(found: TargetScan) -> Target:
    """The one that is not left alone (CDN in front of OSS); the first when all are."""
    routed = sorted(route(found), key=lambda one: one.skip is not None)
    return routed[0].bound.target


def _binding_to_restore(before: KnownBinding | None, request: RollbackRequest) -> Binding:
    if request.to is not None:
        return Binding(BindingSource.CAS, request.to, str(request.to))
    return before.binding if before is not None else UNBOUND
