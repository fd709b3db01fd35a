"""issued and renewed: which domains they touch, and what is told of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    CertificateEvent,
    EventType,
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
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of


def issued(held: Certificate) -> CertificateEvent:
    return certificate_event(EventType.ISSUED, held.id)


def test_a_refused_event_gives_the_first_of_all_reasons(anchors: TrustAnchors) -> None:
    useless = replace(certificate(5), status=CertificateStatus.REVOKED, has_private_key=False)
    account = Account(*unbound(WWW), anchors=anchors)
    account.hold(useless)
    outcome = account.handle(issued(useless))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "revoked")


def test_a_pin_to_what_is_of_no_use_keeps_no_domain_from_an_event(anchors: TrustAnchors) -> None:
    pinned = replace(certificate(4), status=CertificateStatus.REVOKED)
    policy = Policy(pins=((WWW.domain, pinned.id),))
    account = Account(*unbound(WWW), anchors=anchors, policy=policy)
    new = certificate(5)
    account.hold(pinned, new)
    assert account.handle(issued(new)).details["counts"]["bind"] == 1


def test_a_domain_behind_cdn_gets_its_certificate_on_cdn(anchors: TrustAnchors) -> None:
    mapped = Target(ProductName("oss"), CDN.domain, "assets", "cn-hangzhou")
    account = Account(*unbound(CDN, mapped), anchors=anchors)
    new = certificate(5, CDN.domain)
    account.hold(new)
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert [c.target for c in account.queue.sent] == [CDN]  # type: ignore[union-attr]
    assert outcome.details["keep"][0]["reason"] == "cdn_in_front"


@pytest.mark.parametrize("target", [STATIC, Target(ProductName("cdn"), STATIC.domain)])
def test_a_renewal_with_too_few_names_leaves_the_others_as_they_are(
    anchors: TrustAnchors, target: Target
) -> None:
    old = certificate(1, "www.shop.example", "static.shop.example", days_left=20, instance="i-1")
    few = certificate(2, "www.shop.example", instance="i-1")
    account = Account(with_binding(WWW, old), with_binding(target, old), anchors=anchors)
    account.hold(old, few)
    event = certificate_event(EventType.RENEWED, few.id, replaces=old.id)
    outcome = account.handle(event)
    assert [c.target for c in account.queue.sent] == [WWW]  # type: ignore[union-attr]
    (left,) = outcome.details["cannot"]
    assert left["domain"] == "static.shop.example"
    assert left["reasons"][0]["reason"] == "name_mismatch"


def test_only_what_the_replaced_one_covered_is_left_behind(anchors: TrustAnchors) -> None:
    """Neither a domain of others, nor a bucket behind CDN, nor one that is told of already."""
    old = certificate(1, *NAMES, days_left=20)
    few = certificate(2, WWW.domain)
    behind = Target(ProductName("oss"), CDN.domain, "origin", "cn-hangzhou")
    others = Target(ProductName("cdn"), Domain("www.other.example"))
    account = Account(
        *(with_binding(target, old) for target in (CDN, others)),
        *unbound(WWW, STATIC, behind),
        anchors=anchors,
    )
    account.hold(old, few)
    outcome = account.handle(certificate_event(EventType.RENEWED, few.id, replaces=old.id))
    assert [one["target"] for one in outcome.details["cannot"]] == [str(CDN)]
    told = {one["target"]: one["certificate"] for one in outcome.details["bind"]}
    assert told == {str(WWW): str(few.id), str(STATIC): str(old.id)}, "better than no HTTPS"


def test_a_chain_without_its_intermediate_is_refused_and_nothing_queued(
    anchors: TrustAnchors,
) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new, chain = chain_of(certificate(5))
    account.inventory.add(new, chain[:1])
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "chain_incomplete")
    assert account.queue.sent == []
    entry = account.journal.newest(f"certificate/{new.id}")
    assert isinstance(entry, Entry)
    assert entry.record.kind is EntryKind.EVENT_REFUSED


def test_a_part_of_the_account_that_may_not_be_read_stops_nothing(
    anchors: TrustAnchors,
) -> None:
    hidden = Target(ProductName("oss"), Domain("secret.shop.example"), "locked", "cn-hangzhou")
    account = Account(*unbound(WWW, hidden), anchors=anchors)
    account.targets.hide("locked")
    new = certificate(5, "*.shop.example")
    account.hold(new)
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert [c.target for c in account.queue.sent] == [WWW]  # type: ignore[union-attr]
    assert "could not be read" in outcome.message
    assert outcome.details["unread"][0]["where"] == "locked"


def test_an_unknown_certificate_is_refused_on_record(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    unknown = CertificateId(404, "cn-hangzhou")
    outcome = account.handle(certificate_event(EventType.ISSUED, unknown))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert account.journal.newest(f"certificate/{unknown}") is not None


def test_an_event_that_changes_nothing_is_told_as_that(anchors: TrustAnchors) -> None:
    new = certificate(5)
    account = Account(with_binding(WWW, new), anchors=anchors)
    account.hold(new)
    outcome = account.handle(issued(new))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "")
    assert outcome.message.endswith("0 to bind, 1 kept, 0 cannot.")
    assert account.queue.sent == []
