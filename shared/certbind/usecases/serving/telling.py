"""Changes of settings in words, for plans, records and answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.serving.functions import shown
from certbind.domain.serving.values import POLICY, SettingChange
from certbind.errors import CertbindError
from certbind.redaction import redact
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.values import dataclass

_GOOD = (
    Result.PLANNED,
    Result.NOTHING_TO_DO,
    Result.BOUND,
    Result.SETTINGS_CHANGED,
)


@dataclass(frozen=True, slots=True)
class ProtectReport:
    """One outcome a domain. action: what was asked for. dry_run: nothing was changed, and the
    outcomes say what would be.
    """

    action: str
    dry_run: bool
    outcomes: tuple[Outcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all that was asked for could be (or was) done."""
        return bool(self.outcomes) and all(one.result in _GOOD for one in self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """The answer of the manual invoke."""
        return {
            "outcome": f"{self.action}_planned" if self.dry_run else self.action,
            "complete": self.is_complete,
            "dry_run": self.dry_run,
            "domains": [one.to_json() for one in self.outcomes],
        }


def change_told(change: SettingChange) -> str:
    """`https_force: not set → {"enable": "on", …}`; a policy is too long to be read in a line."""
    if change.name != POLICY:
        return f"{change.name}: {shown(change.before)} → {shown(change.after)}"
    if change.after is None:
        return "policy: taken away"
    if change.before is None:
        return "policy: one that denies plain HTTP"
    longer = len(change.after) > len(change.before)
    return f"policy: {'with' if longer else 'without'} the statement that denies plain HTTP"


def changes_told(changes: Iterable[SettingChange]) -> str:
    """All of them in one clause."""
    return "; ".join(change_told(one) for one in changes)


def sentences(findings: Iterable[Finding]) -> str:
    """What is told beside an outcome, each as a sentence; names keep their capitals (HSTS)."""
    return "".join(f" {one.told[:1].upper()}{one.told[1:]}." for one in findings)


def not_recordable(changes: Iterable[SettingChange]) -> tuple[Finding, ...]:
    """What could not be put back from the record, which keeps nothing that looks like a secret."""
    secret = [one.name for one in changes if redact(one.before or "") != (one.before or "")]
    if not secret:
        return ()
    told = f"{', '.join(secret)} holds what looks like a secret, which the ledger does not "
    return (Finding(Reason.POLICY_UNREADABLE, f"{told}keep: there would be no way back"),)


def refused(domain: Domain, findings: tuple[Finding, ...], cause: str) -> Outcome:
    """Nothing was changed, and why."""
    told = "; ".join(str(finding).rstrip(".") for finding in findings)
    details = {"findings": [finding.to_json() for finding in findings]}
    message = f"{domain}: nothing was changed: {told}."
    return Outcome(Result.REFUSED, domain, message, findings[0].reason.value, cause, details)


def failed(domain: Domain, error: CertbindError, cause: str, how_on: str = "") -> Outcome:
    """An error of this domain alone."""
    message = f"{error} {how_on}".rstrip()
    return Outcome(Result.FAILED, domain, message, error.code, cause, error.to_json())
