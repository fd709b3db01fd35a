"""What a rollback tells: one outcome a domain, in words for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Target
from certbind.errors import CertbindError
from certbind.requests import RollbackRequest
from certbind.usecases.change_binding import Change
from certbind.usecases.domain_journal import Position
from certbind.usecases.outcome import Outcome, Result


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


def already_rolled_back(target: Target, position: Position, request: RollbackRequest) -> Outcome:
    current = position.state.current
    stands = current.binding.raw_id if current else "it"
    return Outcome(
        Result.NOTHING_TO_DO,
        target.domain,
        f"{target}: the last change was a rollback, to {stands}; once more would bring back what "
        "was rolled away. Name the certificate to go elsewhere (--to).",
        Reason.ALREADY_ROLLED_BACK.value,
        request.request_id,
    )


def planned(change: Change, request: RollbackRequest) -> Outcome:
    return Outcome(
        Result.PLANNED,
        change.target.domain,
        f"{change.target}: would replace {_id(change.before.binding.certificate_id)} by "
        f"certificate {change.certificate.id} ({change.why}). "
        "Nothing was changed: this is a dry run.",
        event_id=request.request_id,
    )


def done(
    change: Change,
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
        change.target.domain,
        f"{change.target}: {_id(change.before.binding.certificate_id)} was replaced by "
        f"certificate {change.certificate.id}; {look}",
        event_id=request.request_id,
        details={"entry": position.next_sequence - 1},
    )


def refused(domain: Domain, findings: tuple[Finding, ...], request: RollbackRequest) -> Outcome:
    return Outcome(
        Result.REFUSED,
        domain,
        f"{domain}: not put back: {'; '.join(str(f).rstrip('.') for f in findings)}.",
        findings[0].reason.value,
        request.request_id,
        {"findings": [f.to_json() for f in findings]},
    )


def kept(target: Target, finding: Finding, request: RollbackRequest) -> Outcome:
    """It is as it shall be."""
    return Outcome(
        Result.NOTHING_TO_DO,
        target.domain,
        f"{target}: {finding}.",
        finding.reason.value,
        request.request_id,
    )


def failed(domain: Domain, error: CertbindError, request: RollbackRequest) -> Outcome:
    """An error of this domain alone."""
    return Outcome(
        Result.FAILED, domain, str(error), error.code, request.request_id, error.to_json()
    )


def lost_race(domain: Domain, request: RollbackRequest) -> Outcome:
    """Every plan was overtaken."""
    message = f"{domain}: others kept changing it; nothing was put back. Try again."
    return Outcome(Result.FAILED, domain, message, "lost_race", request.request_id)


def under_way(target: Target, request: RollbackRequest) -> Outcome:
    """Another function has begun a change and not said yet how it ended."""
    message = (
        f"{target}: a function is binding a certificate at this moment; nothing was put back. "
        "Try again in a minute (after five, what a crashed function left is settled first)."
    )
    return Outcome(Result.FAILED, target.domain, message, "busy_domain", request.request_id)


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


def _id(certificate_id: CertificateId | None) -> str:
    return f"certificate {certificate_id}" if certificate_id else "what stands there"
