"""What a sweep finds that CAS holds for a domain: asked for, told, or left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.target import (
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    Step,
    step,
)
from certbind.usecases.account.sweep_report import SweepFinding
from tests.unit.usecases.account import (
    WWW,
    Account,
    bound_to,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sound_account, sweep


def test_an_end_that_is_near_is_no_finding_where_a_better_one_was_missed(
    anchors: TrustAnchors,
) -> None:
    held, chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    account.hold(certificate(2, days_left=180))
    assert findings(sweep(account)) == {SweepFinding.MISSED_EVENT}


def test_a_missed_renewal_is_found_and_queued_once(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = certificate(2, days_left=180)
    account.hold(newer)
    report = sweep(account)
    assert findings(report) == {SweepFinding.MISSED_EVENT}
    (command,) = account.queue.sent
    assert isinstance(command, Step)
    assert command.candidate == newer.id
    assert report.domains[0].queued == (command.id,)
    account.handle(command)
    assert account.binding(WWW).certificate_id == newer.id


def test_a_candidate_that_is_refused_is_not_queued(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    assert sweep(account).domains[0].queued == ()
    outcome = account.handle(step(WWW, "issued-2", 0, candidate=bad.id))
    assert outcome.reason == "already_bound"
    assert [word for word, _ in outcome.details["findings"][1:]] == ["chain_incomplete"]
    assert "which signed" in outcome.message


def test_an_expired_certificate_that_is_still_bound_is_replaced(anchors: TrustAnchors) -> None:
    """CAS's list hides expired certificates, so the bound one is asked for by id."""
    gone = certificate(1, days_left=-1, issued_days_ago=90)
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.hold(gone, certificate(2))
    report = sweep(account)
    assert SweepFinding.MISSED_EVENT in findings(report)


def test_an_end_without_anything_better_is_a_finding(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    assert findings(sweep(account)) == {SweepFinding.EXPIRING, SweepFinding.RENEWAL_DUE}


def test_what_was_kept_while_something_else_stood_there_is_asked_again(
    anchors: TrustAnchors,
) -> None:
    """Found by the simulation: a hand put the better one there and took it away again."""
    worse, better = certificate(1, days_left=40), certificate(2, days_left=90)
    account = Account(with_binding(WWW, worse), anchors=anchors)
    account.hold(worse, better)
    sweep(account)
    account.targets.rebind_by_hand(WWW, bound_to(better))
    account.run_queue()
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    account.targets.rebind_by_hand(WWW, bound_to(worse))
    sweep(account)
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id


@pytest.mark.parametrize("gone", ["stopped", "deleted"])
def test_a_domain_that_is_back_is_asked_for_again(anchors: TrustAnchors, gone: str) -> None:
    """While the command was on its way it was stopped, or deleted and made again."""
    worse, better = certificate(1, days_left=40), certificate(2, days_left=90)
    here = with_binding(WWW, worse)
    account = Account(here, anchors=anchors)
    account.hold(worse, better)
    sweep(account)
    if gone == "stopped":
        account.targets.add(replace(here, state=TargetState.OFFLINE))
    else:
        account.targets.remove(WWW)
    account.run_queue()
    sweep(account)
    assert account.queue.waiting() == [], "it is not asked for while it is not there"
    account.targets.add(here)
    assert SweepFinding.MISSED_EVENT in findings(sweep(account))
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id


def test_what_was_refused_is_told_at_every_sweep(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    for _ in range(2):
        report = sweep(account)
        assert findings(report) == {SweepFinding.REFUSED}
        told = report.domains[0].findings[0][1]
        assert told.startswith("chain_incomplete: 2-cn-hangzhou: ")
        assert "Test Intermediate, which signed" in told
        assert not report.is_clean


def test_what_ends_earlier_and_could_not_be_bound_either_is_no_finding(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    bad, chain = chain_of(certificate(2, days_left=60))
    account.inventory.add(bad, chain[:1])
    account.handle(step(WWW, "cli-1", 0, candidate=bad.id, by_hand=True))
    assert findings(sweep(account)) == {SweepFinding.OK}


def test_what_a_closer_look_rules_out_is_neither_asked_for_nor_called_refused(
    anchors: TrustAnchors,
) -> None:
    """The list said that it lasts longer; its own leaf says that it does not."""
    account = sound_account(anchors)
    twin, chain = chain_of(certificate(2))
    account.inventory.add(replace(twin, not_after=twin.not_after + timedelta(days=90)), chain)
    report = sweep(account)
    assert findings(report) == {SweepFinding.OK}
    assert report.domains[0].queued == ()


def test_an_end_that_is_near_is_told_beside_a_refusal(anchors: TrustAnchors) -> None:
    held, held_chain = chain_of(certificate(1, days_left=10, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, held_chain)
    account.probe.serve(WWW.domain, held_chain)
    bad, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(bad, chain[:1])
    assert findings(sweep(account)) == {
        SweepFinding.REFUSED,
        SweepFinding.EXPIRING,
        SweepFinding.RENEWAL_DUE,
    }
