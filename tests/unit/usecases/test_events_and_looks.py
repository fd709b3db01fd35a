"""From a certificate event to what visitors are served."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.certificate import Certificate
from certbind.domain.chain import TrustAnchors
from certbind.domain.identity import CertificateId, Domain
from certbind.domain.journal import EntryKind
from certbind.domain.observation import Attempt
from certbind.domain.state import Phase
from certbind.domain.target import BoundTarget, Target, TargetKind, TargetState
from certbind.envelopes import parse
from certbind.errors import UnavailableError
from certbind.events import (
    BindCommand,
    ChangeHint,
    EventType,
    VerifyCommand,
    bind_command,
    certificate_event,
)
from certbind.usecases.handle_event import HandleEvent
from certbind.usecases.outcome import Result
from tests.unit.usecases.account import (
    CDN,
    WWW,
    Account,
    CrashError,
    CrashPoint,
    bound_to,
    certificate,
    install,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of

STATIC = Target(TargetKind.OSS, Domain("static.shop.example"), "assets", "cn-hangzhou")
NAMES = ("www.shop.example", "static.shop.example", "cdn.shop.example")


def issued(held: Certificate) -> object:
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


def test_the_same_event_again_is_a_duplicate_on_record(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)
    account.handle(certificate_event(EventType.ISSUED, new.id))
    again = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert again.result is Result.DUPLICATE
    assert len(account.queue.sent) == 1


def test_a_domain_behind_cdn_gets_its_certificate_on_cdn(anchors: TrustAnchors) -> None:
    mapped = Target(TargetKind.OSS, CDN.domain, "assets", "cn-hangzhou")
    account = Account(*unbound(CDN, mapped), anchors=anchors)
    new = certificate(5, CDN.domain)
    account.hold(new)
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert [c.target for c in account.queue.sent] == [CDN]  # type: ignore[union-attr]
    assert outcome.details["keep"][0]["reason"] == "cdn_in_front"


@pytest.mark.parametrize("target", [STATIC, Target(TargetKind.CDN, STATIC.domain)])
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
    hidden = Target(TargetKind.OSS, Domain("secret.shop.example"), "locked", "cn-hangzhou")
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


def account_serving(anchors: TrustAnchors) -> tuple[Account, Certificate, tuple[bytes, ...]]:
    """An account whose domain has just been bound to a certificate that is not served yet."""
    old, old_chain = chain_of(certificate(1, days_left=20))
    new, new_chain = chain_of(certificate(2))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        account.probe.serve(WWW.domain, old_chain, address)
    account.handle(bind_command(WWW, new.id, cause="renewed-2"))
    return account, new, new_chain


def next_look(account: Account) -> str:
    account.clock.advance(account.queue.waiting()[0][0] - account.clock.now())
    (event,) = account.queue.take_due()
    return account.handle(event).message


def test_verified_is_said_after_every_address_served_it_twice(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    assert "0 of 3 addresses serve it, looking again in 60 s" in next_look(account)
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.serve(WWW.domain, chain, "192.0.2.2")
    assert "2 of 3 addresses serve it, looking again in 120 s" in next_look(account)
    account.probe.serve(WWW.domain, chain, "192.0.2.3")
    assert "all 3 addresses serve it; once more in 30 s to be sure" in next_look(account)
    assert "verified" in next_look(account)
    assert account.state(WWW.domain).phase is Phase.VERIFIED
    assert account.queue.waiting() == []


def test_a_second_look_that_finds_an_old_edge_starts_over(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        account.probe.serve(WWW.domain, chain, address)
    assert "once more" in next_look(account)
    old_chain = account.inventory.chain(CertificateId(1, "cn-hangzhou"))
    assert old_chain is not None
    account.probe.serve(WWW.domain, old_chain, "192.0.2.2")
    assert "2 of 3" in next_look(account)
    assert account.state(WWW.domain).good_rounds == 0


def test_an_edge_that_stays_behind_is_not_called_verified(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.fail(WWW.domain, Attempt.HANDSHAKE_TIMEOUT, "192.0.2.2")
    last = account.run_queue()[-1]
    assert last.result is Result.NOT_VERIFIED
    assert "1 of 3 addresses serve it, 1 could not be looked at" in last.message
    assert account.kinds(WWW.domain)[-1] is EntryKind.NOT_VERIFIED
    assert account.queue.waiting() == []


def test_a_name_without_an_address_is_could_not_look(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)
    account.handle(bind_command(WWW, new.id, cause="issued-5"))
    last = account.run_queue()[-1]
    assert (last.result, last.reason) == (Result.NOT_VERIFIED, "dns_nxdomain")
    assert "could not look" in last.message


def test_our_leaf_with_a_bad_chain_is_told_at_once(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain[:1], "192.0.2.1")
    message = next_look(account)
    assert "browsers refuse it" in message
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED


def test_a_binding_by_another_hand_meanwhile_is_not_fought(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    theirs, chain = chain_of(certificate(9))
    account.hold(theirs)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    assert "another hand" in next_look(account)
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_look_that_comes_twice_is_recorded_once(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    account.handle(look)
    before = account.kinds(WWW.domain)
    assert account.handle(look).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == before


def test_a_look_for_an_older_binding_is_superseded(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    newer = certificate(3, days_left=200)
    account.hold(newer)
    account.handle(bind_command(WWW, newer.id, cause="renewed-3"))
    assert account.handle(look).result is Result.SUPERSEDED


def test_a_crash_at_any_point_of_a_look_loses_no_look(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    point = CrashPoint(0)
    install(account, point)
    next_look(account)
    for at in range(1, point.passed + 1):
        account, _, chain = account_serving(anchors)
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
            account.probe.serve(WWW.domain, chain, address)
        account.clock.advance(timedelta(seconds=60))
        (look,) = account.queue.take_due()
        trouble = CrashPoint(at)
        install(account, trouble)
        with pytest.raises(CrashError):
            account.handle(look)
        account.handle(look)
        assert account.run_queue()[-1].result in (Result.VERIFIED, Result.DUPLICATE), at
        assert account.state(WWW.domain).phase is Phase.VERIFIED, at


def test_an_expiring_certificate_is_replaced_by_a_better_one(anchors: TrustAnchors) -> None:
    ending = certificate(1, days_left=20)
    better = certificate(2, days_left=90)
    account = Account(with_binding(WWW, ending), anchors=anchors)
    account.hold(ending, better)
    event = certificate_event(EventType.EXPIRY_APPROACHING, ending.id, stage="approaching")
    assert account.handle(event).result is Result.PLANNED
    (command,) = account.queue.sent
    assert isinstance(command, BindCommand)
    assert command.certificate == better.id
    assert account.handle(event).result is Result.DUPLICATE


def test_an_expiring_certificate_without_a_better_one_is_told(anchors: TrustAnchors) -> None:
    ending = certificate(1, days_left=20)
    account = Account(with_binding(WWW, ending), with_binding(CDN, ending), anchors=anchors)
    account.hold(ending)
    event = certificate_event(EventType.EXPIRY_APPROACHING, ending.id, stage="approaching")
    outcome = account.handle(event)
    assert outcome.result is Result.REFUSED
    assert "none is there, or may be bound by itself, for" in outcome.message
    assert account.queue.sent == []


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


def test_a_stopped_domain_is_left_alone_with_the_reason(anchors: TrustAnchors) -> None:
    account = Account(
        BoundTarget(CDN, bound_to(certificate(1)), TargetState.OFFLINE), anchors=anchors
    )
    new = certificate(5, CDN.domain)
    account.hold(new)
    assert account.handle(bind_command(CDN, new.id, cause="x")).reason == "target_offline"
    assert account.targets.trouble.calls["bind"] == 0


def test_a_probe_fault_of_ours_does_not_pass_as_a_look(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    assert isinstance(look, VerifyCommand)
    account.probe.trouble.before("observe", UnavailableError("x", service="dns", action="look"))
    with pytest.raises(UnavailableError):
        account.handle(look)
