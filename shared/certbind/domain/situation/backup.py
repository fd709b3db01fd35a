"""Whether a backup certificate could take over at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.assessed import Assessed


def unfit(
    against: tuple[Finding, ...], backup: Assessed, standing: Certificate | None, now: datetime
) -> Iterator[Finding]:
    """Why not. against: what speaks against it at this domain; standing: what it would replace."""
    one = backup.certificate
    for finding in against:
        yield Finding(Reason.BACKUP_UNFIT, f"{one.id} {finding.told}")
    stage = expiry_stage(one.not_before, backup.end, now)
    if stage in (ExpiryStage.URGENT, ExpiryStage.EMERGENCY):
        told = f"{one.id} ends {backup.end:%Y-%m-%d} ({stage.value})"
        yield Finding(Reason.BACKUP_UNFIT, told)
    if standing is not None and shares_ca(one, standing):
        told = f"{one.id} is of the same CA as {standing.id}, which is bound ({one.issuer})"
        yield Finding(Reason.BACKUP_UNFIT, told)


def shares_ca(one: Certificate, other: Certificate) -> bool:
    """As CAS tells: the same issuer, or a name that is in both chains above the leaf."""
    return not _authorities(one).isdisjoint(_authorities(other))


def _authorities(one: Certificate) -> set[str]:
    names = {one.issuer, *(link.issuer_common_name for link in one.chain_summary)}
    return {name.casefold() for name in names if name}
