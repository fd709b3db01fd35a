"""A step for a bucket whose domain CDN accelerates."""

from __future__ import annotations

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import (
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    step,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    Account,
    bound_to,
    unbound,
    with_binding,
)
from tests.unit.usecases.renewal import COMMAND, LOST, NEW, NEWER, OLD, account_with_old

IN_FRONT = Target(ProductName("cdn"), WWW.domain)


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_change_that_was_begun_at_the_bucket_says_nothing_of_cdn_in_front_now(
    anchors: TrustAnchors, took_effect: bool
) -> None:
    """What stands at CDN is no result of it, and what stands at the bucket no way back for CDN."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", LOST)
    account.handle(COMMAND)
    if took_effect:
        account.targets.rebind_by_hand(WWW, bound_to(NEW))
    at_cdn = OLD if took_effect else NEW
    account.targets.add(with_binding(IN_FRONT, at_cdn))
    account.hold(NEWER)
    account.handle(step(IN_FRONT, "renewed-3", 0, candidate=NEWER.id))
    assert account.kinds(WWW.domain) == [
        EntryKind.INTENT,
        EntryKind.DEFERRED,
        EntryKind.KEPT,
        EntryKind.INTENT,
        EntryKind.BOUND,
    ]
    assert account.entries(WWW.domain)[2].record.reason == "moved"
    assert account.binding(IN_FRONT).certificate_id == NEWER.id
    state = account.state(WWW.domain)
    assert (state.place, state.change) == (IN_FRONT, None)
    assert state.way_back is not None
    assert state.way_back.binding.certificate_id == at_cdn.id


def behind_cdn(anchors: TrustAnchors) -> Account:
    """CDN in front of the bucket; certbind has bound to CDN."""
    account = Account(with_binding(IN_FRONT, OLD), *unbound(WWW), anchors=anchors)
    account.hold(OLD, NEW)
    account.handle(step(IN_FRONT, "renewed-2", 0, candidate=NEW.id))
    account.run_queue()
    account.hold(NEWER)
    return account


def test_a_bucket_behind_cdn_is_left_alone_though_cdn_could_not_be_listed(
    anchors: TrustAnchors,
) -> None:
    account = behind_cdn(anchors)
    before = account.state(WWW.domain)
    outcome = account.handle(step(WWW, "issued-3", 0, candidate=NEWER.id))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "cdn_in_front")
    assert account.binding(WWW).is_empty
    after = account.state(WWW.domain)
    assert (after.place, after.standing, after.way_back) == (
        before.place,
        before.standing,
        before.way_back,
    )
    in_front = account.handle(step(IN_FRONT, "issued-3", 0, candidate=NEWER.id))
    assert in_front.result is Result.BOUND, "the event is not over for CDN"


@pytest.mark.parametrize("gone", [True, False])
def test_a_bucket_whose_cdn_domain_is_gone_or_stopped_is_bound(
    anchors: TrustAnchors, gone: bool
) -> None:
    account = behind_cdn(anchors)
    if gone:
        account.targets.remove(IN_FRONT)
    else:
        account.targets.add(BoundTarget(IN_FRONT, bound_to(NEW), state=TargetState.OFFLINE))
    outcome = account.handle(step(WWW, "issued-3", 0, candidate=NEWER.id))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEWER.id
    assert account.state(WWW.domain).place == WWW


def test_a_domain_that_moved_to_its_bucket_begins_anew(anchors: TrustAnchors) -> None:
    """What stood at CDN is no way back for the bucket."""
    account = behind_cdn(anchors)
    account.targets.remove(IN_FRONT)
    account.targets.rebind_by_hand(WWW, bound_to(NEWER))
    outcome = account.handle(step(WWW, "issued-3", 0, candidate=NEWER.id))
    assert outcome.reason == "already_bound"
    state = account.state(WWW.domain)
    assert (state.place, state.way_back, state.ours) == (WWW, None, None)
    assert state.standing is not None
    assert state.standing.binding.certificate_id == NEWER.id
    moved = account.entries(WWW.domain)[-2].record
    assert moved.reason == "moved"
    assert "belongs here now, not at CDN www.shop.example" in moved.message
