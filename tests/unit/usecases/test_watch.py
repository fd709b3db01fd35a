"""watch: what it announces, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.events import (
    CertificateEvent,
    EventType,
)
from certbind.usecases.watch_certificates import WatchCertificates, WatchReport
from tests.unit.usecases.account import (
    Account,
    certificate,
)


def watch(account: Account) -> WatchReport:
    return WatchCertificates(account.clock, account.inventory, account.queue, account.journal)()


def test_the_first_watch_takes_the_baseline_and_announces_nothing(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(*(certificate(n, f"d{n}.example") for n in range(1, 30)))
    report = watch(account)
    assert report.baseline
    assert account.queue.sent == []
    assert watch(account).events == ()


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
    events = {e.certificate.number: e for e in watch(account).events}
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
    account.clock.advance(timedelta(days=20))
    assert watch(account).events == ()


def test_a_watch_that_dies_before_its_snapshot_repeats_the_same_event(
    anchors: TrustAnchors,
) -> None:
    account = Account(anchors=anchors)
    watch(account)
    account.hold(certificate(1))
    account.journal.trouble.before("append", UnavailableError("x", service="oss", action="Put"))
    with pytest.raises(UnavailableError):
        watch(account)
    watch(account)
    first, second = account.queue.sent
    assert isinstance(first, CertificateEvent)
    assert first == second
