"""Orders from packages (V1): quota first, then created or renewed, followed to the certificate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.renewal.order import OrderCall, OrderKind, OrderStage
from certbind.domain.renewal.state import LinePhase
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import line_step
from certbind.usecases.rotate.outcome import Result
from tests.fakes.orders import LOST
from tests.unit.usecases.account import certificate
from tests.unit.usecases.renew.renewing import INSTANCE, OLD, Renewing


def test_an_order_is_created_validated_and_issued(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.warn()
    account.work(until=account.validating)
    assert account.orders.placed == [OrderCall.CREATE]
    assert account.orders.quota == 4
    assert account.line().order == 9001
    assert account.line_subject != f"line/{INSTANCE}", "each order has an instance id of its own"
    new = account.orders.issue_now(OLD)
    account.work()
    assert (account.line().phase, account.line().issued) == (LinePhase.DONE, new.id)


def test_quota_zero_is_told_and_nothing_is_called(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.orders.quota = 0
    account.warn()
    outcome = account.work()[-1]
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "quota_exceeded")
    assert "nothing is left of the quota of geotrust-dv-1-starter: buy more" in outcome.message
    assert account.orders.placed == []
    account.orders.quota = 1
    assert account.handle(line_step(OLD.id, "bought")).result is Result.ORDERED


def test_an_organisations_order_is_renewed_and_waits_for_a_person(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, kind=OrderKind.PACKAGE, validation="OV")
    account.warn()
    account.work(until=lambda: account.handled[-1].reason == "not_applied")
    assert account.orders.placed == [OrderCall.RENEW]
    assert (
        "order 9001 of geotrust-dv-1-starter is renewed and waits" in account.handled[-1].message
    )
    line = next(iter(account.orders.lines.values()))
    line.order = replace(line.order, stage=OrderStage.CHECKING)
    account.work(steps=3)
    assert account.handled[-1].reason == "renewing"
    account.orders.issue_now(OLD)
    account.work()
    assert account.line().phase is LinePhase.DONE


def test_a_ca_that_refuses_an_order_is_a_persons(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.warn()
    account.work(until=account.validating)
    account.orders.refuse(OLD, "the organisation is unknown")
    account.work()
    assert account.handled[-1].reason == "renewal_failed"
    assert account.orders.placed == [OrderCall.CREATE]


def test_an_old_orders_refusal_says_nothing_of_a_new_one(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, kind=OrderKind.PACKAGE, stage=OrderStage.REFUSED)
    account.warn()
    account.work(until=lambda: bool(account.orders.placed))
    assert account.orders.placed == [OrderCall.CREATE]


@pytest.mark.parametrize(
    ("names", "validation", "said"),
    [
        (tuple(f"d{n}.shop.example" for n in range(6)), "DV", "at most five domains"),
        (("www.shop.example", "*.shop.example"), "DV", "no wildcard beside a plain one"),
        (("www.shop.example", "shop.example"), "OV", "for several domains"),
    ],
)
def test_what_no_call_orders_is_told(
    anchors: TrustAnchors, names: tuple[str, ...], validation: str, said: str
) -> None:
    names = (*names, "www.shop.example") if "www.shop.example" not in names else names
    old = replace(certificate(1, *names, days_left=20, issued_days_ago=70), instance_id=INSTANCE)
    account = Renewing(anchors, old=old, kind=OrderKind.PACKAGE, validation=validation)
    account.warn()
    outcome = account.work()[-1]
    assert outcome.reason == "cannot_renew"
    assert said in outcome.message


def test_a_second_certificate_of_the_same_names_waits_for_the_call_of_the_first(
    anchors: TrustAnchors,
) -> None:
    """Two orders for the same names are one line: what one of them begun serves both."""
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    twin = replace(certificate(5, "www.shop.example", days_left=19), instance_id="cas-twin")
    twin = replace(twin, not_before=OLD.not_before)
    account.hold(twin)
    account.orders.hold(twin, OrderKind.PACKAGE)
    account.orders.trouble.before("place", LOST)
    account.warn()
    account.work(steps=1)
    outcome = account.handle(line_step(twin.id, "sweep"))
    assert (outcome.reason, account.orders.placed) == ("renewing", [])
    assert "how it ended is read from CAS first" in outcome.message
