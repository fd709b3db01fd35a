"""watch: what its snapshot tells the next run, and every step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    EventType,
    certificate_event,
    step,
)
from certbind.usecases.certificates.watch import WatchCertificates, WatchReport
from certbind.usecases.rotate.lists.snapshot import SUBJECT, certificates_in
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    with_binding,
)

SEEN = {"names": ["a"], "instance": "", "not_after": "2027-01-01T00:00:00+00:00", "stage": ""}


def watch(account: Account) -> WatchReport:
    return WatchCertificates(account.clock, account.inventory, account.queue, account.journal)()


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"certificates": []},
        {"certificates": {"1-cn-hangzhou": []}},
        {"certificates": {"1-cn-hangzhou": {**SEEN, "names": "a"}}},
        {"certificates": {"1-cn-hangzhou": {**SEEN, "instance": None}}},
        {"certificates": {"1-cn-hangzhou": {**SEEN, "not_after": None}}},
        {"certificates": {"1-cn-hangzhou": {**SEEN, "stage": None}}},
    ],
)
def test_a_snapshot_that_is_none_is_set_aside_and_the_one_before_it_counts(
    anchors: TrustAnchors, state: dict[str, Any]
) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1))
    watch(account)
    record = Record(EntryKind.SNAPSHOT, "watch", state=state)
    before = account.journal.newest(SUBJECT)
    account.journal.append(seal(SUBJECT, before, account.clock.now(), record))
    account.hold(certificate(2))
    report = watch(account)
    assert [event.certificate.number for event in report.events] == [2]
    assert "Entry 2 of watch/certificates is damaged and set aside" in report.damaged
    assert watch(account).damaged == ""


@pytest.mark.parametrize("damage", [b"", b"{", b"[]"])
def test_a_damaged_snapshot_neither_stops_watch_nor_makes_everything_news(
    anchors: TrustAnchors, damage: bytes
) -> None:
    """Each certificate that is told as new is work for a function; the sweep needs no news."""
    account = Account(anchors=anchors)
    account.hold(certificate(1))
    watch(account)
    account.hold(certificate(2))
    account.journal.put(SUBJECT, 1, damage)
    report = watch(account)
    assert (report.baseline, report.events) == (True, ())
    told = report.to_json()
    assert (told["complete"], told["reason"]) == (False, "quarantined")
    after = account.journal.newest(SUBJECT)
    assert isinstance(after, Entry)
    assert after.sequence == 2
    assert after.record.reason == "quarantined"
    assert after.record.details["set_aside"]["entry"] == 1
    account.hold(certificate(3))
    assert [event.certificate.number for event in watch(account).events] == [3]


def revoke(account: Account, held: Certificate, *, listed: bool) -> None:
    """CAS shows a revoked certificate in its list with its status, or in none."""
    account.hold(replace(held, status=CertificateStatus.REVOKED))
    if not listed:
        listing = account.inventory.list_certificates
        account.inventory.list_certificates = lambda: tuple(  # type: ignore[method-assign]
            one for one in listing() if one.id != held.id
        )


def test_a_revocation_is_published_once(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    held = certificate(1)
    account.hold(held, certificate(2, "b.example"))
    watch(account)
    revoke(account, held, listed=True)
    (event,) = watch(account).events
    assert event == certificate_event(EventType.REVOKED, held.id)
    assert account.queue.sent == [event]
    assert watch(account).events == ()


@pytest.mark.parametrize("gone", ["deleted", "expired", "hidden"])
def test_what_is_listed_no_more_is_not_said_to_be_revoked(
    anchors: TrustAnchors, gone: str
) -> None:
    account = Account(anchors=anchors)
    held = certificate(1, days_left=40)
    account.hold(held, certificate(2, "b.example"))
    watch(account)
    if gone == "deleted":
        account.inventory.remove(held.id)
    elif gone == "expired":
        revoke(account, held, listed=False)
        account.clock.advance(timedelta(days=41))
    else:
        revoke(account, held, listed=False)
    assert EventType.REVOKED not in [event.type for event in watch(account).events]


def test_a_snapshot_is_the_list_that_a_step_reads(anchors: TrustAnchors) -> None:
    """Every step would else read CAS's list; the one that is chosen is asked for exactly."""
    old, new = certificate(1, days_left=20), certificate(2)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new)
    watch(account)
    newest = account.journal.newest(SUBJECT)
    assert certificates_in(newest) == account.inventory.list_certificates()
    lists = account.inventory.trouble.calls["list_certificates"]
    assert account.handle(step(WWW, "recheck", 0)).result.value == "bound"
    assert account.binding(WWW).certificate_id == new.id
    assert account.inventory.trouble.calls["list_certificates"] == lists
    calls = account.inventory.trouble.calls
    assert (calls["certificate"], calls["facts"]) == (1, 1), "of what stands the list tells enough"


def test_a_snapshot_of_an_older_build_is_no_list(anchors: TrustAnchors) -> None:
    """It had no facts beside names and ends: CAS's own list is read instead."""
    old, new = certificate(1, days_left=20), certificate(2)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new)
    state = {"certificates": {"1-cn-hangzhou": SEEN}}
    record = Record(EntryKind.SNAPSHOT, "watch", state=state)
    account.journal.append(seal(SUBJECT, None, account.clock.now(), record))
    assert certificates_in(account.journal.newest(SUBJECT)) is None
    account.handle(step(WWW, "recheck", 0))
    assert account.binding(WWW).certificate_id == new.id
    assert account.inventory.trouble.calls["list_certificates"] == 1


def test_older_entries_are_read_only_where_the_newest_will_not_do(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    for _ in range(3):
        watch(account)
    before = account.journal.trouble.calls["sound"]
    watch(account)
    assert account.journal.trouble.calls["sound"] == before
