"""The ordered way back from plain HTTP: a certificate, visitors who get it, then the settings."""

from __future__ import annotations

from functools import partial

from certbind.domain.lifecycle.facts import ReturnBegun, Returned, SettingsMoved
from certbind.domain.lifecycle.state import Downgrade, Going
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, Target
from certbind.domain.serving.bucket_policy import UnreadablePolicyError
from certbind.domain.serving.plain_http import BroughtBack, brought_back, denies
from certbind.domain.serving.values import SettingsSeen, steps_of
from certbind.domain.trust.summary import summarise
from certbind.errors import DomainUnreadError
from certbind.events import step as step_of
from certbind.ports.targets import TargetSettings
from certbind.requests import EmergencyRequest
from certbind.usecases.rotate.domain_journal import DomainJournal, Note, Position
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.take import TakeStep
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.patience import PAUSE, Patience
from certbind.usecases.serving.place import seen_now, where_visitors_go
from certbind.usecases.serving.telling import changes_told, sentences
from certbind.values import dataclass

_AGAIN = "Say the same again: it goes on from here."


@dataclass(frozen=True, slots=True)
class Restore:
    """Nothing that keeps out who has no HTTPS comes back before visitors were seen to get it."""

    sources: Sources
    settings: TargetSettings
    rules: Rules
    patience: Patience
    take_step: TakeStep

    def __call__(self, request: EmergencyRequest) -> Outcome:
        """LedgerConflictError, StalePlanError: another was at work; to be asked anew."""
        position = self._journal.read(request.domain)
        down = position.state.downgrade
        if down is None:
            told = f"{request.domain}: the ledger knows of no downgrade."
            reason = Reason.NOT_DOWNGRADED.value
            return _outcome(Result.NOTHING_TO_DO, told, request, reason)
        bound = where_visitors_go(self.sources, request.domain)
        if request.dry_run:
            return self._planned(bound, down, request)
        if down.going is not Going.BACK:
            told = f"{bound.target}: about to bring HTTPS back, as a person asked."
            note = Note(request.request_id, told)
            self._journal.advance(position, ReturnBegun(), note)
        if bound.binding.is_empty:
            trouble = self._bind(bound.target, down, request)
            if trouble is not None:
                return trouble
        return self._after_binding(request)

    def _bind(self, target: Target, down: Downgrade, request: EmergencyRequest) -> Outcome | None:
        """What stood there before; where that is gone or bad, CAS's best. None: it is bound."""
        before = down.before.binding.certificate_id
        outcome = self._take(target, before, request) if before is not None else None
        if outcome is None or outcome.result is Result.REFUSED:
            first, outcome = outcome, self._take(target, None, request)
            if outcome.result not in (Result.BOUND, Result.DEFERRED):
                is_other = first is not None and first.message != outcome.message
                why = f"{first.message} " if first is not None and is_other else ""
                told = f"{target}: HTTPS is not back: {why}{outcome.message}"
                return _outcome(Result.REFUSED, told, request, outcome.reason)
        if outcome.result is Result.FAILED:
            return outcome
        waited = 0.0
        while self.sources.targets.read(target).binding.is_empty:
            if not self.patience.waits(waited):
                told = f"{outcome.message} {_AGAIN}"
                return _outcome(Result.DEFERRED, told, request, outcome.reason)
            waited += PAUSE
            outcome = self._take(target, before, request)
        return None

    def _take(
        self, target: Target, certificate: CertificateId | None, request: EmergencyRequest
    ) -> Outcome:
        """One step of the loop, as a person's order of this certificate, or the loop's own. Each
        has an id of its own, or it would count as carried out.
        """
        position = self._journal.read(target.domain)
        cause = f"{request.request_id}-{position.sequence}"
        named = certificate is not None
        return self.take_step(step_of(target, cause, 0, candidate=certificate, by_hand=named))

    def _after_binding(self, request: EmergencyRequest) -> Outcome:
        domain = request.domain
        verdict = seen_now(self.sources, self.rules, domain)
        waited = 0.0
        while verdict is not None and not verdict.is_good and self.patience.waits(waited):
            waited += PAUSE
            verdict = seen_now(self.sources, self.rules, domain)
        if verdict is None or not verdict.is_good:
            seen = "nobody could look" if verdict is None else summarise(verdict)
            told = f"{domain}: a certificate is bound, and visitors were not seen to get HTTPS "
            told += f"everywhere yet ({seen}). What was lifted is not back. {_AGAIN}"
            return _outcome(Result.PENDING, told, request, Reason.HTTPS_NOT_SEEN.value)
        return self._put_back(request)

    def _put_back(self, request: EmergencyRequest) -> Outcome:
        bound = where_visitors_go(self.sources, request.domain)
        position = self._journal.read(request.domain)
        down = position.state.downgrade
        if down is None:
            return _outcome(Result.SETTINGS_CHANGED, f"{bound.target}: HTTPS is back.", request)
        seen = self.settings.read(bound.target)
        back = self._back(bound, down, seen)
        if isinstance(back, Finding):
            told = f"{bound.target}: HTTPS is back, and visitors get it. What was lifted is not "
            told += f"put back: {back}. {_AGAIN}"
            return _outcome(Result.REFUSED, told, request, back.reason.value)
        for one in steps_of(seen.form, back.changes):
            self.patience.until_taken(partial(self.settings.change_access, bound.target, one))
            note = Note(request.request_id, f"{bound.target}: put back {changes_told(one)}.")
            position = self._journal.advance(position, SettingsMoved(), note)
        return self._ended(position, bound.target, back, request)

    def _back(
        self, bound: BoundTarget, down: Downgrade, seen: SettingsSeen
    ) -> BroughtBack | Finding:
        try:
            back = brought_back(down.kept, seen, bound.target.bucket)
        except UnreadablePolicyError as error:
            told = f"the policy of {bound.target.bucket} cannot be added to: {error}"
            return Finding(Reason.POLICY_UNREADABLE, told)
        if not denies(back.changes):
            return back
        scan = self.sources.targets.scan()
        if scan.failures:
            told = "whom the policy would lock out is not known: some targets were not read."
            raise DomainUnreadError(told, subject=bound.target.domain)
        others = sorted(
            one.target.domain
            for one in scan.targets
            if one.target.bucket == bound.target.bucket and one.binding.is_empty
        )
        if not others:
            return back
        told = f"{', '.join(others)} of the bucket has no HTTPS, and the policy would keep its "
        return Finding(Reason.STILL_ON_HTTP, f"{told}visitors out")

    def _ended(
        self, position: Position, target: Target, back: BroughtBack, request: EmergencyRequest
    ) -> Outcome:
        told = f"{target}: HTTPS is back, and visitors get it"
        if back.changes:
            told += f"; put back: {changes_told(back.changes)}"
        left = sentences(back.left)
        note = Note(request.request_id, f"{told}.{left}")
        self._journal.advance(position, Returned(), note)
        return _outcome(Result.SETTINGS_CHANGED, f"{told}.{left}", request)

    def _planned(self, bound: BoundTarget, down: Downgrade, request: EmergencyRequest) -> Outcome:
        steps = []
        if bound.binding.is_empty:
            before = down.before.binding.certificate_id
            steps.append(f"bind {before}, or the best where that is bad" if before else "bind")
        steps.append("wait until visitors get it everywhere")
        lifted = ", ".join(one.name for one in down.kept)
        if lifted:
            steps.append(f"put back {lifted}, as they stood")
        told = f"{bound.target}: would do, in this order: {'; then '.join(steps)}."
        message = f"{told} Nothing was changed: this is a dry run."
        return _outcome(Result.PLANNED, message, request)

    @property
    def _journal(self) -> DomainJournal:
        return DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)


def _outcome(result: Result, told: str, request: EmergencyRequest, reason: str = "") -> Outcome:
    return Outcome(result, request.domain, told, reason, request.request_id)
