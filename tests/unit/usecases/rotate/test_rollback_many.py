"""The way back of many domains: those of a certificate, or since a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.target import (
    UNBOUND,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    UnavailableError,
)
from certbind.events import step
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    STATIC,
    WWW,
    Account,
    bound_to,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.rollbacks import (
    NEW,
    OLD,
    THIRD,
    crash_before_the_record,
    first_binding,
    rollback,
    rotated,
)


def test_every_domain_of_a_certificate_goes_back(anchors: TrustAnchors) -> None:
    both = ("www.shop.example", "static.shop.example")
    old, (new, chain) = certificate(1, *both, days_left=40), chain_of(certificate(2, *both))
    account = Account(with_binding(WWW, old), with_binding(STATIC, old), anchors=anchors)
    account.hold(old)
    account.inventory.add(new, chain)
    for target in (WWW, STATIC):
        account.handle(step(target, "renewed-2", 0, candidate=new.id))
    report = rollback(account, certificate=new.id, dry_run=False)
    assert {o.subject for o in report.outcomes} == set(both)
    assert account.binding(WWW).certificate_id == old.id
    assert account.binding(STATIC).certificate_id == old.id


def test_a_domain_with_another_certificate_is_not_meant(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.hold(certificate(4, STATIC.domain, days_left=40), certificate(5, STATIC.domain))
    account.targets.add(with_binding(STATIC, certificate(4, STATIC.domain, days_left=40)))
    fifth = certificate(5).id
    account.handle(step(STATIC, "renewed-5", 0, candidate=fifth))
    read = account.targets.trouble.calls["read"]
    report = rollback(account, certificate=NEW.id, dry_run=False)
    assert [outcome.subject for outcome in report.outcomes] == [WWW.domain]
    assert account.targets.trouble.calls["read"] == read + 1, "the ledger alone tells"
    assert account.binding(STATIC).certificate_id == fifth


def test_everything_since_a_time_goes_back_to_what_stood_then(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    third = certificate(3, days_left=120)
    account.hold(third)
    since = account.clock.now() - timedelta(minutes=1)
    account.clock.advance(timedelta(hours=1))
    account.handle(step(WWW, "renewed-3", 0, candidate=third.id))
    rollback(account, since=since, dry_run=False)
    assert account.binding(WWW).certificate_id == OLD.id


def test_what_was_bound_before_the_time_stays(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.clock.advance(timedelta(hours=1))
    (outcome,) = rollback(account, since=account.clock.now(), dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "nothing_to_restore")
    assert f"since {account.clock.now().isoformat()}" in outcome.message
    assert account.binding(WWW).certificate_id == NEW.id
    account.hold(THIRD)
    since = account.clock.now()
    account.handle(step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True))
    rollback(account, since=since, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_where_the_certificate_was_bound_unrecorded_is_meant(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.hold(THIRD)
    third = step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True)
    crash_before_the_record(account, lambda: account.handle(third))
    account.clock.advance(account.rules.times.lease)
    rollback(account, certificate=THIRD.id, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_domain_that_the_certificate_never_reached_is_not_meant(anchors: TrustAnchors) -> None:
    """Its intent came to nothing: going back from there would take off what is well."""
    for account, stands in ((rotated(anchors), NEW.id), (first_binding(anchors), None)):
        account.hold(THIRD)
        account.targets.trouble.before("bind", UnavailableError("x", service="oss", action="Put"))
        account.handle(step(WWW, "cli-3", 0, candidate=THIRD.id, by_hand=True))
        change = account.state(WWW.domain).change
        assert change is not None
        assert change.certificate == THIRD.id
        (outcome,) = rollback(account, certificate=THIRD.id, dry_run=False).outcomes
        assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "nothing_to_restore")
        assert account.binding(WWW).certificate_id == stands


@pytest.mark.parametrize("request_of", ["certificate", "since"])
def test_a_domain_that_somebody_changed_since_is_left_to_them(
    anchors: TrustAnchors, request_of: str
) -> None:
    account = rotated(anchors)
    since = account.clock.now()
    account.hold(THIRD)
    account.targets.rebind_by_hand(WWW, bound_to(THIRD))
    asked = {"certificate": NEW.id, "since": since}[request_of]
    (outcome,) = rollback(account, **{request_of: asked}, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "foreign_change")
    assert f"another hand put {THIRD.id} there since" in outcome.message
    assert "--domain" in outcome.message
    assert account.binding(WWW).certificate_id == THIRD.id
    (back,) = rollback(account, domain=WWW.domain).outcomes
    assert f"would replace certificate {THIRD.id} by certificate {NEW.id}" in back.message
    rollback(account, domain=WWW.domain, dry_run=False)
    assert account.binding(WWW).certificate_id == NEW.id, "what stood before the hand"


def test_https_that_somebody_turned_off_since_stays_off(anchors: TrustAnchors) -> None:
    account = rotated(anchors)
    account.targets.rebind_by_hand(WWW, UNBOUND)
    (outcome,) = rollback(account, certificate=NEW.id, dry_run=False).outcomes
    assert "another hand put no certificate there since" in outcome.message
    assert account.binding(WWW).is_empty


def test_an_entry_that_cannot_be_read_stops_no_other_domain(anchors: TrustAnchors) -> None:
    """At three in the morning, one spoilt entry must not hold the other domains."""
    for request in ({"certificate": NEW.id}, {"since": Account(anchors=anchors).clock.now()}):
        account = rotated(anchors)
        account.spoil(STATIC.domain)
        report = rollback(account, **request, dry_run=False)
        outcomes = {outcome.subject: outcome for outcome in report.outcomes}
        assert outcomes[WWW.domain].result is Result.BOUND
        assert outcomes[STATIC.domain].result is Result.FAILED
        assert outcomes[STATIC.domain].reason == "newer_ledger"
        assert not report.is_complete


def test_what_one_run_has_no_time_for_is_named_and_done_by_the_next(
    anchors: TrustAnchors,
) -> None:
    both = ("www.shop.example", "static.shop.example")
    old, new = certificate(1, *both, days_left=40), certificate(2, *both)
    account = Account(with_binding(WWW, old), with_binding(STATIC, old), anchors=anchors)
    account.hold(old, new)
    for target in (WWW, STATIC):
        account.handle(step(target, "cli-2", 0, candidate=new.id, by_hand=True))
    left = iter([100.0, 14.9])
    report = rollback(account, lambda: next(left), certificate=new.id, dry_run=False)
    done, missed = report.outcomes
    assert (done.subject, done.result) == (STATIC.domain, Result.BOUND)
    assert (missed.subject, missed.reason) == (WWW.domain, "not_reached")
    assert not report.is_complete
    assert account.binding(WWW).certificate_id == new.id
    (rest,) = rollback(account, lambda: 100.0, certificate=new.id, dry_run=False).outcomes
    assert (rest.subject, rest.result) == (WWW.domain, Result.BOUND)


def spoil(account: Account, sequence: int) -> None:
    subject = f"domain/{WWW.domain}"
    account.journal.put(subject, sequence, account.journal.stored(subject, sequence)[:20])


def numbers_of(account: Account) -> dict[EntryKind, int]:
    """The last entry of each kind."""
    return {e.record.kind: e.sequence for e in reversed(account.entries(WWW.domain))}


def test_an_entry_that_was_damaged_before_the_time_keeps_nobody_from_going_back(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    account.run_queue()
    account.clock.advance(timedelta(hours=1))
    since = account.clock.now()
    account.hold(THIRD)
    account.handle(step(WWW, "renewed-3", 0, candidate=THIRD.id))
    spoil(account, 1)
    (outcome,) = rollback(account, since=since, dry_run=False).outcomes
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == OLD.id, "the last that visitors were seen to get"


def test_an_entry_that_may_have_been_a_binding_since_the_time_is_named(
    anchors: TrustAnchors,
) -> None:
    """What stood at that time is not guessed."""
    account = rotated(anchors)
    since = account.clock.now() - timedelta(minutes=1)
    damaged = numbers_of(account)[EntryKind.BOUND]
    account.hold(THIRD)
    account.clock.advance(timedelta(hours=1))
    account.handle(step(WWW, "renewed-3", 0, candidate=THIRD.id, by_hand=True))
    spoil(account, damaged)
    (outcome,) = rollback(account, since=since, dry_run=False).outcomes
    assert (outcome.result, outcome.reason) == (Result.FAILED, "ledger_unreadable")
    assert f"Entry {damaged}" in outcome.message
    assert account.binding(WWW).certificate_id == THIRD.id


def test_a_damaged_entry_after_the_first_binding_since_then_hides_nothing(
    anchors: TrustAnchors,
) -> None:
    account = rotated(anchors)
    since = account.clock.now() - timedelta(minutes=1)
    account.run_queue()
    after = numbers_of(account)[EntryKind.BOUND] + 1
    assert after < account.entries(WWW.domain)[-1].sequence
    spoil(account, after)
    (outcome,) = rollback(account, since=since, dry_run=False).outcomes
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == OLD.id
