"""A damaged newest entry freezes no domain, and is never obeyed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, encode, seal
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import LedgerNewerError
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.account.history import read_history
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import DomainHealth
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import WWW, Account, certificate, unbound, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep, verified

DAMAGE = [b"", b"{", b"[]", b"\xff", b"[" * 100_000]


def renewed(anchors: TrustAnchors) -> Account:
    """A verified domain, and a better certificate that nobody told of."""
    account, _, _ = verified(anchors)
    newer, chain = chain_of(certificate(3, days_left=300))
    account.inventory.add(newer, chain)
    account.targets.trouble.act_after("bind", lambda: account.probe.serve(WWW.domain, chain))
    return account


@pytest.mark.parametrize("damage", DAMAGE, ids=["empty", "cut", "list", "no text", "deep"])
def test_a_domain_goes_on_past_a_damaged_newest_entry(
    anchors: TrustAnchors, damage: bytes
) -> None:
    account = renewed(anchors)
    last = account.entries(WWW.domain)[-1].sequence
    account.damage(WWW.domain, damage)
    assert SweepFinding.QUARANTINED in findings(sweep(account))
    assert account.run_queue()[-1].result is Result.VERIFIED
    assert account.binding(WWW).certificate_id == certificate(3).id
    after = [entry for entry in account.entries(WWW.domain) if entry.sequence > last]
    assert after[0].record.kind is EntryKind.QUARANTINED
    assert after[0].record.details["set_aside"]["entry"] == last
    (broken,) = read_history(account.journal, WWW.domain).breaks
    assert broken.sequence == last, "it stays where it is"
    assert account.journal.stored(subject_of(WWW.domain), last) == damage


def test_what_lies_damaged_there_brings_no_secret_into_the_next_entry(
    anchors: TrustAnchors,
) -> None:
    """What is wrong with it is told, and may repeat what others wrote there."""
    account, key_id = renewed(anchors), "LTAI" + "5tQx9KbZr2"
    foreign = seal(f"domain/{key_id}", None, account.clock.now(), Record(EntryKind.KEPT, "x"))
    account.damage(WWW.domain, encode(foreign))
    account.handle(step(WWW, "recheck", 0))
    stored = b"".join(
        account.journal.stored(subject_of(WWW.domain), one.sequence)
        for one in account.entries(WWW.domain)
    )
    assert b"set_aside" in stored
    assert key_id.encode() not in stored


def test_an_entry_that_was_changed_under_its_hash_is_not_obeyed(anchors: TrustAnchors) -> None:
    account = renewed(anchors)
    newest = account.entries(WWW.domain)[-1]
    raw = json.loads(account.journal.stored(newest.subject, newest.sequence))
    raw["state"]["domain"]["hold"] = {"end": "2099-01-01T00:00:00+00:00"}
    account.damage(WWW.domain, json.dumps(raw).encode())
    sweep(account)
    account.run_queue()
    assert account.state(WWW.domain).hold is None
    assert account.binding(WWW).certificate_id == certificate(3).id


def test_where_nothing_is_to_be_done_the_damage_is_on_record_all_the_same(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    account.damage(WWW.domain)
    assert findings(sweep(account)) == {SweepFinding.QUARANTINED}
    account.run_queue()
    assert EntryKind.QUARANTINED in account.kinds(WWW.domain)
    before = account.entries(WWW.domain)
    assert findings(sweep(account)) == {SweepFinding.QUARANTINED}, "for a week it is told"
    account.run_queue()
    assert account.entries(WWW.domain) == before, "and written once"
    account.clock.advance(timedelta(days=7))
    assert SweepFinding.QUARANTINED not in findings(sweep(account))


def rolled_back(anchors: TrustAnchors) -> Account:
    account, _, _ = verified(anchors)
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(*account.connected)(asked)
    account.probe.serve(WWW.domain, chain_of(certificate(1))[1])
    account.run_queue()
    return account


def test_what_a_person_took_off_is_remembered_from_the_newest_sound_entry(
    anchors: TrustAnchors,
) -> None:
    account = rolled_back(anchors)
    account.damage(WWW.domain)
    sweep(account)
    account.run_queue()
    assert SweepFinding.HELD in findings(sweep(account))
    assert account.binding(WWW).certificate_id == certificate(1).id
    quarantined = _quarantined(account)
    assert "held until what ends after 2027-05-23 is there" in quarantined.record.message
    assert account.state(WWW.domain).has_carried("manual-1")


def test_what_is_lost_is_said(anchors: TrustAnchors) -> None:
    account = rolled_back(anchors)
    for entry in account.entries(WWW.domain):
        account.journal.put(entry.subject, entry.sequence, b"{")
    sweep(account)
    account.run_queue()
    lost = "No sound entry is left: what a person took off, wishes and the way back are lost."
    assert _quarantined(account).record.message.endswith(lost)
    assert account.state(WWW.domain).place == WWW, "what stands was read of the cloud"


def _quarantined(account: Account) -> Entry:
    entries = account.entries(WWW.domain)
    return next(one for one in entries if one.record.kind is EntryKind.QUARANTINED)


def test_a_damaged_record_of_a_bind_is_settled_by_what_stands(anchors: TrustAnchors) -> None:
    """The intent before it is sound: what stands shows that the bind was made, and the way back
    is known.
    """
    account = renewed(anchors)
    sweep(account)
    for event in account.queue.take_due():
        account.handle(event)
    assert account.kinds(WWW.domain)[-1] is EntryKind.BOUND
    account.damage(WWW.domain)
    account.clock.advance(timedelta(minutes=6))
    account.run_queue()
    state = account.state(WWW.domain)
    assert state.standing is not None
    assert state.standing.binding.certificate_id == certificate(3).id
    assert state.way_back is not None
    assert state.way_back.binding.certificate_id == certificate(2).id


def test_a_rollback_goes_past_a_damaged_entry_and_says_so(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    account.damage(WWW.domain)
    before = account.journal.history(subject_of(WWW.domain))
    dry = RollbackRequest(domain=WWW.domain, dry_run=True, request_id="manual-1")
    Rollback(*account.connected)(dry)
    PlanAccount(account.sources, account.rules)()
    assert account.journal.history(subject_of(WWW.domain)) == before, "a dry run writes nothing"
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-2")
    report = Rollback(*account.connected)(asked)
    assert report.is_complete
    assert account.binding(WWW).certificate_id == certificate(1).id
    assert EntryKind.QUARANTINED in account.kinds(WWW.domain)


def test_a_certificate_s_damaged_journal_stops_no_event(anchors: TrustAnchors) -> None:
    old, new = certificate(1, days_left=20), certificate(2)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new)
    event = certificate_event(EventType.ISSUED, new.id)
    account.handle(event)
    account.journal.put(f"certificate/{new.id}", 1, b"{")
    assert account.handle(event).result is Result.PLANNED
    after = account.journal.newest(f"certificate/{new.id}")
    assert isinstance(after, Entry)
    assert (after.sequence, after.record.details["set_aside"]["entry"]) == (2, 1)


def test_status_and_history_tell_of_the_damage(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    account.damage(WWW.domain)
    (row,) = ReadAccount(account.sources, account.rules)().domains
    assert row.health is DomainHealth.PERSON
    assert row.advice == "quarantined"
    history = read_history(account.journal, WWW.domain)
    assert [one.sequence for one in history.breaks] == [history.entries[-1].sequence + 1]
    sweep(account)
    account.run_queue()
    (row,) = ReadAccount(account.sources, account.rules)().domains
    assert (row.error, row.phase) == ("", "verified")


def test_a_newer_certbind_s_entry_behind_a_damaged_one_is_not_written_after(
    anchors: TrustAnchors,
) -> None:
    account = Account(with_binding(WWW, certificate(1)), anchors=anchors)
    account.hold(certificate(1), certificate(2))
    account.spoil(WWW.domain)
    account.journal.put(subject_of(WWW.domain), 2, b"{")
    (report,) = sweep(account).domains
    assert (report.word, report.queued) == ("newer_ledger", ())
    with pytest.raises(LedgerNewerError):
        account.handle(step(WWW, "recheck", 2))
    assert account.binding(WWW).certificate_id == certificate(1).id
    assert isinstance(account.journal.newest(subject_of(WWW.domain)), ChainBreak)


def test_a_bucket_behind_cdn_is_not_bound_for_a_damaged_entry(anchors: TrustAnchors) -> None:
    """A sweep sends a step for both of the domain's targets, and CDN stands in front of one."""
    account = renewed(anchors)
    in_front = Target(ProductName("cdn"), WWW.domain)
    bucket = account.binding(WWW)
    account.targets.add(*unbound(in_front))
    account.damage(WWW.domain, b"{")
    account.queue.take_due()
    sweep(account)
    for event in sorted(account.queue.take_due(), key=lambda sent: "cdn" not in str(sent)):
        account.handle(event)
    assert account.binding(WWW) == bucket
    assert account.binding(in_front).certificate_id == certificate(3).id
    assert account.state(WWW.domain).place == in_front
