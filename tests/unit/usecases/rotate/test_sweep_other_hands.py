"""What a sweep makes of other hands, and of a domain that moved."""

from __future__ import annotations

import pytest

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Target,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    EventType,
    certificate_event,
    step,
)
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    Account,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep, verified


def test_another_hand_is_told_and_not_fought(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    theirs, their_chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(theirs, their_chain)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.probe.serve(WWW.domain, their_chain)
    assert findings(sweep(account)) == {SweepFinding.FOREIGN_CHANGE}
    account.run_queue()
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.FOREIGN_CHANGE, EntryKind.KEPT]
    assert account.binding(WWW).certificate_id == theirs.id
    assert findings(sweep(account)) == {SweepFinding.OK}


def test_what_another_function_has_begun_is_told_until_it_says_how_it_ended(
    anchors: TrustAnchors,
) -> None:
    """The function may have died: then nothing but the sweep after its lease goes on."""
    account, _, _ = verified(anchors)
    third, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, chain)
    account.targets.trouble.before("bind", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        account.handle(
            step(WWW, "renewed-3", len(account.entries(WWW.domain)), candidate=third.id)
        )
    assert findings(sweep(account)) == {SweepFinding.WAITING}


def test_a_binding_made_while_the_sweep_was_under_way_is_no_other_hand(
    anchors: TrustAnchors,
) -> None:
    """What the scan read is older than the ledger by then."""
    account, _, _ = verified(anchors)
    third, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, chain)
    bind = step(WWW, "renewed-3", 0, candidate=third.id)
    account.targets.trouble.act_after("scan", lambda: account.handle(bind))
    assert SweepFinding.FOREIGN_CHANGE not in findings(sweep(account))
    account.probe.serve(WWW.domain, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_a_binding_made_while_the_domain_is_examined_is_no_other_hand(
    anchors: TrustAnchors,
) -> None:
    """The ledger was read before, the target after it: the entry cannot be written."""
    account, _, _ = verified(anchors)
    third, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(third, chain)
    account.probe.serve(WWW.domain, chain)
    newest = account.journal.newest

    def newest_then_bind(subject: str) -> Entry | ChainBreak | None:
        entry = newest(subject)
        if subject == subject_of(WWW.domain):
            account.journal.newest = newest  # type: ignore[method-assign]
            account.handle(step(WWW, "renewed-3", 0, candidate=third.id))
        return entry

    account.journal.newest = newest_then_bind  # type: ignore[method-assign]
    assert SweepFinding.FOREIGN_CHANGE not in findings(sweep(account))
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_cdn_that_is_put_in_front_later_is_bound_and_no_other_hand(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    in_front = Target(ProductName("cdn"), WWW.domain)
    account.targets.add(with_binding(in_front, account.inventory.certificate(certificate(1).id)))
    found = findings(sweep(account))
    assert SweepFinding.FOREIGN_CHANGE not in found
    assert {SweepFinding.SKIPPED, SweepFinding.MISSED_EVENT} <= found
    account.run_queue()
    assert account.binding(in_front).certificate_id == newer.id


def test_cdn_is_bound_though_the_bucket_behind_it_waits_for_its_look(
    anchors: TrustAnchors,
) -> None:
    """CDN could not be listed when the domain was bound for the first time."""
    in_front = Target(ProductName("cdn"), WWW.domain)
    account = Account(*unbound(WWW, in_front), anchors=anchors)
    new = certificate(2)
    account.hold(new)
    account.targets.hide("cdn", "throttled")
    account.handle(certificate_event(EventType.ISSUED, new.id))
    (bind,) = account.queue.take_due()
    account.handle(bind)
    assert account.binding(WWW).certificate_id == new.id
    account.targets.show("cdn")
    assert SweepFinding.MISSED_EVENT in findings(sweep(account))
    for event in account.queue.take_due():
        account.handle(event)
    assert account.binding(in_front).certificate_id == new.id


def test_https_that_a_hand_turned_off_is_told_as_what_it_is(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    account.targets.rebind_by_hand(WWW, UNBOUND)
    report = sweep(account)
    ((_, told), *_) = report.domains[0].findings
    assert "turns HTTPS on again" in told
    account.run_queue()
    assert account.binding(WWW).certificate_id == newer.id


def test_a_hold_is_told_though_a_look_begins(anchors: TrustAnchors) -> None:
    """A person went back to the first one, and now its chain is served in part."""
    account, newer, _ = verified(anchors)
    first = account.inventory.certificate(certificate(1).id)
    first_chain = account.inventory.chain(first.id)
    assert first_chain is not None
    account.targets.rebind_by_hand(WWW, bound_to(first))
    account.probe.serve(WWW.domain, first_chain)
    for _ in range(2):
        sweep(account)
        account.run_queue()
    assert findings(sweep(account)) == {SweepFinding.HELD}
    account.probe.serve(WWW.domain, first_chain[:1])
    report = sweep(account)
    assert report.domains[0].queued, "a look begins"
    told = dict(report.domains[0].findings)
    assert str(newer.id) in told[SweepFinding.HELD]


def test_a_better_one_is_told_though_a_look_begins(anchors: TrustAnchors) -> None:
    """It is bound when the look is over; until then nobody is to read that all is well."""
    account, newer, _ = verified(anchors)
    chain = account.inventory.chain(newer.id)
    assert chain is not None
    account.probe.serve(WWW.domain, chain[:1])
    better = certificate(9, days_left=300)
    account.hold(better)
    report = sweep(account)
    assert report.domains[0].queued, "a look begins"
    told = dict(report.domains[0].findings)
    assert str(better.id) in told[SweepFinding.WAITING]
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id
