"""What `plan` and `recheck` say of lines, and the one hint that a sweep sends to each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.renewal.facts import LineTold, NewIssued
from certbind.domain.renewal.order import OrderKind, Renewable
from certbind.domain.renewal.state import LinePhase
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.events import LineStep, line_step
from certbind.usecases.account.plan import AccountPlan, PlanAccount, plan_details
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from certbind.usecases.renew.line_journal import LineJournal, LineNote
from certbind.usecases.rotate.world import Rules
from tests.fakes import FakeZones
from tests.unit.usecases.account import CDN, STATIC, WWW, certificate, with_binding
from tests.unit.usecases.renew.renewing import INSTANCE, OLD, Renewing


def plan(account: Renewing) -> AccountPlan:
    return PlanAccount(account.sources, account.rules, account.orders)()


def sweep(account: Renewing) -> SweepReport:
    return Sweep(*account.connected)()


def hints(account: Renewing) -> list[LineStep]:
    return [one for one in account.queue.take_due() if isinstance(one, LineStep)]


def found(report: SweepReport) -> set[SweepFinding]:
    return {finding for domain in report.domains for finding, _ in domain.findings}


def test_plan_says_what_would_be_spent_and_changes_nothing(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, renew=())
    (one,) = plan(account).renewals
    told = one.to_json()
    assert told == {
        "certificate": str(OLD.id),
        "domains": ["www.shop.example"],
        "reason": "renewal_due",
        "why": (
            "certificate 1-cn-hangzhou (www.shop.example), which ends 2026-12-14: would order by "
            f"UpdateInstance (one application on instance {INSTANCE}, which is paid for already); "
            "CERTBIND_RENEW does not name it"
        ),
        "would": "UpdateInstance",
    }
    assert one.is_a_persons
    assert plan_details(plan(account))["renewals"] == [told]
    assert account.orders.placed == []
    assert account.journal.subjects("line/") == []


def test_plan_tells_the_quota_of_a_package(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, renew=(), kind=OrderKind.PACKAGE)
    (one,) = plan(account).renewals
    assert "one of 5 left of the quota of geotrust-dv-1-starter" in one.word.decision.detail


def test_plan_of_a_named_line_says_what_is_ordered_next(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    (one,) = plan(account).renewals
    assert one.word.decision.tone is Tone.WAITS
    assert "UpdateInstance takes one application" in one.word.decision.detail


def test_plan_says_which_record_would_be_written_where(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.orders._submit(account.orders.lines[INSTANCE])

    def planned(zones: FakeZones | None = None) -> dict[str, object]:
        ports = account.orders, account.records, zones
        (one,) = PlanAccount(account.sources, account.rules, *ports)().renewals
        return one.to_json()

    assert "nothing is there: create it" in str(planned()["why"])
    account.zones.hold("shop.example")
    told = planned(account.zones)
    assert "certbind writes it into zone shop.example of Alidns" in str(told["why"])
    assert (told["reason"], told["would"]) == ("renewing", "AddDomainRecord")
    assert account.zones.added == 0
    account.zones.trouble.before("zone_of", DENIED)
    assert "Alidns could not be read: permission_denied" in str(planned(account.zones)["why"])


DENIED = PermissionDeniedError("no", service="alidns", action="DescribeDomainInfo")


def test_plan_without_the_permission_still_says_that_it_is_due(anchors: TrustAnchors) -> None:
    account = Renewing(anchors, renew=())
    denied = PermissionDeniedError("no", service="cas", action="GetInstanceDetail")
    account.orders.trouble.before("orders_read", denied)
    (one,) = plan(account).renewals
    assert one.word.decision.word == "renewal_due"
    assert "could not be read: " in one.word.decision.detail


def test_one_line_is_told_once_however_many_domains_it_serves(anchors: TrustAnchors) -> None:
    names = ("www.shop.example", "static.shop.example", "cdn.shop.example")
    old = certificate(1, *names, days_left=20, instance=INSTANCE, issued_days_ago=70)
    account = Renewing(anchors, old=old)
    for target in (STATIC, CDN):
        account.targets.add(with_binding(target, old))
    (one,) = plan(account).renewals
    assert sorted(one.domains) == sorted(names)
    report = sweep(account)
    assert len(hints(account)) == 1
    assert sum(SweepFinding.RENEWAL_DUE.value in str(d.to_json()) for d in report.domains) == 3


def test_what_does_not_name_the_domain_is_not_renewed_for_it(anchors: TrustAnchors) -> None:
    """A person bound it there, and its line went on long ago: it was told as due in each sweep."""
    other = certificate(2, "www.shop.example", days_left=60, instance=INSTANCE)
    account = Renewing(anchors, old=other)
    old = certificate(
        1, "static.shop.example", days_left=10, issued_days_ago=80, instance="cas-inst-2"
    )
    account.hold(old)
    account.targets.add(with_binding(CDN, old))
    report = sweep(account)
    assert hints(account) == []
    assert plan(account).renewals == ()
    assert SweepFinding.RENEWAL_DUE not in found(report)
    assert SweepFinding.NO_CERTIFICATE in found(report)


@pytest.mark.parametrize(
    ("left", "is_renewed"),
    [(21, True), (80, False)],
)
def test_what_ends_a_little_later_and_is_not_bound_is_no_reason_to_renew_nothing(
    anchors: TrustAnchors, left: int, is_renewed: bool
) -> None:
    """A wildcard of a day more kept the renewal of what stands back until both had ended."""
    account = Renewing(anchors)  # OLD has twenty days left, and names the domain itself
    account.hold(certificate(7, "*.shop.example", days_left=left))
    report = sweep(account)
    assert (SweepFinding.RENEWAL_DUE in found(report)) is is_renewed
    assert (hints(account) != []) is is_renewed


@pytest.mark.parametrize(
    ("old", "finding"),
    [
        (OLD, SweepFinding.RENEWAL_DUE),
        (replace(OLD, uploaded=True), SweepFinding.CANNOT_RENEW),
        (replace(OLD, is_test=True), SweepFinding.CANNOT_RENEW),
    ],
)
def test_a_sweep_tells_without_a_call_to_cas_where_nothing_is_switched_on(
    anchors: TrustAnchors, old: Certificate, finding: SweepFinding
) -> None:
    account = Renewing(anchors, old=old, renew=())
    assert finding in found(sweep(account))
    assert hints(account) == []
    assert account.orders.trouble.calls["orders_read"] == 0


def test_a_sweep_brings_on_what_is_due_and_leaves_alone_what_is_on_its_way(
    anchors: TrustAnchors,
) -> None:
    account = Renewing(anchors)
    sweep(account)
    (hint,) = hints(account)
    account.handle(hint)
    account.work(until=account.validating)
    report = sweep(account)
    assert SweepFinding.VALIDATION_MISSING in found(report)
    assert hints(account) == [], "its own message is on its way"


def test_a_lost_message_of_a_line_is_made_good_by_the_next_sweep(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    account.warn()
    account.work(until=account.validating)
    account.queue._waiting.clear()
    account.clock.advance(timedelta(hours=6))
    sweep(account)
    (hint,) = hints(account)
    account.handle(hint)
    assert account.queue.waiting() != []


def test_where_a_better_one_is_at_hand_nothing_is_due(anchors: TrustAnchors) -> None:
    """Not even where a person keeps it back: another one would be paid for in vain."""
    account = Renewing(anchors)
    account.hold(certificate(2, days_left=90))
    scope: tuple[Domain, ...] = ()
    account.rules = Rules(Policy(renew=None, scope=scope), anchors)
    assert plan(account).renewals == ()
    sweep(account)
    assert hints(account) == []
    account.warn()
    assert hints(account) == []


def test_a_certificate_that_stands_only_behind_cdn_is_not_paid_for(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    front = Target(CDN.kind, WWW.domain)
    other = certificate(7, days_left=80)
    account.hold(other)
    account.targets.add(with_binding(front, other))
    sweep(account)
    assert hints(account) == []


def renewed(account: Renewing) -> Certificate:
    """OLD's line to its end, while nobody binds what came of it."""
    account.warn()
    account.work(until=account.validating)
    account.publish()
    account.work(steps=2)
    new = account.orders.issue_now(OLD)
    account.work()
    assert account.line().phase is LinePhase.DONE
    return new


def told_of_line(account: Renewing) -> tuple[SweepFinding, str]:
    """The sweep's word of WWW's renewal, and its sentence."""
    (domain,) = sweep(account).domains
    words = [one for one in domain.findings if one[0].value.startswith("renewal_")]
    return words[0] if words else (SweepFinding.OK, "")


@pytest.mark.parametrize("how", ["revoked", "deleted"])
def test_a_successor_that_is_lost_is_told_by_each_sweep(anchors: TrustAnchors, how: str) -> None:
    """OLD stands and nears its end; it was called renewed, and so said nothing."""
    account = Renewing(anchors)
    new = renewed(account)
    if how == "revoked":
        account.inventory.add(replace(new, status=CertificateStatus.REVOKED))
    else:
        account.inventory.remove(new.id)
        assert told_of_line(account)[0] is SweepFinding.OK, "CAS may show it by the next minute"
        account.clock.advance(timedelta(minutes=11))
    for _ in range(2):
        word, told = told_of_line(account)
        assert word is SweepFinding.RENEWAL_FAILED
        assert f"{new.id} was issued after it, and CAS shows it no more (revoked?)" in told
    assert hints(account) == []
    account.handle(line_step(OLD.id, "recheck", line=account.line_subject.split("/")[1]))
    assert account.handled[-1].reason == "renewal_failed"


def test_a_successor_of_which_cas_says_nothing_counts_as_there(anchors: TrustAnchors) -> None:
    account = Renewing(anchors)
    new = renewed(account)
    account.inventory.remove(new.id)
    account.clock.advance(timedelta(minutes=11))
    denied = PermissionDeniedError("no", service="cas", action="GetUserCertificateDetail")
    account.inventory.trouble.before("certificate", denied, 9)
    assert told_of_line(account)[0] is SweepFinding.OK


def test_a_certificate_that_the_line_has_left_behind_sends_no_message(
    anchors: TrustAnchors,
) -> None:
    """Nobody bound what came after it; each sweep sent a message that came to nothing."""
    account = Renewing(anchors)
    after = replace(Renewable.of(OLD), id=CertificateId(2, "cn-hangzhou"))
    after = replace(after, not_after=after.not_after + timedelta(days=1))
    journal = LineJournal(account.journal, account.clock)
    position = journal.read(INSTANCE)
    position = replace(position, state=position.state.about(after))
    fact = LineTold("renewal_failed", "the CA refused", is_refusal=True)
    journal.advance(position, fact, LineNote("cause-1", "the CA refused.", "renewal_failed"))
    account.inventory.add(replace(OLD, id=after.id, status=CertificateStatus.ISSUED))
    word, _ = told_of_line(account)
    assert word is SweepFinding.OK
    assert hints(account) == []


def test_a_message_of_what_came_after_the_journals_certificate_is_put_on_record(
    anchors: TrustAnchors,
) -> None:
    """CAS has issued two since; else each sweep would send one that comes to nothing."""
    account = Renewing(anchors)
    before = replace(Renewable.of(OLD), id=CertificateId(9, "cn-hangzhou"))
    before = replace(before, not_after=before.not_after - timedelta(days=30))
    journal = LineJournal(account.journal, account.clock)
    position = journal.read(INSTANCE)
    position = replace(position, state=position.state.about(before))
    journal.advance(position, NewIssued(OLD.id), LineNote("cause-1", "issued.", ""))
    new = account.orders.issue_now(OLD)
    account.inventory.add(replace(new, status=CertificateStatus.REVOKED))
    sweep(account)
    account.handle(*hints(account))
    state = account.line()
    assert (state.certificate and state.certificate.id, state.issued) == (OLD.id, new.id)
    sweep(account)
    assert hints(account) == []
