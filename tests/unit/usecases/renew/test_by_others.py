"""What CERTBIND_RENEW does not name may be renewed by CAS's hosting, or by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.renewal.order import Order, OrderKind, OrderStage
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.report import DomainHealth
from certbind.usecases.renew import line_words
from tests.unit.usecases.renew.renewing import INSTANCE, OLD, Renewing
from tests.unit.usecases.renew.test_trouble_told import row_of

DENIED = PermissionDeniedError("no", service="cas", action="GetInstanceDetail")


def unnamed(anchors: TrustAnchors, *, kind: OrderKind = OrderKind.INSTANCE) -> Renewing:
    return Renewing(anchors, kind=kind, renew=())


def know(account: Renewing, **known: object) -> None:
    line = account.orders.lines[INSTANCE]
    line.order = replace(line.order, **known)  # type: ignore[arg-type]


def found(account: Renewing) -> dict[SweepFinding, str]:
    (one,) = Sweep(*account.connected)().domains
    return dict(one.findings)


def test_what_cas_renews_by_itself_is_nobodys_to_order(anchors: TrustAnchors) -> None:
    """Each of its renewals was told to a group as due, and to be ordered in the console."""
    account = unnamed(anchors)
    know(account, auto_reissue=True)
    told = found(account)
    assert "CAS renews it by itself" in told[SweepFinding.RENEWING]
    assert SweepFinding.RENEWAL_DUE not in told
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.WAITS, "renewing")
    assert account.orders.placed == []
    assert account.queue.waiting() == [], "nobody let certbind follow it"


def test_hosting_that_is_late_is_a_persons(anchors: TrustAnchors) -> None:
    account = unnamed(anchors)
    know(account, auto_reissue=True)
    account.clock.advance(OLD.not_after - account.clock.now() - timedelta(days=4))
    assert "should have renewed it by itself" in found(account)[SweepFinding.RENEWAL_LATE]
    assert row_of(account).health is DomainHealth.PERSON


def test_what_a_person_applied_for_in_the_console_is_under_way(anchors: TrustAnchors) -> None:
    account = unnamed(anchors)
    know(account, stage=OrderStage.CHECKING)
    assert "is applied for, and under way" in found(account)[SweepFinding.RENEWING]


def test_what_nobody_renews_is_due(anchors: TrustAnchors) -> None:
    assert "CERTBIND_RENEW does not name it" in found(unnamed(anchors))[SweepFinding.RENEWAL_DUE]


@pytest.mark.parametrize("kind", [OrderKind.PACKAGE, OrderKind.UNKNOWN])
def test_what_no_instance_yielded_is_due(anchors: TrustAnchors, kind: OrderKind) -> None:
    assert SweepFinding.RENEWAL_DUE in found(unnamed(anchors, kind=kind))


def test_where_cas_may_not_be_asked_it_is_due_as_before(anchors: TrustAnchors) -> None:
    account = unnamed(anchors)
    know(account, auto_reissue=True)
    account.orders.trouble.before("instance", DENIED)
    told = found(account)[SweepFinding.RENEWAL_DUE]
    assert told.endswith(f"whether CAS renews it by itself could not be read: {DENIED}")


def test_no_sweep_asks_for_more_than_a_hundred(
    anchors: TrustAnchors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_words, "_MOST_ASKED", 0)
    account = unnamed(anchors)
    know(account, auto_reissue=True)
    assert SweepFinding.RENEWAL_DUE in found(account)


def test_what_certbind_may_order_is_asked_for_by_its_own_messages_alone(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)

    def instance(_: object) -> Order:
        raise AssertionError("a sweep asked")

    account.orders.instance = instance  # type: ignore[method-assign, assignment]
    assert SweepFinding.RENEWAL_DUE in found(account)
