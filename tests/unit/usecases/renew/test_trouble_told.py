"""What an operator reads of a renewal in trouble: `status`, `explain`, `plan`, the notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from certbind.domain.renewal.order import OrderCall, OrderKind, OrderStage
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.words import Language
from certbind.errors import PermissionDeniedError, QuotaError, ThrottledError
from certbind.events import line_step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.explain.explain_domain import ExplainDomain
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import DomainHealth, DomainRow
from certbind.usecases.protect.notices import TellAfterSweep
from certbind.usecases.rotate.outcome import Result
from certbind.views import telling
from tests.fakes.clock import NOON
from tests.unit.usecases.account import WWW
from tests.unit.usecases.renew.renewing import INSTANCE, OLD, Renewing

NO_PACKAGE = QuotaError("none is left", service="cas", action=OrderCall.CREATE.value)


@dataclass
class Group:
    """A receiver that keeps what it reads."""

    name: str = "dingtalk"
    read: list[str] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: NOON

    def post(self, text: str) -> None:
        self.read.append(text)
        self.at.append(self.now())


@dataclass
class Office:
    """Sweeps of an account, and what a group is told after each."""

    account: Renewing
    language: Language = "en"
    group: Group = field(default_factory=Group)

    def sweep(self) -> None:
        sources = self.account.sources
        tell = TellAfterSweep(
            sources.journal, sources.clock, (self.group,), self.language, lambda: 500.0
        )
        tell(Sweep(*self.account.connected)())

    @property
    def line(self) -> str:
        """Of the newest notice, what is told of the domain."""
        return self.group.read[-1].splitlines()[1]


def row_of(account: Renewing) -> DomainRow:
    (row,) = ReadAccount(account.sources, account.rules)().domains
    return row


def explained(account: Renewing) -> str:
    """What `explain` tells first."""
    explain = ExplainDomain(ReadAccount(account.sources, account.rules))
    (found,) = explain(WWW.domain).explanations
    return " ".join(f"{one.code}: {one.detail}" for one in found.causes)


def handle_due(account: Renewing) -> None:
    """What is due at this moment."""
    for event in account.queue.take_due():
        account.handle(event)


def out_of_quota(anchors: TrustAnchors) -> Renewing:
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.orders.quota = 0
    account.warn()
    account.work()
    return account


def refunded(anchors: TrustAnchors) -> Renewing:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    line = account.orders.lines[INSTANCE]
    line.order = replace(line.order, stage=OrderStage.OVER, state="refund", records=())
    account.work(steps=2)
    return account


def failed_validation(anchors: TrustAnchors) -> Renewing:
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.warn()
    account.work(until=account.validating)
    account.orders.refuse(OLD, "the domain is on a deny list")
    account.work()
    return account


def another_value(anchors: TrustAnchors) -> Renewing:
    account = Renewing(anchors)
    account.records.records["_dnsauth.www.shop.example", "TXT"] = ("0000",)
    account.warn()
    account.work(until=account.validating)
    account.work(steps=1)
    return account


TROUBLES = {
    "quota zero": (
        out_of_quota,
        "quota_exceeded",
        "nothing is left of the quota of geotrust-dv-1-starter: buy more of it",
        "额度已用完：请购买",
        "buy more of what is used up",
    ),
    "refund": (
        refunded,
        "cannot_renew",
        f"instance {INSTANCE} was refunded, and nothing is issued on it any more: order one by",
        "已退款，不再签发证书：请人工申请",
        "Order or upload",
    ),
    "an order that fails validation": (
        failed_validation,
        "renewal_failed",
        "the CA refused the application: the domain is on a deny list; mend the cause and apply",
        "CA 拒绝了申请：the domain is on a deny list；请排除原因并在控制台重新申请",
        "Mend what the CA names and apply in the console",
    ),
    "a record with another value": (
        another_value,
        "validation_conflict",
        "the CA waits for TXT _dnsauth.www.shop.example = value-1; 0000 is there: set the value",
        "CA 正在等待 TXT _dnsauth.www.shop.example = value-1；现有的是 0000：请改为",
        "Set the value that is told beside it",
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_status_and_explain_name_the_cause_and_what_to_do(
    anchors: TrustAnchors, trouble: str
) -> None:
    make, word, told, _, step = TROUBLES[trouble]
    account = make(anchors)
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.PERSON, word)
    assert told in telling.told_cause(row)
    assert step in telling.next_step(row)
    assert f"{word}: " in explained(account)
    assert told in explained(account)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_notice_leads_with_the_cause_in_both_languages(
    anchors: TrustAnchors, trouble: str, language: Language
) -> None:
    """It led with the end that is near, whatever kept the renewal back."""
    make, word, english, chinese, _ = TROUBLES[trouble]
    office = Office(make(anchors), language)
    office.sweep()
    assert f"{WWW}: {word} (" in office.line
    assert (english if language == "en" else chinese) in office.line
    assert "certbind explain DOMAIN" in office.group.read[-1].splitlines()[0]


def test_the_notice_of_a_validation_that_never_ends_comes_once_a_stage_and_weekly(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    office = Office(account, group=Group(now=account.clock.now))
    while account.clock.now() < OLD.not_after - timedelta(hours=30):
        handle_due(account)
        office.sweep()
        account.clock.advance(timedelta(hours=6))
    read = [one.splitlines()[1] for one in office.group.read]
    assert all("TXT _dnsauth.www.shop.example = value-1" in one for one in read)
    assert [one.partition(f"{WWW}: ")[2].partition(" (")[0] for one in read] == [
        "validation_missing",
        "validation_missing, urgent",
        "validation_missing, urgent",
        "validation_missing, emergency",
        "validation_missing, emergency",
    ]
    assert [one.partition("]")[0].partition(",")[0] for one in read] == [
        "[new",
        "[new",
        "[still there",
        "[urgent",
        "[urgent",
    ]
    days = [(later - earlier).days for earlier, later in pairwise(office.group.at)]
    assert days == [4, 7, 6, 1], "a stage, a week, a stage, and daily in the last two days"


def test_plan_and_status_say_when_certbind_looks_again_by_itself(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    for _ in range(3):
        account.clock.advance(timedelta(hours=8))
        handle_due(account)
    plan = PlanAccount(account.sources, account.rules, account.orders, account.records)()
    (one,) = plan.renewals
    assert one.word.decision.detail.endswith("; certbind looks again by itself in 6 h")
    account.clock.advance(timedelta(hours=5))
    assert "; certbind looks again by itself in 60 min" in telling.told_cause(row_of(account))
    account.clock.advance(timedelta(hours=2))
    assert "looks again by itself in" not in telling.told_cause(row_of(account)), "may be lost"


def test_cas_s_own_no_for_want_of_quota_is_told_by_its_word_and_never_tried_in_a_loop(
    anchors: TrustAnchors,
) -> None:
    """The quota that was read said one; the order was refused all the same."""
    account = Renewing(anchors, kind=OrderKind.PACKAGE)
    account.orders.quota = 1
    account.orders.trouble.before("place", NO_PACKAGE, times=100)
    account.warn()
    handle_due(account)
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.PERSON, "quota_exceeded")
    assert "the last try ended with quota_exceeded; the next is in" in telling.told_cause(row)
    for hour in range(24):
        account.handle(line_step(OLD.id, f"sweep-{hour}"))
        account.clock.advance(timedelta(hours=1))
    assert account.orders.trouble.calls["place"] <= 3
    account.clock.advance(timedelta(days=2))
    account.orders.trouble = type(account.orders.trouble)()
    assert account.handle(line_step(OLD.id, "bought")).result is Result.ORDERED


def test_a_renewal_s_missing_permission_is_told_as_that(anchors: TrustAnchors) -> None:
    """It was told as a refusal by the CA."""
    account = Renewing(anchors)
    denied = PermissionDeniedError("no", service="cas", action="UpdateInstance")
    account.orders.trouble.before("place", denied, times=100)
    account.warn()
    handle_due(account)
    assert row_of(account).advice == "permission_denied"
    office = Office(account)
    office.sweep()
    assert f"{WWW}: permission_denied (certificate" in office.line


def test_what_passes_by_itself_is_no_failure_of_a_renewal(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    busy = ThrottledError("slow down", service="cas", action="UpdateInstance")
    account.orders.trouble.before("place", busy, times=100)
    account.warn()
    handle_due(account)
    assert "renewing" in {kind for kind, _ in row_of(account).findings}
