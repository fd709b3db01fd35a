"""What is said while a renewal is under way: who is told to renew orders a second one."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.overview.report import DomainHealth
from certbind.views import telling
from tests.unit.usecases.renew.renewing import OLD, Renewing
from tests.unit.usecases.renew.test_trouble_told import explained, handle_due, row_of


def under_way(anchors: TrustAnchors) -> Renewing:
    """Ordered a moment ago; what the CA waits for is not known yet."""
    account = Renewing(anchors)
    account.warn()
    handle_due(account)
    return account


def test_nobody_is_told_to_renew_what_is_being_renewed(anchors: TrustAnchors) -> None:
    account = under_way(anchors)
    row = row_of(account)
    assert {"expiring", "renewing"} <= {kind for kind, _ in row.findings}
    assert (row.health, row.advice, row.act_by) == (DomainHealth.WAITS, "renewing", None)
    step = telling.next_step(row)
    assert step == "Nothing: certbind looks again by itself, and binds what is issued."
    assert "renewing: " in explained(account)
    assert "under way" in explained(account)


def test_near_its_end_a_person_is_told_to_follow_it_and_not_to_order_another(
    anchors: TrustAnchors,
) -> None:
    account = under_way(anchors)
    account.clock.advance(OLD.not_after - account.clock.now() - timedelta(days=4))
    stage = expiry_stage(OLD.not_before, OLD.not_after, account.clock.now())
    assert stage is ExpiryStage.URGENT
    row = row_of(account)
    assert row.health is DomainHealth.PERSON
    assert row.act_by is not None
    step = telling.next_step(row)
    assert step.startswith("Its renewal is under way: see that it ends before ")
    assert "Renew " not in step
    assert "expiring: " in explained(account)
    assert "renewing: " in explained(account)
