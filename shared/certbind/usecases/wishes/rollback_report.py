"""What a rollback tells: one outcome a domain, in words for whoever asked for it."""

from __future__ import annotations

from typing import Any

from certbind.domain.decide.decision import Bind, Decision, Tone
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding, Target
from certbind.errors import CertbindError
from certbind.requests import RollbackRequest
from certbind.usecases.rotate.domain_journal import Position
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class RollbackReport:
    """One outcome a domain. dry_run: nothing was changed, the outcomes say what would be."""

    dry_run: bool
    outcomes: tuple[Outcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every domain could be (or was) put back."""
        return bool(self.outcomes) and all(
            o.result in (Result.PLANNED, Result.BOUND, Result.NOTHING_TO_DO) for o in self.outcomes
        )

    def to_json(self) -> dict[str, Any]:
        """The answer of the manual invoke; `s invoke`'s own exit status says nothing."""
        return {
            "outcome": "rollback_planned" if self.dry_run else "rolled_back",
            "complete": self.is_complete,
            "dry_run": self.dry_run,
            "domains": [o.to_json() for o in self.outcomes],
        }


def planned(target: Target, bind: Bind, request: RollbackRequest) -> Outcome:
    """What an apply would do."""
    return Outcome(
        Result.PLANNED,
        target.domain,
        f"{target}: would replace {_id(bind.expects)} by certificate {bind.certificate.id} "
        f"(rollback: {bind.why}). Nothing was changed: this is a dry run.",
        event_id=request.request_id,
    )


def done(
    target: Target,
    bind: Bind,
    position: Position,
    request: RollbackRequest,
    *,
    no_look: CertbindError | None = None,
) -> Outcome:
    """no_look: why the look at what visitors get could not be queued."""
    look = "visitors are looked at next."
    if no_look is not None:
        look = f"recheck looks at visitors, for the look could not be queued: {no_look}"
    return Outcome(
        Result.BOUND,
        target.domain,
        f"{target}: {_id(bind.expects)} was replaced by certificate {bind.certificate.id}; {look}",
        event_id=request.request_id,
        details={"entry": position.sequence},
    )


def decided(decision: Decision, request: RollbackRequest) -> Outcome:
    """Nothing is put back, and why."""
    domain = decision.target.domain
    if decision.word == Reason.BUSY_DOMAIN.value:
        return _under_way(decision, request)
    if decision.tone is Tone.WELL or decision.tone is Tone.LEFT:
        told = f"{decision.target}: {decision.word}: {decision.detail}."
        result = Result.NOTHING_TO_DO if decision.tone is Tone.WELL else Result.REFUSED
        return Outcome(result, domain, told, decision.word, request.request_id)
    if decision.unread is not None or decision.tone is Tone.WAITS:
        told = f"{decision.target}: nothing was put back: {decision.detail}"
        return Outcome(Result.FAILED, domain, told, decision.word, request.request_id)
    words = "; ".join(f"{word}: {detail}".rstrip(".") for word, detail in decision.reasons)
    details = {
        "findings": [{"reason": word, "detail": detail} for word, detail in decision.reasons]
    }
    told = f"{domain}: not put back: {words}."
    return Outcome(Result.REFUSED, domain, told, decision.word, request.request_id, details)


def refused(domain: Domain, findings: tuple[Finding, ...], request: RollbackRequest) -> Outcome:
    told = "; ".join(str(f).rstrip(".") for f in findings)
    return Outcome(
        Result.REFUSED,
        domain,
        f"{domain}: not put back: {told}{'' if told.endswith('?') else '.'}",
        findings[0].reason.value,
        request.request_id,
        {"findings": [f.to_json() for f in findings]},
    )


def failed(domain: Domain, error: CertbindError, request: RollbackRequest) -> Outcome:
    """An error of this domain alone."""
    return Outcome(
        Result.FAILED, domain, str(error), error.code, request.request_id, error.to_json()
    )


def not_reached(domain: Domain, request: RollbackRequest) -> Outcome:
    """Nothing was read of it."""
    message = f"{domain}: not reached: the time of this run was up. Ask once more for the rest."
    return Outcome(Result.FAILED, domain, message, "not_reached", request.request_id)


def lost_race(domain: Domain, request: RollbackRequest) -> Outcome:
    """Every plan was overtaken."""
    message = f"{domain}: others kept changing it; nothing was put back. Try again."
    return Outcome(Result.FAILED, domain, message, "lost_race", request.request_id)


def _under_way(decision: Decision, request: RollbackRequest) -> Outcome:
    """Another function has begun a change and not said yet how it ended."""
    message = (
        f"{decision.target}: a function is binding a certificate at this moment; nothing was put "
        "back. Try again in a minute (after five, what a crashed function left is settled first)."
    )
    domain = decision.target.domain
    return Outcome(Result.FAILED, domain, message, decision.word, request.request_id)


def nothing_found(request: RollbackRequest) -> Outcome:
    asked = f"certificate {request.certificate}" if request.certificate else _since(request)
    return Outcome(
        Result.NOTHING_TO_DO,
        asked,
        f"The ledger holds no binding to put back for {asked}.",
        Reason.NOTHING_TO_RESTORE.value,
        request.request_id,
    )


def _since(request: RollbackRequest) -> str:
    return f"what was bound since {request.since.isoformat()}" if request.since else ""


def _id(binding: Binding) -> str:
    return (
        f"certificate {binding.certificate_id}" if binding.certificate_id else "what stands there"
    )
