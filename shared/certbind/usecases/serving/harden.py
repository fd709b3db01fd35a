"""Harden how domains are served, or put back exactly what stood before; a dry run by default."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, Target
from certbind.domain.serving.functions import Measure
from certbind.domain.serving.hardening import Hardening, Surroundings, against, changes_of
from certbind.domain.serving.record import undone
from certbind.domain.serving.values import Form, SettingChange, SettingsSeen
from certbind.errors import (
    CertbindError,
    DomainUnreadError,
    LedgerConflictError,
    StalePlanError,
)
from certbind.ports.targets import TargetSettings
from certbind.requests import HardenRequest
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN, DomainJournal
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.place import seen_now, where_visitors_go
from certbind.usecases.serving.settings_journal import SettingsJournal, SettingsRecord
from certbind.usecases.serving.settings_write import WriteSettings
from certbind.usecases.serving.telling import (
    ProtectReport,
    changes_told,
    failed,
    not_recordable,
    refused,
    sentences,
)
from certbind.values import dataclass, replace

_LAST_RACE = "Others kept changing it. Say the same again."


@dataclass(frozen=True, slots=True)
class _Plan:
    """changes: in the order in which they are made. left: what stays as another hand set it.
    without: what the product has no function for.
    """

    record: SettingsRecord
    changes: tuple[SettingChange, ...]
    left: tuple[Finding, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Harden:
    """Idempotent: what is so already is left alone. Each write is recorded before it is made, with
    what stood there, so that after a crash the same said again goes on, and so does the undoing.
    """

    sources: Sources
    settings: TargetSettings
    rules: Rules
    patience: Patience

    def __call__(self, request: HardenRequest) -> ProtectReport:
        """Each domain on its own: one that is refused or cannot be read stops no other."""
        outcomes = tuple(self._guarded(domain, request) for domain in request.domains)
        action = "unhardened" if request.undo else "hardened"
        return ProtectReport(action, request.dry_run, outcomes)

    def _guarded(self, domain: Domain, request: HardenRequest) -> Outcome:
        how_on = "" if request.dry_run else "What was changed before it is on record."
        try:
            for _ in range(RACES_PER_RUN):
                try:
                    return self._one(domain, request)
                except (LedgerConflictError, StalePlanError):
                    continue
        except CertbindError as error:
            return failed(domain, error, request.request_id, how_on)
        raced = StalePlanError(_LAST_RACE, subject=domain)
        return failed(domain, raced, request.request_id, how_on)

    def _one(self, domain: Domain, request: HardenRequest) -> Outcome:
        bound = where_visitors_go(self.sources, domain)
        journal = DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)
        if journal.read(domain).state.downgrade is not None:
            told = "a person took it to plain HTTP; bring it back first"
            return refused(domain, (Finding(Reason.DOWNGRADED, told),), request.request_id)
        plan = self._plan(bound, request)
        if isinstance(plan, tuple):
            return refused(domain, plan, request.request_id)
        if not plan.changes:
            return _nothing(bound.target, plan, request)
        if request.dry_run:
            return _planned(bound.target, plan, request)
        return self._carry_out(bound.target, plan, request)

    def _plan(self, bound: BoundTarget, request: HardenRequest) -> _Plan | tuple[Finding, ...]:
        target = bound.target
        seen = self.settings.read(target)
        record = SettingsJournal(self.sources.journal, self.sources.clock).read(seen.place)
        if request.undo:
            back = undone(record.kept, seen, target.bucket)
            return _Plan(record, back.changes, back.left)
        hardening = Hardening(request.measures, timedelta(days=request.hsts_days))
        around = self._around(bound, seen, hardening)
        findings = against(seen, target.bucket, hardening, around)
        if findings:
            return findings
        changes = changes_of(seen, target.bucket, hardening)
        secret = not_recordable(changes)
        if secret:
            return secret
        return _Plan(record, changes, without=hardening.left_out(seen))

    def _around(
        self, bound: BoundTarget, seen: SettingsSeen, hardening: Hardening
    ) -> Surroundings:
        verdict = seen_now(self.sources, self.rules, bound.target.domain)
        around = Surroundings(
            not bound.binding.is_empty, None if verdict is None else verdict.is_good
        )
        if seen.form is not Form.BUCKET or Measure.DENY_HTTP not in hardening.at(seen):
            return around
        return self._beside(bound.target, around)

    def _beside(self, target: Target, around: Surroundings) -> Surroundings:
        """A bucket's policy holds for all its domains, and for whoever fetches from it."""
        scan = self.sources.targets.scan()
        if scan.failures:
            raise DomainUnreadError(
                f"whom a policy of {target.bucket} would lock out is not known: "
                + "; ".join(one.where for one in scan.failures)
                + " could not be read.",
                subject=target.domain,
            )
        mapped = [one for one in scan.targets if one.target.bucket == target.bucket]
        without = tuple(sorted(one.target.domain for one in mapped if one.binding.is_empty))
        names = [one.target.domain for one in mapped]
        fetchers = self.settings.fetchers(target, names)
        others = tuple(name for name in without if name != target.domain)
        return replace(around, without_https=others, fetchers=fetchers)

    def _carry_out(self, target: Target, plan: _Plan, request: HardenRequest) -> Outcome:
        journal = SettingsJournal(self.sources.journal, self.sources.clock)
        write = WriteSettings(self.settings, journal, self.patience)
        write(target, plan.record, plan.changes, request.request_id, undo=request.undo)
        return _done(target, plan, request)


def _nothing(target: Target, plan: _Plan, request: HardenRequest) -> Outcome:
    if plan.left:
        return refused(target.domain, plan.left, request.request_id)
    told = "nothing of certbind's is to be undone" if request.undo else "it is hardened so already"
    return Outcome(
        Result.NOTHING_TO_DO,
        target.domain,
        f"{target}: {told}.{_left_out(target, plan)}",
        Reason.AS_WANTED.value,
        request.request_id,
    )


def _planned(target: Target, plan: _Plan, request: HardenRequest) -> Outcome:
    told = f"{target}: would change {changes_told(plan.changes)}.{_left_out(target, plan)}"
    told += _beside(plan, request)
    message = f"{told} Nothing was changed: this is a dry run."
    return Outcome(Result.PLANNED, target.domain, message, event_id=request.request_id)


def _done(target: Target, plan: _Plan, request: HardenRequest) -> Outcome:
    told = f"{target}: changed {changes_told(plan.changes)}.{_left_out(target, plan)}"
    told += _beside(plan, request)
    told += f" `certbind verify --settings {target.domain}` shows what visitors meet."
    names = {"settings": [change.name for change in plan.changes]}
    return Outcome(
        Result.SETTINGS_CHANGED, target.domain, told, event_id=request.request_id, details=names
    )


def _left_out(target: Target, plan: _Plan) -> str:
    if not plan.without:
        return ""
    return f" {target.product} has no function for this: {', '.join(plan.without)}."


def _beside(plan: _Plan, request: HardenRequest) -> str:
    """What a person should know before and after."""
    told = [sentences(plan.left)]
    names = {change.name for change in plan.changes if change.after is not None}
    if not request.undo and "HSTS" in names:
        told.append(
            f" HSTS: browsers keep to HTTPS for {request.hsts_days} days after each visit, "
            "and nothing takes that back from those that saw it."
        )
    if not request.undo and "policy" in names:
        told.append(
            " Whoever else fetches from the bucket over http (programs, DCDN, ESA, a CDN of "
            "another account) is refused then."
        )
    return "".join(told)
