"""watch: what it announces, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import QuotaError, UnavailableError
from certbind.events import (
    CertificateEvent,
    EventType,
)
from certbind.usecases.certificates.watch import WatchCertificates, WatchReport
from certbind.usecases.rotate.lists.snapshot import SUBJECT
from tests.unit.usecases.account import (
    Account,
    CrashError,
    certificate,
)

SEEN = {"names": ["a"], "instance": "", "not_after": "2027-01-01T00:00:00+00:00", "stage": ""}


def watch(account: Account) -> WatchReport:
    return WatchCertificates(account.clock, account.inventory, account.queue, account.journal)()


def test_the_first_watch_takes_the_baseline_and_announces_nothing(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(*(certificate(n, f"d{n}.example") for n in range(1, 30)))
    report = watch(account)
    assert report.baseline
    assert report.to_json() == {"outcome": "baseline", "certificates": 29, "events": []}
    assert account.queue.sent == []
    assert watch(account).to_json() == {"outcome": "watched", "certificates": 29, "events": []}
    assert len(account.journal.entries(SUBJECT)) == 1, "what did not change is not written again"


def test_a_new_certificate_is_issued_and_one_of_the_same_line_renewed(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    old = certificate(1, "a.example", instance="i-1")
    account.hold(old, certificate(2, "b.example"))
    watch(account)
    account.hold(
        certificate(3, "c.example"),
        certificate(4, "a.example", "aa.example", days_left=180, instance="i-1"),
        certificate(5, "b.example", days_left=180),
    )
    report = watch(account)
    first = {"id": "issued-3-cn-hangzhou", "type": "certificate.issued"}
    assert report.to_json()["events"][0] == {**first, "certificate": "3-cn-hangzhou"}
    newest = account.journal.newest(SUBJECT)
    assert isinstance(newest, Entry)
    assert newest.record.message.startswith("5 certificates seen; issued-3-cn-hangzhou, renewed-")
    events = {e.certificate.number: e for e in report.events}
    assert events[3].type is EventType.ISSUED
    assert (events[4].type, events[4].replaces) == (EventType.RENEWED, old.id)
    assert events[5].type is EventType.RENEWED
    assert watch(account).events == ()


def test_each_stage_of_an_end_is_announced_once(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=89))
    watch(account)
    stages: list[str] = []
    for _ in range(90):
        account.clock.advance(timedelta(days=1))
        stages += [e.stage for e in watch(account).events]
    assert stages == ["approaching", "urgent", "emergency"]


def test_the_end_of_a_certificate_that_has_a_successor_is_no_news(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=40), certificate(2, days_left=400))
    watch(account)
    account.clock.advance(timedelta(days=30))
    assert watch(account).events == ()


def test_a_renewal_replaces_the_newest_of_its_line_whatever_the_order_of_names(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    names = ("b.example", "a.example")
    newest = certificate(1, *names, days_left=40)
    account.hold(newest, certificate(2, *reversed(names), days_left=20))
    watch(account)
    account.hold(certificate(3, *names, days_left=180))
    (event,) = watch(account).events
    assert event.replaces == newest.id


@pytest.mark.parametrize(
    "other",
    [
        certificate(2, days_left=39),
        certificate(2, days_left=40),
        certificate(2, "other.example", days_left=400),
    ],
    ids=["ends before it", "ends with it", "other names"],
)
def test_what_does_not_outlast_a_certificate_silences_no_end(
    anchors: TrustAnchors, other: Certificate
) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=40), other)
    watch(account)
    account.clock.advance(timedelta(days=30))
    assert 1 in [event.certificate.number for event in watch(account).events]


def test_a_watch_that_dies_before_its_snapshot_repeats_the_same_event(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    watch(account)
    account.hold(certificate(1))
    account.queue.trouble.after("send", CrashError())
    with pytest.raises(CrashError):
        watch(account)
    watch(account)
    first, second = account.queue.sent
    assert isinstance(first, CertificateEvent)
    assert first == second


def test_where_the_ledger_takes_nothing_no_event_goes_out(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    watch(account)
    account.hold(certificate(1))
    down = UnavailableError("x", service="oss", action="PutObject")
    account.journal.trouble.before("append", down, times=3)
    for _ in range(3):
        with pytest.raises(UnavailableError):
            watch(account)
    assert account.queue.sent == []
    assert [event.certificate.number for event in watch(account).events] == [1]


def test_an_event_that_the_queue_refuses_makes_no_other_be_sent_again(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    watch(account)
    account.hold(*(certificate(number, f"{number}.example") for number in (1, 2, 3)))
    full = QuotaError("full", service="mns", action="SendMessage")
    for _ in range(3):
        account.queue.trouble.before("send", full)
        with pytest.raises(QuotaError):
            watch(account)
    sent = [event.id for event in account.queue.sent]
    assert sent == ["issued-2-cn-hangzhou", "issued-3-cn-hangzhou"]
    watch(account)
    assert [event.id for event in account.queue.sent] == [*sent, "issued-1-cn-hangzhou"]


@pytest.mark.parametrize(
    "useless",
    [
        {"status": CertificateStatus.REVOKED},
        {"algorithm": KeyAlgorithm.SM2},
        {"has_private_key": False},
    ],
    ids=["revoked", "sm2", "no key"],
)
def test_a_successor_that_cannot_be_bound_silences_no_end(
    anchors: TrustAnchors, useless: dict[str, Any]
) -> None:
    account = Account(anchors=anchors)
    account.hold(certificate(1, days_left=40), replace(certificate(2, days_left=400), **useless))
    watch(account)
    account.clock.advance(timedelta(days=30))
    assert [e.stage for e in watch(account).events] == ["approaching"]


def test_an_end_is_news_again_when_its_successor_is_revoked(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    successor = certificate(2, days_left=400)
    account.hold(certificate(1, days_left=40), successor)
    watch(account)
    account.clock.advance(timedelta(days=30))
    assert watch(account).events == ()
    account.hold(replace(successor, status=CertificateStatus.REVOKED))
    approaching, revoked = watch(account).events
    assert (approaching.stage, approaching.certificate.number) == ("approaching", 1)
    assert (revoked.type, revoked.certificate) == (EventType.REVOKED, successor.id)
    assert watch(account).events == ()
