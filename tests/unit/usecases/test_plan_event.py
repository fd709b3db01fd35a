"""issued, renewed, a hint, and what is no event: which work goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, BoundTarget, Target, TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.envelopes import parse
from certbind.errors import LedgerConflictError
from certbind.events import (
    BindCommand,
    CertificateEvent,
    ChangeHint,
    EventType,
    certificate_event,
)
from certbind.usecases.handle_event import HandleEvent
from certbind.usecases.outcome import Result
from tests.unit.usecases.account import (
    CDN,
    NAMES,
    STATIC,
    WWW,
    Account,
    CrashError,
    CrashPoint,
    certificate,
    install,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of


def issued(held: Certificate) -> CertificateEvent:
    return certificate_event(EventType.ISSUED, held.id)


def test_an_issued_certificate_becomes_one_command_a_domain(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW, STATIC, CDN), anchors=anchors)
    new = certificate(5, *NAMES)
    account.hold(new)
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert outcome.result is Result.PLANNED
    assert outcome.details["counts"] == {"bind": 3, "keep": 0, "cannot": 0}
    commands = account.queue.sent
    assert all(isinstance(command, BindCommand) for command in commands)
    assert {c.target for c in commands} == {WWW, STATIC, CDN}  # type: ignore[union-attr]
    assert account.targets.trouble.calls["scan"] == 1
    assert account.targets.trouble.calls["read"] == 0


def test_the_record_of_an_event_names_every_domain_with_what_becomes_of_it(
    anchors: TrustAnchors,
) -> None:
    """One that binds makes it a plan, whatever cannot."""
    old, later = certificate(1, days_left=20), certificate(2, STATIC.domain, days_left=300)
    offline = BoundTarget(replace(STATIC, domain=Domain("off.shop.example")), UNBOUND)
    account = Account(
        with_binding(WWW, old),
        with_binding(STATIC, later),
        replace(offline, state=TargetState.OFFLINE),
        anchors=anchors,
    )
    new = certificate(5, WWW.domain, "*.shop.example")
    account.hold(old, later, new)
    account.targets.hide("locked")
    outcome = account.handle(issued(new))
    assert outcome.result is Result.PLANNED
    assert outcome.message == (
        "certificate.issued 5-cn-hangzhou (www.shop.example, *.shop.example): "
        "1 to bind, 1 kept, 1 cannot. 1 part(s) of the account could not be read."
    )
    entry = account.journal.newest(f"certificate/{new.id}")
    assert entry is not None
    assert entry.record.kind is EntryKind.EVENT_PLANNED
    assert entry.record.details == outcome.details
    (bind,), (keep,), (cannot,) = (outcome.details[kind] for kind in ("bind", "keep", "cannot"))
    assert bind == {
        "target": str(WWW),
        "domain": WWW.domain,
        "certificate": str(new.id),
        "replaces": str(old.id),
        "why": "lasts longer: ends 2027-02-22; 1-cn-hangzhou, which is bound there, 2026-12-14",
    }
    assert (keep["target"], keep["reason"]) == (str(offline.target), "target_offline")
    assert (keep["domain"], keep["why"]) == (
        "off.shop.example",
        f"{offline.target} is stopped or disabled",
    )
    assert (cannot["target"], cannot["domain"]) == (str(STATIC), STATIC.domain)
    ((reason, why),) = ((one["reason"], one["why"]) for one in cannot["reasons"])
    assert reason == "ends_earlier"
    assert why.startswith("ends 2027-02-22; 2-cn-hangzhou")
    assert outcome.details["unread"] == [
        {"where": "locked", "code": "permission_denied", "message": "locked may not be read."}
    ]


def test_an_event_that_changes_nothing_is_told_as_that(anchors: TrustAnchors) -> None:
    new = certificate(5)
    account = Account(with_binding(WWW, new), anchors=anchors)
    account.hold(new)
    outcome = account.handle(issued(new))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "")
    assert outcome.message.endswith("0 to bind, 1 kept, 0 cannot.")
    assert account.queue.sent == []


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


@pytest.mark.parametrize("same", [True, False])
def test_two_functions_with_one_event_put_it_on_record_once(
    anchors: TrustAnchors, same: bool
) -> None:
    """When the faster one had another event of the certificate, ours has to come again."""
    account = Account(*unbound(WWW), anchors=anchors)
    new, old = certificate(5), certificate(1)
    account.hold(new)
    ours = issued(new)
    faster = ours if same else certificate_event(EventType.RENEWED, new.id, replaces=old.id)
    append = account.journal.append

    def after_the_faster_one(entry: Entry) -> None:
        account.journal.append = append  # type: ignore[method-assign]
        account.clock.advance(timedelta(seconds=1))
        account.handle(faster)
        append(entry)

    account.journal.append = after_the_faster_one  # type: ignore[method-assign]
    if same:
        assert account.handle(ours).result is Result.PLANNED
    else:
        with pytest.raises(LedgerConflictError):
            account.handle(ours)
        account.handle(ours)
    for event in (faster, ours):
        assert account.handle(event).result is Result.DUPLICATE
    assert len(account.journal.entries(f"certificate/{new.id}")) == (1 if same else 2)


def test_the_same_event_again_is_a_duplicate_on_record(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)
    account.handle(certificate_event(EventType.ISSUED, new.id))
    again = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert again.result is Result.DUPLICATE
    assert len(account.queue.sent) == 1


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
    told = sorted(one["target"] for one in outcome.details["cannot"])
    assert told == sorted(map(str, (STATIC, CDN)))


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
    assert entry is not None
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


def test_a_crash_while_planning_loses_no_domain(anchors: TrustAnchors) -> None:
    new = certificate(5, *NAMES)

    def fresh() -> Account:
        account = Account(*unbound(WWW, STATIC, CDN), anchors=anchors)
        account.hold(new)
        return account

    counting = fresh()
    point = CrashPoint(0)
    install(counting, point)
    counting.handle(certificate_event(EventType.ISSUED, new.id))
    for at in range(1, point.passed + 1):
        account = fresh()
        install(account, CrashPoint(at))
        with pytest.raises(CrashError):
            account.handle(certificate_event(EventType.ISSUED, new.id))
        account.handle(certificate_event(EventType.ISSUED, new.id))
        assert {c.target for c in account.queue.sent} == {WWW, STATIC, CDN}, at  # type: ignore[union-attr]


def test_a_message_that_is_no_event_is_put_on_record_once(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    (delivery,) = parse(b"not json")
    handler = HandleEvent(account.ports, account.rules)
    assert handler(delivery).result is Result.REJECTED
    assert handler(delivery).result is Result.REJECTED
    (subject,) = account.journal.subjects("rejected/")
    assert len(account.journal.entries(subject)) == 1


def test_a_hint_makes_certbind_look_at_the_list(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    account.handle(ChangeHint("hint-1", "ActionTrail"))
    account.hold(certificate(5))
    outcome = account.handle(ChangeHint("hint-2", "ActionTrail"))
    assert "issued-5-cn-hangzhou" in outcome.message


@pytest.mark.parametrize("hidden", ["the certificate", "a part of the account"])
def test_an_event_that_could_not_see_everything_is_not_over(
    anchors: TrustAnchors, hidden: str
) -> None:
    """CAS may show a certificate only after ActionTrail told of it; lists may be throttled."""
    account = Account(*unbound(WWW, CDN), anchors=anchors)
    new = certificate(5, *NAMES)
    if hidden == "the certificate":
        assert account.handle(issued(new)).result is Result.REFUSED
        account.hold(new)
    else:
        account.hold(new)
        account.targets.hide("cdn", "throttled")
        account.handle(issued(new))
        account.targets.show("cdn")
    account.handle(issued(new))
    account.run_queue()
    assert account.binding(CDN).certificate_id == new.id
    assert account.binding(WWW).certificate_id == new.id
    assert account.handle(issued(new)).result is Result.DUPLICATE
