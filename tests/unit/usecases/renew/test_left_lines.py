"""A record of ours whose line has no domain, and no message, any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.usecases.account.sweep import SUBJECT, Sweep
from tests.unit.usecases.account import WWW, unbound
from tests.unit.usecases.renew.renewing import OLD
from tests.unit.usecases.renew.test_told import hints
from tests.unit.usecases.renew.test_validating import Writing


@pytest.fixture
def account(anchors: TrustAnchors) -> Writing:
    """Written, then taken off by a hand, and the message that goes on with it is lost."""
    found = Writing(anchors)
    found.to_validation()
    found.looked(3)
    assert len(found.zones.values()) == 1
    found.targets.remove(WWW)
    found.targets.add(*unbound(WWW))
    found.queue._waiting.clear()
    found.orders.issue_now(OLD)
    found.clock.advance(timedelta(hours=6))
    return found


def swept(account: Writing, *, zones: tuple[()] | None = None) -> None:
    policy = replace(account.rules.policy, zones=zones)
    account.rules = replace(account.rules, policy=policy)
    Sweep(*account.connected)()


def test_a_sweep_brings_it_on_and_the_record_goes(account: Writing) -> None:
    swept(account)
    (hint,) = hints(account)
    account.handle(hint)
    account.work()
    assert account.zones.values() == []
    assert account.zones.removed == 1
    account.clock.advance(timedelta(hours=6))
    swept(account)
    assert hints(account) == [], "nothing is left"


def test_not_while_its_own_message_is_on_its_way(anchors: TrustAnchors) -> None:
    account = Writing(anchors)
    account.to_validation()
    account.looked(3)
    account.targets.remove(WWW)
    assert len(account.line().written) == 1
    before = [event.id for _, event in account.queue.waiting()]
    assert before
    swept(account)
    assert [event.id for _, event in account.queue.waiting()] == before


def test_nothing_is_asked_where_nobody_lets_certbind_write(account: Writing) -> None:
    swept(account, zones=())
    assert hints(account) == []


def test_a_ledger_that_lists_nothing_is_told_when_the_sweep_is_on_record(
    account: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lists_nothing(prefix: str) -> tuple[str, ...]:
        raise UnavailableError("no", service="oss", action="ListObjectsV2")

    monkeypatch.setattr(account.journal, "subjects", lists_nothing)
    with pytest.raises(UnavailableError):
        swept(account)
    newest = account.journal.newest(SUBJECT)
    assert isinstance(newest, Entry)
    assert newest.record.details["domains"] == 1
