"""A bind command for a bucket whose domain CDN accelerates."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import (
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    bind_command,
)
from certbind.usecases.outcome import Result
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
def test_an_intent_for_the_bucket_is_settled_by_the_bucket_though_cdn_is_in_front_now(
    anchors: TrustAnchors, took_effect: bool
) -> None:
    """The bucket tells how the intent ended; what stands at CDN says nothing of it."""
    account = account_with_old(anchors)
    account.targets.trouble.before("bind", LOST)
    account.handle(COMMAND)
    if took_effect:
        account.targets.rebind_by_hand(WWW, bound_to(NEW))
    account.targets.add(with_binding(IN_FRONT, OLD if took_effect else NEW))
    account.hold(NEWER)
    account.handle(bind_command(IN_FRONT, NEWER.id, cause="renewed-3"))
    told = [e.record.message for e in account.entries(WWW.domain)]
    settled = any(f"{WWW}: {NEW.id} is bound; found bound" in message for message in told)
    assert settled is took_effect
    assert account.binding(IN_FRONT).certificate_id == NEWER.id


def behind_cdn(anchors: TrustAnchors) -> Account:
    """CDN in front of the bucket; certbind has bound to CDN."""
    account = Account(with_binding(IN_FRONT, OLD), *unbound(WWW), anchors=anchors)
    account.hold(OLD, NEW)
    account.handle(bind_command(IN_FRONT, NEW.id, cause="renewed-2"))
    account.hold(NEWER)
    return account


def test_a_bucket_behind_cdn_is_left_alone_though_cdn_could_not_be_listed(
    anchors: TrustAnchors,
) -> None:
    account = behind_cdn(anchors)
    before = account.state(WWW.domain)
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "cdn_in_front")
    assert account.binding(WWW).is_empty
    after = account.state(WWW.domain)
    assert (after.target, after.current, after.previous) == (
        before.target,
        before.current,
        before.previous,
    )
    in_front = account.handle(bind_command(IN_FRONT, NEWER.id, cause="issued-3"))
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
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEWER.id
    assert account.state(WWW.domain).target == WWW


def test_a_domain_that_moved_to_its_bucket_begins_anew_and_forgets_no_cause(
    anchors: TrustAnchors,
) -> None:
    """What stood at CDN is no way back for the bucket."""
    account = behind_cdn(anchors)
    account.targets.remove(IN_FRONT)
    account.targets.rebind_by_hand(WWW, bound_to(NEWER))
    outcome = account.handle(bind_command(WWW, NEWER.id, cause="issued-3"))
    assert outcome.reason == "already_bound"
    state = account.state(WWW.domain)
    assert (state.target, state.current, state.previous) == (WWW, None, None)
    assert state.handled == ("renewed-2", "issued-3")
