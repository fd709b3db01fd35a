"""Looks: until visitors get what was bound, or waiting will not help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt, Resolution
from certbind.errors import UnavailableError
from certbind.events import (
    VerifyCommand,
    bind_command,
)
from certbind.usecases.outcome import Result
from tests.unit.usecases.account import (
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

ADDRESSES = ("192.0.2.1", "192.0.2.2", "192.0.2.3")


def serve_everywhere(account: Account, chain: tuple[bytes, ...]) -> None:
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain, address)


def account_serving(anchors: TrustAnchors) -> tuple[Account, Certificate, tuple[bytes, ...]]:
    """An account whose domain has just been bound to a certificate that is not served yet."""
    old, old_chain = chain_of(certificate(1, days_left=20))
    new, new_chain = chain_of(certificate(2))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    serve_everywhere(account, old_chain)
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
    assert "verified: all 3 addresses serve it, 2 looks in a row" in next_look(account)
    assert account.state(WWW.domain).phase is Phase.VERIFIED
    assert account.queue.waiting() == []


def test_a_second_look_that_finds_an_old_edge_starts_over(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
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
    assert "1 of 3 addresses serves it, 1 could not be looked at" in last.message
    assert account.kinds(WWW.domain)[-1] is EntryKind.NOT_VERIFIED
    assert account.queue.waiting() == []


def test_looks_come_ever_rarer_and_end_with_the_first_after_the_deadline(
    anchors: TrustAnchors,
) -> None:
    """After 1, 2, 4, 8 and 16 minutes, then every 15."""
    account, _, _ = account_serving(anchors)
    bound_at = account.clock.now()
    assert account.run_queue()[-1].result is Result.NOT_VERIFIED
    looks = [(entry.at - bound_at) / timedelta(minutes=1) for entry in account.entries(WWW.domain)]
    assert looks[2:] == [1, 2, 4, 8, 16, 31]


def test_the_deadline_itself_ends_the_waiting(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(account.rules.verify_within)
    (look,) = account.queue.take_due()
    assert account.handle(look).result is Result.NOT_VERIFIED
    assert account.queue.waiting() == []


def test_a_default_certificate_of_the_edge_is_no_other_hand(anchors: TrustAnchors) -> None:
    """Nothing stood there before, so what is served for other names is not there by a binding."""
    account = Account(*unbound(WWW), anchors=anchors)
    new, _ = chain_of(certificate(5))
    account.hold(new)
    _, default = chain_of(certificate(6, "edge.example"))
    account.probe.serve(WWW.domain, default)
    account.handle(bind_command(WWW, new.id, cause="issued-5"))
    assert "its one address does not serve it, looking again" in next_look(account)


def test_an_old_leaf_that_only_its_sha1_tells_is_recognised(anchors: TrustAnchors) -> None:
    pasted, pasted_chain = chain_of(certificate(1))
    stands = Binding(BindingSource.UPLOAD, raw_id="pasted", sha1=pasted.sha1)
    policy = Policy(allow_unrestorable=True)
    account = Account(BoundTarget(WWW, stands), anchors=anchors, policy=policy)
    new, _ = chain_of(certificate(2))
    account.hold(new)
    account.probe.serve(WWW.domain, pasted_chain)
    account.handle(bind_command(WWW, new.id, cause="issued-2"))
    assert "its one address does not serve it, looking again" in next_look(account)


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
    newest = account.entries(WWW.domain)[-1].record
    assert newest.reason == "chain_incomplete"
    served = {one["address"]: one["match"] for one in newest.details["addresses"]}
    assert served == {"192.0.2.1": "new", "192.0.2.2": "old", "192.0.2.3": "old"}


def test_a_binding_by_another_hand_meanwhile_is_not_fought(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    theirs, chain = chain_of(certificate(9))
    account.hold(theirs)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    assert "another hand" in next_look(account)
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_third_leaf_on_an_edge_is_waited_for_while_the_target_holds_ours(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = account_serving(anchors)
    _, chain = chain_of(certificate(9))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    message = next_look(account)
    assert "1 of 3 addresses serves another certificate" in message
    assert "looking again in 60 s" in message
    assert account.state(WWW.domain).phase is Phase.BOUND


def test_a_domain_that_is_gone_and_serves_something_else_is_not_waited_for(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = account_serving(anchors)
    _, chain = chain_of(certificate(9))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.targets.remove(WWW)
    next_look(account)
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED


def test_visitors_who_are_sent_elsewhere_are_told_of_while_it_is_not_served(
    anchors: TrustAnchors,
) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    assert "DNS sends visitors of www.shop.example to www.other-cdn.example" in next_look(account)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "assets.oss-cn-hangzhou.aliyuncs.com")
    assert next_look(account).endswith("looking again in 120 s.")
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain, address)
    assert next_look(account).endswith("once more in 30 s to be sure.")


def test_a_look_that_comes_twice_is_recorded_once(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    account.handle(look)
    before = account.kinds(WWW.domain)
    assert account.handle(look).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == before


def test_only_the_newest_look_brings_its_successor_back(anchors: TrustAnchors) -> None:
    """It may have been lost with a crash; one before it has had its successor."""
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (first,) = account.queue.take_due()
    account.handle(first)
    account.clock.advance(timedelta(seconds=60))
    (second,) = account.queue.take_due()
    account.handle(second)
    (third,) = account.queue.waiting()
    account.handle(first)
    assert account.queue.waiting() == [third]
    account.queue.take_due()
    account.handle(second)
    assert third[1] in [event for _, event in account.queue.waiting()]


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_look_after_the_end_changes_nothing(anchors: TrustAnchors, ends_well: bool) -> None:
    account, _, chain = account_serving(anchors)
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain if ends_well else chain[:1], address)
    account.run_queue()
    before = account.kinds(WWW.domain)
    assert before[-1] is (EntryKind.VERIFIED if ends_well else EntryKind.NOT_VERIFIED)
    last = [event for event in account.queue.sent if isinstance(event, VerifyCommand)][-1]
    late = replace(last, attempt=last.attempt + 1) if ends_well else last
    assert account.handle(late).result is Result.DUPLICATE
    assert account.kinds(WWW.domain) == before
    assert account.queue.waiting() == []


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
        serve_everywhere(account, chain)
        account.clock.advance(timedelta(seconds=60))
        (look,) = account.queue.take_due()
        trouble = CrashPoint(at)
        install(account, trouble)
        with pytest.raises(CrashError):
            account.handle(look)
        account.handle(look)
        assert account.run_queue()[-1].result in (Result.VERIFIED, Result.DUPLICATE), at
        assert account.state(WWW.domain).phase is Phase.VERIFIED, at


def test_a_probe_fault_of_ours_does_not_pass_as_a_look(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.clock.advance(timedelta(seconds=60))
    (look,) = account.queue.take_due()
    assert isinstance(look, VerifyCommand)
    account.probe.trouble.before("observe", UnavailableError("x", service="dns", action="look"))
    with pytest.raises(UnavailableError):
        account.handle(look)


def test_two_good_looks_close_together_are_one(anchors: TrustAnchors) -> None:
    """One good answer proves one machine: the second counts after `confirm_after`."""
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert "once more in 30 s" in next_look(account)
    account.clock.advance(account.rules.confirm_after - timedelta(seconds=1))
    ((_, look),) = account.queue.waiting()
    assert account.handle(look).result is Result.PENDING
    assert account.state(WWW.domain).phase is Phase.BOUND
    account.clock.advance(timedelta(seconds=1))
    assert isinstance(look, VerifyCommand)
    assert account.handle(replace(look, attempt=3)).result is Result.VERIFIED


def test_a_domain_that_is_gone_is_not_looked_at_for_ever(anchors: TrustAnchors) -> None:
    account, _, _ = account_serving(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "elsewhere.example")
    account.targets.remove(WWW)
    assert "no longer in the account" in next_look(account)
    assert account.state(WWW.domain).phase is Phase.NOT_VERIFIED
    assert account.queue.waiting() == []


def test_a_look_waits_for_a_change_that_is_under_way(anchors: TrustAnchors) -> None:
    """Nothing may come of the change, and then this look is still wanted."""
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain)
    third = certificate(3, days_left=120)
    account.hold(third)
    lost = UnavailableError("no answer", service="oss", action="PutCname")
    account.targets.trouble.before("bind", lost, times=2)
    account.handle(bind_command(WWW, third.id, cause="renewed-3"))
    assert account.state(WWW.domain).phase is Phase.INTENT
    account.clock.advance(account.rules.verify_after)
    (look,) = (e for e in account.queue.take_due() if isinstance(e, VerifyCommand))
    outcome = account.handle(look)
    assert outcome.result is Result.PENDING
    assert "a change is under way, looking again in 60 s" in outcome.message
    assert look in [e for _, e in account.queue.waiting()]
    account.clock.advance(look.deadline - account.clock.now())
    account.queue.take_due()
    account.handle(look)
    assert account.queue.waiting() == [], "recheck takes up what is left by then"
