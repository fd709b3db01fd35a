"""The way back."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import (
    Target,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import step
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    with_binding,
)
from tests.unit.usecases.rollbacks import (
    NEW,
    OLD,
    rollback,
    rotated,
)


def test_the_dry_run_says_the_exact_change_and_changes_nothing(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    report = rollback(account, domain=WWW.domain)
    (outcome,) = report.outcomes
    assert outcome.result is Result.PLANNED
    assert (
        "would replace certificate 2-cn-hangzhou by certificate 1-cn-hangzhou" in outcome.message
    )
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.kinds(WWW.domain)[-1] is EntryKind.BOUND


def test_what_stood_before_is_bound_again_and_looked_at(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    report = rollback(account, domain=WWW.domain, dry_run=False)
    assert report.is_complete
    assert account.binding(WWW).certificate_id == OLD.id
    assert account.kinds(WWW.domain)[-2:] == [EntryKind.INTENT, EntryKind.BOUND]
    intent, bound = (entry.record for entry in account.entries(WWW.domain)[-2:])
    assert intent.message.endswith("rollback: 1-cn-hangzhou stood there before.")
    assert bound.message.endswith("1-cn-hangzhou is bound; before it 2-cn-hangzhou was.")
    ((due, look),) = [
        one for one in account.queue.waiting() if getattr(one[1], "cause", "") == bound.event_id
    ]
    assert look == step(WWW, bound.event_id, 4)
    assert due - account.clock.now() == account.rules.times.verify_after


def test_a_rollback_said_twice_does_not_go_back_and_forth(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    rollback(account, domain=WWW.domain, dry_run=False)
    (again,) = rollback(account, domain=WWW.domain, dry_run=False).outcomes
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "already_rolled_back")
    assert account.binding(WWW).certificate_id == OLD.id


def test_a_rollback_can_be_undone_by_naming_the_certificate(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    rollback(account, domain=WWW.domain, dry_run=False)
    rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_named_certificate_can_be_restored_instead(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    third = certificate(3, days_left=60)
    account.hold(third)
    rollback(account, domain=WWW.domain, to=third.id, dry_run=False)
    assert account.binding(WWW).certificate_id == third.id
    assert "3-cn-hangzhou was asked for" in account.entries(WWW.domain)[-2].record.message


def test_a_named_certificate_goes_to_cdn_when_cdn_is_in_front(anchors: TrustAnchors) -> None:
    """No ledger entry tells the target: what visitors meet is the one that counts."""
    in_front = Target(ProductName("cdn"), WWW.domain)
    account = Account(with_binding(WWW, OLD), with_binding(in_front, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    (outcome,) = rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False).outcomes
    assert outcome.result is Result.BOUND
    assert account.binding(in_front).certificate_id == NEW.id
    assert account.binding(WWW).certificate_id == OLD.id


def test_a_rollback_to_what_stands_there_binds_nothing(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    (outcome,) = rollback(account, domain=WWW.domain, to=NEW.id, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.targets.trouble.calls["bind"] == 1
