"""What is wrong with a whole product is tried again by a few domains, not by all each day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    ArrearsError,
    CloudError,
    NotOpenedError,
    PermissionDeniedError,
    RejectedError,
    UnavailableError,
)
from certbind.events import Step, step
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from certbind.usecases.account.turns.scouts import FEW
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of

MANY = 3 * FEW
PAUSE = timedelta(minutes=20)
"""Longer than the first pause of what a person has to mend."""


def targets(product: str = "oss") -> list[Target]:
    bucket = ("assets", "cn-hangzhou") if product == "oss" else ("", "")
    return [
        Target(ProductName(product), Domain(f"{product}{n:02}.shop.example"), *bucket)
        for n in range(MANY)
    ]


def failed(anchors: TrustAnchors, error: CloudError, *products: str) -> Account:
    """Every bind ended so, a pause ago, and the messages of these domains are lost."""
    every = [one for product in products or ("oss",) for one in targets(product)]
    names = tuple(one.domain for one in every)
    old, new = (chain_of(certificate(n, *names, days_left=n * 50)) for n in (1, 2))
    account = Account(*(with_binding(one, old[0]) for one in every), anchors=anchors)
    for held, chain in (old, new):
        account.inventory.add(held, chain)
    for one in every:
        account.probe.serve(one.domain, new[1])
    account.targets.trouble.before("bind", error, times=1000)
    for one in every:
        account.handle(step(one, "renewed-2", 0, candidate=new[0].id))
        account.clock.advance(timedelta(seconds=1))
    account.clock.advance(PAUSE)
    account.queue.take_due()
    return account


def sweep(account: Account) -> SweepReport:
    return Sweep(*account.connected)()


def domains_of(account: Account) -> list[str]:
    return [one.target.domain for one in account.queue.take_due() if isinstance(one, Step)]


def queued(report: SweepReport) -> list[str]:
    return [one.domain for one in report.domains if one.queued]


@pytest.mark.parametrize("error", [PermissionDeniedError, ArrearsError, NotOpenedError])
def test_those_that_waited_longest_try_again_and_the_others_are_told_why_they_wait(
    anchors: TrustAnchors, error: type[CloudError]
) -> None:
    account = failed(anchors, error("no", service="oss", action="PutCname"))
    report = sweep(account)
    oldest = [one.domain for one in targets()][:FEW]
    assert queued(report) == oldest
    assert sorted(domains_of(account)) == oldest
    for one in report.domains:
        (found,) = (told for finding, told in one.findings if finding is SweepFinding.BIND_FAILED)
        assert "the others once that went well" in found
        assert one.word == error.code


def test_who_tried_in_vain_goes_to_the_end_and_whoever_never_may_keeps_nobody_waiting(
    anchors: TrustAnchors,
) -> None:
    account = failed(anchors, PermissionDeniedError("no", service="oss", action="PutCname"))
    tried = []
    for _ in range(3):
        tried += queued(sweep(account))
        account.run_queue()
        account.clock.advance(timedelta(hours=6))
    assert sorted(tried[: 3 * FEW]) == [one.domain for one in targets()]


def test_when_one_was_bound_all_others_of_its_product_are_tried(anchors: TrustAnchors) -> None:
    denied = PermissionDeniedError("no", service="oss", action="PutCname")
    account = failed(anchors, denied, "oss", "cdn")
    sweep(account)
    account.targets.trouble = Trouble()
    for message in account.queue.take_due():
        if isinstance(message, Step) and message.target.kind == "oss":
            account.handle(message)  # those of CDN are lost
    account.run_queue()
    account.clock.advance(timedelta(hours=6))
    sent = queued(sweep(account))
    assert sum(one.startswith("oss") for one in sent) == MANY - FEW
    assert sum(one.startswith("cdn") for one in sent) == FEW, "nothing proves it there"


@pytest.mark.parametrize("error", [RejectedError, UnavailableError])
def test_what_is_one_domains_own_trouble_waits_for_no_other(
    anchors: TrustAnchors, error: type[CloudError]
) -> None:
    account = failed(anchors, error("no", service="oss", action="PutCname"))
    assert len(queued(sweep(account))) == MANY


def test_a_queue_that_takes_nothing_ends_the_sweep_with_its_error_and_its_report(
    anchors: TrustAnchors,
) -> None:
    account = failed(anchors, PermissionDeniedError("no", service="oss", action="PutCname"))
    account.queue.trouble.before("send", UnavailableError("no", service="mns", action="Send"))
    report, trouble = Sweep(*account.connected).run()
    assert isinstance(trouble, UnavailableError)
    assert (len(report.domains), queued(report)) == (MANY, [])
