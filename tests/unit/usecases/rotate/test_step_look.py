"""Looks: until visitors get what was bound, or waiting will not help."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt, Family
from certbind.events import (
    step,
)
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    unbound,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.looks import account_serving, next_look, serve_everywhere


def test_verified_is_said_after_every_address_served_it_twice(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    every = "192.0.2.1, 192.0.2.2, 192.0.2.3"
    said = f"0 of 3 addresses serve it, 3 serve what was there before ({every}), looking again in"
    assert f"{said} 60 s" in next_look(account)
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.serve(WWW.domain, chain, "192.0.2.2")
    behind = "2 of 3 addresses serve it, 1 serves what was there before (192.0.2.3)"
    assert f"{behind}, looking again in 120 s" in next_look(account)
    account.probe.serve(WWW.domain, chain, "192.0.2.3")
    assert "all 3 addresses serve it; once more in 30 s to be sure" in next_look(account)
    assert "verified: all 3 addresses serve it, 2 looks in a row" in next_look(account)
    assert account.phase(WWW.domain) == "verified"
    assert account.queue.waiting() == []


def test_a_second_look_that_finds_an_old_edge_starts_over(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert "once more" in next_look(account)
    old_chain = account.inventory.chain(CertificateId(1, "cn-hangzhou"))
    assert old_chain is not None
    account.probe.serve(WWW.domain, old_chain, "192.0.2.2")
    assert "2 of 3" in next_look(account)
    look = account.state(WWW.domain).look
    assert look is not None
    assert (look.good, look.bad) == (0, 0)


def test_an_edge_that_stays_behind_is_not_called_verified(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.fail(WWW.domain, Attempt.HANDSHAKE_TIMEOUT, "192.0.2.2")
    last = account.run_queue()[-1]
    assert last.result is Result.NOT_VERIFIED
    behind = "1 of 3 addresses serves it, 1 serves what was there before (192.0.2.3)"
    assert f"{behind}, 1 could not be looked at" in last.message
    assert behind in account.entries(WWW.domain)[-1].record.message
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
    account.clock.advance(account.rules.times.verify_within)
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
    account.handle(step(WWW, "issued-5", 0, candidate=new.id))
    assert (
        "its one address does not serve it, it serves what was there before (192.0.2.1), looking"
        in next_look(account)
    )


def test_an_old_leaf_that_only_its_sha1_tells_is_recognised(anchors: TrustAnchors) -> None:
    pasted, pasted_chain = chain_of(certificate(1))
    stands = Binding(BindingSource.UPLOAD, raw_id="pasted", sha1=pasted.sha1)
    policy = Policy(allow_unrestorable=True)
    account = Account(BoundTarget(WWW, stands), anchors=anchors, policy=policy)
    new, _ = chain_of(certificate(2))
    account.hold(new)
    account.probe.serve(WWW.domain, pasted_chain)
    account.handle(step(WWW, "issued-2", 0, candidate=new.id))
    assert (
        "its one address does not serve it, it serves what was there before (192.0.2.1), looking"
        in next_look(account)
    )


def test_a_name_without_an_address_is_could_not_look(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)
    account.handle(step(WWW, "issued-5", 0, candidate=new.id))
    last = account.run_queue()[-1]
    assert (last.result, last.reason) == (Result.NOT_VERIFIED, "dns_nxdomain")
    assert "could not look" in last.message


def test_half_a_look_up_verifies_nothing_until_the_other_half_is_answered(
    anchors: TrustAnchors,
) -> None:
    """Every address that is known serves it, and there may be more."""
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    account.probe.fail_half(WWW.domain, Family.IPV6)
    for _ in range(3):
        assert "its IPv6 addresses could not be looked up, looking again" in next_look(account)
    assert account.phase(WWW.domain) == "bound"
    account.probe.fail_half(WWW.domain)  # all are answered
    assert account.run_queue()[-1].result is Result.VERIFIED


def test_our_leaf_with_a_bad_chain_is_told_at_once_and_decided_by_a_second_look(
    anchors: TrustAnchors,
) -> None:
    """One bad answer is no evidence: an edge may be in the midst of taking the binding."""
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain[:1], "192.0.2.1")
    message = next_look(account)
    assert "browsers refuse it" in message
    assert message.endswith("a second look in 30 s decides.")
    assert account.phase(WWW.domain) == "bound"
    assert "not verified" in next_look(account)
    assert account.phase(WWW.domain) == "not_verified"
    assert account.queue.waiting() == []
    for entry in account.entries(WWW.domain)[-2:]:
        assert entry.record.reason == "chain_incomplete"
        served = {one["address"]: one["match"] for one in entry.record.details["addresses"]}
        assert served == {"192.0.2.1": "new", "192.0.2.2": "old", "192.0.2.3": "old"}


def test_a_bad_look_that_the_next_one_does_not_confirm_decides_nothing(
    anchors: TrustAnchors,
) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.serve(WWW.domain, chain[:1], "192.0.2.1")
    assert "a second look" in next_look(account)
    serve_everywhere(account, chain)
    assert "once more in 30 s to be sure" in next_look(account)
    assert "verified: all 3 addresses serve it" in next_look(account)


def test_edges_that_answer_in_turns_are_told_as_that_and_left_to_the_sweep(
    anchors: TrustAnchors,
) -> None:
    """Whatever the last look saw: the others saw the opposite."""
    account, _, chain = account_serving(anchors)
    messages: list[str] = []
    while account.queue.waiting():
        if len(messages) % 2:
            serve_everywhere(account, chain)
        else:
            account.probe.serve(WWW.domain, chain[:1], "192.0.2.1")
        messages.append(next_look(account))
    assert len(messages) > 2
    assert "not verified: what visitors get changes from look to look" in messages[-1]
    last = account.entries(WWW.domain)[-1]
    assert (last.record.kind, bool(last.record.reason)) == (EntryKind.NOT_VERIFIED, True)
    assert account.phase(WWW.domain) == "not_verified"


def test_a_suspicion_that_goes_is_not_told_as_two_good_looks(anchors: TrustAnchors) -> None:
    account, _, chain = account_serving(anchors)
    serve_everywhere(account, chain)
    assert account.run_queue()[-1].result is Result.VERIFIED
    account.probe.serve(WWW.domain, chain[:1], "192.0.2.1")
    Sweep(*account.connected)()
    assert "a second look in" in next_look(account)
    serve_everywhere(account, chain)
    assert "well again: all 3 addresses serve it." in next_look(account)
