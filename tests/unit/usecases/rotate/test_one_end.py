"""Whoever comes first, and however often: a domain ends in the one right way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget, Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import EventType, certificate_event, step
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.rotate.test_one_answer import (
    NEW,
    behind_cdn,
    held,
    not_named,
    planned,
    stopped,
    with_old,
)
from tests.unit.usecases.sweeps import sweep


@pytest.mark.parametrize("first", [2, 3])
def test_two_that_both_fit_end_alike_in_either_order_of_their_events(
    anchors: TrustAnchors, first: int
) -> None:
    """The one that names the domain itself, and the wildcard that ends later."""
    account = with_old(anchors)
    both = {2: NEW, 3: certificate(3, "*.shop.example", days_left=200)}
    account.hold(*both.values())
    for number in (first, 5 - first):
        account.handle(certificate_event(EventType.ISSUED, both[number].id))
        account.run_queue()
        account.clock.advance(timedelta(minutes=1))
    assert account.binding(WWW).certificate_id == NEW.id


def test_alibaba_s_own_name_a_bucket_behind_cdn_and_a_stopped_target_are_never_bound(
    anchors: TrustAnchors,
) -> None:
    """Whatever message names them, and though a person sent it."""
    own = Target(
        ProductName("oss"), Domain("assets.oss-cn-hangzhou.aliyuncs.com"), "assets", "cn-hangzhou"
    )
    provider = Account(BoundTarget(own, Binding(BindingSource.NONE)), anchors=anchors)
    provider.hold(certificate(2, own.domain))
    told = {"provider_domain": (provider, own)}
    told |= {"target_offline": (stopped(anchors), WWW), "cdn_in_front": (behind_cdn(anchors), WWW)}
    for word, (account, target) in told.items():
        before = account.binding(target)
        for by_hand in (False, True):
            message = step(target, f"x-{by_hand}", 0, candidate=NEW.id, by_hand=by_hand)
            assert account.handle(message).reason == word
        assert account.binding(target) == before
        assert account.targets.trouble.calls["bind"] == 0


def test_what_was_only_planned_is_bound_when_it_is_named_again(anchors: TrustAnchors) -> None:
    """CERTBIND_BIND=none, an event, a message and a sweep; then `all`."""
    account = not_named(anchors)
    account.handle(certificate_event(EventType.ISSUED, NEW.id))
    account.handle(step(WWW, "issued-2", 0, candidate=NEW.id))
    sweep(account)
    account.rules = replace(account.rules, policy=Policy())
    assert planned(account).word == "lasts_longer"
    sweep(account)
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_pin_that_cas_lost_is_no_reason_for_silence(anchors: TrustAnchors) -> None:
    """It stood there, was deleted from CAS, and another one fits."""
    pinned, chain = chain_of(certificate(4, days_left=20))
    policy = Policy(pins=((WWW.domain, pinned.id),))
    account = Account(with_binding(WWW, pinned), anchors=anchors, policy=policy)
    account.hold(NEW)
    account.probe.serve(WWW.domain, chain)
    decision = planned(account)
    assert decision.bind is not None
    assert decision.detail == "4-cn-hangzhou, which is bound there, is in CAS no more"
    sweep(account)
    account.run_queue()
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_hold_is_over_for_nobody_by_the_id_of_an_event(anchors: TrustAnchors) -> None:
    account = held(anchors)
    for name in ("issued-2", "renewed-2", "hook-7"):
        entry = len(account.entries(WWW.domain))
        assert account.handle(step(WWW, name, entry, candidate=NEW.id)).reason == "held"
    assert account.binding(WWW).certificate_id == certificate(1).id
