"""Where a domain stands: what stands there, what failed last and what visitors get are apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.cli.options import console
from certbind.cli.tables import show_status
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import (
    DomainState,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.events import step
from certbind.usecases.account.reports import (
    DomainHealth,
    DomainStatus,
    StatusReport,
    read_status,
)
from certbind.usecases.account.sweep import Sweep
from tests.fakes.clock import NOON
from tests.unit.usecases.account import WWW, Account, bound_to, certificate, with_binding

VERIFIED = Seen(SeenAs.VERIFIED)
STANDING = KnownBinding(bound_to(certificate(1)), None, NOON + timedelta(days=80))
ENDED = KnownBinding(bound_to(certificate(1)), None, NOON - timedelta(seconds=1))
PASSING = Trouble("throttled", None, retryable=True)
LASTING = Trouble("permission_denied", None, retryable=False, times=3)


def status(kind: EntryKind = EntryKind.VERIFIED, **state: object) -> DomainStatus:
    held = DomainState(standing=STANDING, seen=VERIFIED)
    parts = {name: getattr(held, name) for name in held.__dataclass_fields__} | state
    found = DomainState(**parts)
    return DomainStatus(Domain("www.shop.example"), found, NOON, "told", NOON, kind)


@pytest.mark.parametrize(
    ("one", "health"),
    [
        (status(), DomainHealth.WELL),
        (status(standing=ENDED), DomainHealth.OUTAGE),
        (status(seen=Seen(SeenAs.DEAD)), DomainHealth.OUTAGE),
        (status(seen=Seen(SeenAs.BROKEN)), DomainHealth.OUTAGE),
        (status(seen=Seen(SeenAs.PARTLY)), DomainHealth.PERSON),
        (status(trouble=LASTING), DomainHealth.PERSON),
        (status(EntryKind.REFUSED), DomainHealth.PERSON),
        (status(trouble=PASSING), DomainHealth.WAITS),
        (status(look=Look(Why.BOUND)), DomainHealth.WAITS),
        (status(standing=ENDED, trouble=LASTING), DomainHealth.OUTAGE),
    ],
)
def test_health_is_the_worst_of_what_is_known(one: DomainStatus, health: DomainHealth) -> None:
    assert one.health is health


def test_an_end_that_has_passed_is_told_beside_verified(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = status(standing=ENDED, ours=Ours(2, Purpose.AUTOMATIC))
    assert one.phase == "verified"
    assert one.to_json()["health"] == "outage"
    assert one.has_ended
    show_status(console(), StatusReport((one,)))
    assert "What is bound has ended." in capsys.readouterr().out


def test_a_renewal_that_was_refused_twice_is_no_verified_one(anchors: TrustAnchors) -> None:
    """The last failure is told with its word and its number, and what stands is another fact."""
    account = Account(with_binding(WWW, certificate(1, days_left=20)), anchors=anchors)
    account.hold(certificate(1, days_left=20), certificate(2))
    denied = PermissionDeniedError("no", service="oss", action="PutCname", subject=str(WWW))
    for attempt in range(2):
        account.targets.trouble.before("bind", denied)
        account.handle(step(WWW, "renewed-2", attempt))
        account.clock.advance(timedelta(hours=1))
    (one,) = read_status(account.journal, account.clock.now()).domains
    assert one.health is DomainHealth.PERSON
    assert one.last_failure == "permission_denied, 2 times"
    assert one.to_json()["certificate"] is None, "certbind itself has bound nothing there"


def test_who_only_looks_sends_nothing_and_writes_nothing(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, certificate(1, days_left=20)), anchors=anchors)
    account.hold(certificate(1, days_left=20), certificate(2))
    report = Sweep(account.sources, None, account.rules)()
    assert report.counts["missed_event"] == 1
    assert account.queue.sent == []
    assert account.journal.subjects("") == []
