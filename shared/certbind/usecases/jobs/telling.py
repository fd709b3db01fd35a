"""What a person is told of a deployment job and of its places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certbind.domain.jobs.offer import Offer
from certbind.domain.jobs.values import JobId, Worker
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.resource import CloudResource
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.values import dataclass

_GOOD = (Result.PLANNED, Result.PREPARED, Result.NOTHING_TO_DO, Result.VERIFIED)


@dataclass(frozen=True, slots=True)
class JobReport:
    """One outcome a place. jobs: that were prepared, or the one that was named. costs: whether CAS
    takes paid deployments for it.
    """

    dry_run: bool
    jobs: tuple[JobId, ...]
    outcomes: tuple[Outcome, ...]
    costs: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be done, mended or waited for."""
        return all(one.result in _GOOD for one in self.outcomes) and not self.is_to_do

    @property
    def is_to_do(self) -> bool:
        """Whether the same with --apply would do something."""
        return any(one.result is Result.PLANNED for one in self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "complete": self.is_complete,
            "dry_run": self.dry_run,
            "jobs": [str(one) for one in self.jobs],
            "costs_paid_deployments": self.costs,
            "places": [one.to_json() for one in self.outcomes],
        }


def offered(one: Offer, now: datetime, result: Result, cause: str) -> Outcome:
    """`LIVE live.shop.example: 1-cn-hangzhou (ends 2026-12-09, in days: 9) → 2-cn-hangzhou …`."""
    if one.is_there and len(one.against) == 1:
        result = Result.NOTHING_TO_DO
    elif one.against:
        return refused(str(one.resource), one.against, cause)
    told = f"{one.resource}: {_standing(one, now)} → {_brought(one)}."
    reason = Reason.ALREADY_BOUND.value if result is Result.NOTHING_TO_DO else ""
    return Outcome(result, str(one.resource), told, reason, cause, offer_json(one))


def refused(subject: str, findings: Iterable[Finding], cause: str) -> Outcome:
    """Nothing is done there, and why."""
    some = tuple(findings)
    told = "; ".join(str(finding).rstrip(".") for finding in some)
    details = {"findings": [finding.to_json() for finding in some]}
    message = f"{subject}: {told}."
    return Outcome(Result.REFUSED, subject, message, some[0].reason.value, cause, details)


def _standing(one: Offer, now: datetime) -> str:
    held = one.resource.certificate
    if held is None:
        return "none of CAS's certificates"
    ends = one.stands.end if one.stands is not None else one.resource.ends
    if ends is None:
        return f"{held} (its end is not known)"
    return f"{held} (ends {ends:%Y-%m-%d}, in days: {(ends - now).days})"


def _brought(one: Offer) -> str:
    if one.brings is None:
        raise TypeError("only what would be brought is told so")
    return f"{one.brings.certificate.id} (ends {one.brings.end:%Y-%m-%d})"


def offer_json(one: Offer) -> dict[str, Any]:
    """For `--json` and the record."""
    stands, brings = one.stands, one.brings
    return {
        "product": one.resource.product,
        "instance": one.resource.instance or None,
        "resource": one.resource.id,
        "names": list(one.names),
        "stands": str(one.resource.certificate) if one.resource.certificate else None,
        "stands_until": stands.end.isoformat() if stands is not None else None,
        "brings": str(brings.certificate.id) if brings is not None else None,
        "brings_until": brings.end.isoformat() if brings is not None else None,
    }


def worker_json(one: Worker) -> dict[str, Any]:
    """For `--json` and the record."""
    return {
        "place": str(one),
        "state": one.state,
        "brings": str(one.brings),
        "before": str(one.before) if one.before is not None else None,
    }


def places_told(places: Iterable[CloudResource]) -> str:
    """In one clause."""
    return ", ".join(map(str, places))
