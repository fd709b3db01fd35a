"""One sweep of recheck over a small account, and what it found."""

from __future__ import annotations

from certbind.domain.chain import TrustAnchors
from certbind.usecases.recheck import Recheck
from certbind.usecases.recheck_report import RecheckFinding, RecheckReport
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of


def recheck(account: Account) -> RecheckReport:
    return Recheck(account.ports, account.rules)()


def findings(report: RecheckReport) -> set[RecheckFinding]:
    return {finding for domain in report.domains for finding, _ in domain.findings}


def sound_account(anchors: TrustAnchors) -> Account:
    held, chain = chain_of(certificate(1))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    return account
