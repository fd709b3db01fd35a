"""One sweep of recheck over a small account, and what it found."""

from __future__ import annotations

from certbind.domain.model.certificate import Certificate
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import step
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of


def sweep(account: Account) -> SweepReport:
    return Sweep(*account.connected)()


def findings(report: SweepReport) -> set[SweepFinding]:
    return {finding for domain in report.domains for finding, _ in domain.findings}


def sound_account(anchors: TrustAnchors) -> Account:
    held, chain = chain_of(certificate(1))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    return account


def verified(anchors: TrustAnchors) -> tuple[Account, Certificate, tuple[bytes, ...]]:
    """A renewal was bound and visitors were seen to get it."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    return account, newer, chain
