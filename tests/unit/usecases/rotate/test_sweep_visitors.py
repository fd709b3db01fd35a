"""A sweep over a domain whose certificate CAS does not hold: only visitors tell its end."""

from __future__ import annotations

import pytest

from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.account.sweep_report import SweepFinding
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep


def account_with_pasted(
    anchors: TrustAnchors, days_left: int, policy: Policy | None = None
) -> Account:
    """A certificate of 90 days that somebody pasted into the console."""
    pasted, chain = chain_of(certificate(1, days_left=days_left, issued_days_ago=90 - days_left))
    binding = Binding(BindingSource.UPLOAD, raw_id="pasted", sha1=pasted.sha1)
    account = Account(BoundTarget(WWW, binding), anchors=anchors, policy=policy)
    account.probe.serve(WWW.domain, chain)
    return account


@pytest.mark.parametrize(
    ("days_left", "finding"),
    [
        (60, SweepFinding.OK),
        (10, SweepFinding.EXPIRING),
        (1, SweepFinding.EXPIRING),
        (-1, SweepFinding.NOT_SOUND),
    ],
)
def test_the_end_of_what_is_served_is_told_in_time(
    anchors: TrustAnchors, days_left: int, finding: SweepFinding
) -> None:
    assert findings(sweep(account_with_pasted(anchors, days_left))) == {finding}


def test_the_leaf_that_ends_first_is_told_with_its_day(anchors: TrustAnchors) -> None:
    account = account_with_pasted(anchors, 60)
    ending, chain = chain_of(certificate(2, days_left=10, issued_days_ago=80))
    account.probe.serve(WWW.domain, chain, "192.0.2.9")
    told = dict(sweep(account).domains[0].findings)
    day = f"{ending.not_after:%Y-%m-%d}"
    assert told[SweepFinding.EXPIRING].startswith(f"what is served ends {day} (urgent)")


def test_no_end_is_told_where_a_better_one_is_queued(anchors: TrustAnchors) -> None:
    account = account_with_pasted(anchors, 10, Policy(allow_unrestorable=True))
    account.hold(certificate(2, days_left=90))
    assert findings(sweep(account)) == {SweepFinding.MISSED_EVENT}


def test_an_end_that_cas_tells_is_told_once(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.hold(held)
    account.probe.serve(WWW.domain, chain)
    found = [finding for finding, _ in sweep(account).domains[0].findings]
    assert found == [SweepFinding.EXPIRING, SweepFinding.RENEWAL_DUE]
