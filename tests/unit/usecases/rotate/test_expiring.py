"""expiry_approaching: a better one where there is one, else a word in time."""

from __future__ import annotations

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import NotFoundError
from certbind.events import (
    EventType,
    Step,
    certificate_event,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    CDN,
    NAMES,
    STATIC,
    WWW,
    Account,
    certificate,
    with_binding,
)

ENDING = certificate(1, *NAMES, days_left=10, issued_days_ago=80)
BETTER = certificate(2, *NAMES, days_left=200)
EXPIRING = certificate_event(EventType.EXPIRY_APPROACHING, ENDING.id, stage="approaching")


def test_an_expiring_certificate_is_replaced_by_a_better_one(anchors: TrustAnchors) -> None:
    ending = certificate(1, days_left=20)
    better = certificate(2, days_left=90)
    account = Account(with_binding(WWW, ending), anchors=anchors)
    account.hold(ending, better)
    event = certificate_event(EventType.EXPIRY_APPROACHING, ending.id, stage="approaching")
    outcome = account.handle(event)
    assert (outcome.result, outcome.reason) == (Result.PLANNED, "")
    assert outcome.message == (
        "Certificate 1-cn-hangzhou ends 2026-12-14 (approaching): "
        "a better one is bound next on 1 domain(s)."
    )
    assert account.targets.trouble.calls["read"] == 0
    (command,) = account.queue.sent
    assert isinstance(command, Step)
    assert command.candidate == better.id
    account.run_queue()
    assert account.binding(WWW).certificate_id == better.id
    assert account.handle(event).result is Result.DUPLICATE


def test_an_expiring_certificate_without_a_better_one_is_told(anchors: TrustAnchors) -> None:
    ending = certificate(1, days_left=20)
    account = Account(with_binding(WWW, ending), with_binding(CDN, ending), anchors=anchors)
    account.hold(ending)
    event = certificate_event(EventType.EXPIRY_APPROACHING, ending.id, stage="approaching")
    outcome = account.handle(event)
    assert outcome.result is Result.REFUSED
    assert "none is there, or may be bound by itself, for www.shop.example" in outcome.message
    assert account.queue.sent == []


def test_domains_are_told_whole_and_in_order(anchors: TrustAnchors) -> None:
    targets = (WWW, STATIC, CDN)
    account = Account(*(with_binding(target, ENDING) for target in targets), anchors=anchors)
    account.hold(ENDING)
    outcome = account.handle(EXPIRING)
    in_order = [CDN.domain, STATIC.domain, WWW.domain]
    assert sorted(outcome.details["domains"]) == outcome.details["no_better"] == in_order
    assert f"for {', '.join(in_order)}." in outcome.message


def test_a_bucket_behind_cdn_is_not_told_of(anchors: TrustAnchors) -> None:
    behind = Target(ProductName("oss"), CDN.domain, "origin", "cn-hangzhou")
    account = Account(with_binding(CDN, BETTER), with_binding(behind, ENDING), anchors=anchors)
    account.hold(ENDING, BETTER)
    outcome = account.handle(EXPIRING)
    assert (outcome.result, outcome.details["domains"]) == (Result.NOTHING_TO_DO, [])


def test_an_end_of_what_cas_does_not_hold_is_refused_and_not_over(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, ENDING), anchors=anchors)
    outcome = account.handle(EXPIRING)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    account.hold(ENDING, BETTER)
    assert account.handle(EXPIRING).details["rebinding"] == [WWW.domain]


def test_one_domain_that_cannot_be_read_stops_no_other(anchors: TrustAnchors) -> None:
    account = Account(
        with_binding(STATIC, ENDING),
        with_binding(WWW, ENDING),
        with_binding(CDN, ENDING),
        anchors=anchors,
    )
    account.hold(ENDING, BETTER)
    account.spoil(STATIC.domain)
    gone = NotFoundError("gone", service="cdn", action="DescribeUserDomains")
    account.targets.trouble.before("read", gone)  # of CDN, the one that is read exactly
    outcome = account.handle(EXPIRING)
    assert outcome.details["rebinding"] == [WWW.domain]
    assert len(outcome.details["unread"]) == 2
    assert "2 part(s) could not be read" in outcome.message


def test_what_could_not_be_listed_is_not_called_nowhere(anchors: TrustAnchors) -> None:
    account = Account(with_binding(CDN, ENDING), anchors=anchors)
    account.hold(ENDING, BETTER)
    account.targets.hide("cdn", "throttled")
    outcome = account.handle(EXPIRING)
    assert "bound nowhere that could be read" in outcome.message
    account.targets.show("cdn")
    assert account.handle(EXPIRING).details["rebinding"] == [CDN.domain]
    account.run_queue()
    assert account.handle(EXPIRING).result is Result.DUPLICATE


def test_only_domains_that_it_covers_are_read_one_by_one(anchors: TrustAnchors) -> None:
    others = (Target(ProductName("cdn"), Domain(f"d{n}.other.example")) for n in range(5))
    theirs = certificate(9, "*.other.example")
    account = Account(*(with_binding(one, theirs) for one in others), anchors=anchors)
    account.hold(ENDING, theirs)
    assert account.handle(EXPIRING).message.endswith("bound nowhere.")
    assert account.targets.trouble.calls["read"] == 0
