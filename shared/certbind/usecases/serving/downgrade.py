"""Take a domain back to plain HTTP, in the order in which no visitor is kept out on the way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from certbind.domain.lifecycle.facts import DowngradeBegun, SettingsMoved, TurnedOff
from certbind.domain.lifecycle.state import DomainState, Going, KnownBinding
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding, BoundTarget
from certbind.domain.serving.plain_http import against_plain_http, lifted, remembered_until
from certbind.domain.serving.record import remember
from certbind.domain.serving.values import SettingChange, SettingsSeen, steps_of
from certbind.ports.targets import TargetSettings
from certbind.requests import EmergencyRequest
from certbind.usecases.rotate.domain_journal import DomainJournal, Note, Position
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.place import where_visitors_go
from certbind.usecases.serving.telling import changes_told, not_recordable, refused
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class _Plan:
    bound: BoundTarget
    seen: SettingsSeen
    lifts: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class Downgrade:
    """Alibaba's own order: the redirect and HSTS first (of a bucket: the policy that denies plain
    HTTP), HTTPS last. What stood is on record before the first write; what is done already is left
    alone, so that the same said again goes on after a crash anywhere.
    """

    sources: Sources
    settings: TargetSettings
    rules: Rules
    patience: Patience

    def __call__(self, request: EmergencyRequest) -> Outcome:
        """LedgerConflictError, StalePlanError: another was at work; to be asked anew."""
        bound = where_visitors_go(self.sources, request.domain)
        position = self._journal.read(request.domain)
        state = position.state
        seen = self.settings.read(bound.target)
        findings = self._against(bound, seen, state, request)
        if findings:
            return refused(request.domain, findings, request.request_id)
        plan = _Plan(bound, seen, lifted(seen, bound.target.bucket))
        # Where more than the denial is left, that alone is put back, into what stands then.
        lost = not_recordable(one for one in plan.lifts if one.after is None)
        if lost and not request.force:
            return refused(request.domain, lost, request.request_id)
        if bound.binding.is_empty and not plan.lifts and not _is_open(state):
            return _off_already(bound, state, request)
        if request.dry_run:
            return self._planned(plan, request)
        return self._carry_out(position, plan, request)

    def _against(
        self, bound: BoundTarget, seen: SettingsSeen, state: DomainState, request: EmergencyRequest
    ) -> tuple[Finding, ...]:
        change = state.change
        if change is not None and not change.answer_lost and change.ago < self.rules.times.lease:
            told = "a function is binding a certificate at this moment; try again in a minute"
            return (Finding(Reason.BUSY_DOMAIN, told),)
        findings = against_plain_http(seen, bound.target.bucket)
        binding = bound.binding
        if not binding.is_empty and binding.certificate_id is None and not request.force:
            told = f"{binding.raw_id or binding.name or 'what is bound'} was uploaded there or is "
            told += "CDN's own, and could not be bound again; --force takes it off all the same"
            return (*findings, Finding(Reason.BINDING_NOT_RESTORABLE, told))
        return findings

    def _carry_out(self, position: Position, plan: _Plan, request: EmergencyRequest) -> Outcome:
        target, binding = plan.bound.target, plan.bound.binding
        position = self._begin(position, plan, request)
        for step in steps_of(plan.seen.form, plan.lifts):
            self.patience.until_taken(partial(self.settings.change_access, target, step))
            note = Note(request.request_id, f"{target}: lifted {changes_told(step)}.")
            position = self._journal.advance(position, SettingsMoved(), note)
        if not binding.is_empty:
            self.patience.until_taken(partial(self.settings.turn_off, target, binding))
        told = f"{target}: HTTPS is off: {_named(binding)} was taken off, as a person asked."
        self._journal.advance(position, TurnedOff(), Note(request.request_id, told))
        told += self._beside(plan)
        told += f" The way back: `certbind emergency restore {target.domain}`."
        return Outcome(
            Result.SETTINGS_CHANGED,
            target.domain,
            told,
            Reason.DOWNGRADED.value,
            request.request_id,
        )

    def _begin(self, position: Position, plan: _Plan, request: EmergencyRequest) -> Position:
        target, state = plan.bound.target, position.state
        old = state.downgrade
        kept = remember(old.kept if old is not None else (), plan.lifts)
        until = remembered_until(plan.seen, self.sources.clock.now())
        before = _known(state, plan.bound.binding)
        told = (
            f"{target}: about to take HTTPS off ({_named(plan.bound.binding)}), as a person asked"
        )
        if plan.lifts:
            told += f"; before that, {changes_told(plan.lifts)}"
        fact = DowngradeBegun(target, before, kept, until)
        return self._journal.advance(position, fact, Note(request.request_id, f"{told}."))

    def _planned(self, plan: _Plan, request: EmergencyRequest) -> Outcome:
        target = plan.bound.target
        steps = [change for change in (changes_told(plan.lifts),) if change]
        if not plan.bound.binding.is_empty:
            steps.append(f"HTTPS off, {_named(plan.bound.binding)} taken off")
        told = f"{target}: would do, in this order: {'; then '.join(steps) or 'nothing more'}."
        told += self._beside(plan)
        message = f"{told} Nothing was changed: this is a dry run."
        reason = Reason.HSTS_REMEMBERED.value if self._until(plan) else ""
        return Outcome(Result.PLANNED, target.domain, message, reason, request.request_id)

    def _beside(self, plan: _Plan) -> str:
        """What no server can take back, and whom else it concerns."""
        told = ""
        until = self._until(plan)
        if until:
            told += (
                f" HSTS is on: browsers that were here keep to HTTPS until {until}, and show an "
                "error till then; for them only working HTTPS helps (emergency failover)."
            )
        if plan.bound.target.bucket and plan.lifts:
            told += f" The policy of {plan.bound.target.bucket} holds for all of its domains."
        return told

    def _until(self, plan: _Plan) -> str:
        until = remembered_until(plan.seen, self.sources.clock.now())
        return "" if until is None else f"{until:%Y-%m-%d %H:%M} UTC"

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)


def _known(state: DomainState, binding: Binding) -> KnownBinding:
    """With what the record knows of it."""
    known = state.standing
    if known is not None and known.binding.same_as(binding):
        return known
    return KnownBinding(binding)


def _is_open(state: DomainState) -> bool:
    return state.downgrade is not None and state.downgrade.going is not Going.OFF


def _off_already(bound: BoundTarget, state: DomainState, request: EmergencyRequest) -> Outcome:
    """By certbind, or nothing was ever bound."""
    down = state.downgrade
    since = "" if down is None else f", since {down.ago // timedelta(days=1)} days"
    told = f"{bound.target}: HTTPS is off already{since}."
    reason = Reason.NO_HTTPS.value if down is None else Reason.DOWNGRADED.value
    return Outcome(Result.NOTHING_TO_DO, request.domain, told, reason, request.request_id)


def _named(binding: Binding) -> str:
    if binding.is_empty:
        return "nothing is bound"
    return f"certificate {binding.certificate_id or binding.raw_id or binding.name or 'unknown'}"
