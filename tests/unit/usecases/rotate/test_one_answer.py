"""Whoever asks about a domain at a moment gets the same decision, with the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certbind.domain.decide.decision import Decision
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource, BoundTarget, Target, TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.wishes.rollback import Rollback
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import sweep

NEW = certificate(2, days_left=90)


def held(anchors: TrustAnchors, policy: Policy | None = None) -> Account:
    """A renewal was bound, and put back by a person."""
    old, chain = chain_of(certificate(1, days_left=40))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, chain)
    account.hold(NEW)
    account.probe.serve(WWW.domain, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=NEW.id))
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(*account.connected)(asked)
    account.run_queue()
    account.rules = replace(account.rules, policy=policy or Policy())
    return account


def with_old(anchors: TrustAnchors, policy: Policy | None = None) -> Account:
    old, chain = chain_of(certificate(1, days_left=40))
    account = Account(with_binding(WWW, old), anchors=anchors, policy=policy)
    account.inventory.add(old, chain)
    account.hold(NEW)
    account.probe.serve(WWW.domain, chain)
    return account


def held_and_not_named(anchors: TrustAnchors) -> Account:
    return held(anchors, Policy(scope=()))


def not_named(anchors: TrustAnchors) -> Account:
    return with_old(anchors, Policy(scope=()))


def stopped(anchors: TrustAnchors) -> Account:
    account = with_old(anchors)
    bound = account.targets.read(WWW)
    account.targets.add(replace(bound, state=TargetState.OFFLINE))
    return account


def behind_cdn(anchors: TrustAnchors) -> Account:
    account = with_old(anchors)
    account.targets.add(with_binding(Target(ProductName("cdn"), WWW.domain), NEW))
    return account


def configuring(anchors: TrustAnchors) -> Account:
    account = with_old(anchors)
    bound = account.targets.read(WWW)
    account.targets.add(replace(bound, state=TargetState.CONFIGURING))
    return account


def pasted(anchors: TrustAnchors) -> Account:
    account = with_old(anchors)
    sha1 = account.inventory.certificate(certificate(1).id).sha1
    account.inventory.remove(certificate(1).id)
    account.targets.add(BoundTarget(WWW, Binding(BindingSource.UPLOAD, raw_id="9", sha1=sha1)))
    return account


def twin(anchors: TrustAnchors) -> Account:
    """Issued later for the same names, with the same end and another key."""
    account = with_old(anchors)
    account.inventory.remove(NEW.id)
    account.hold(certificate(2, days_left=40, issued_days_ago=0))
    return account


def useless(anchors: TrustAnchors) -> Account:
    """Nothing is bound, and the only one that fits is revoked."""
    account = with_old(anchors)
    account.inventory.remove(certificate(1).id)
    account.hold(replace(NEW, status=CertificateStatus.REVOKED))
    account.targets.add(BoundTarget(WWW, Binding(BindingSource.NONE)))
    return account


SITUATIONS: dict[str, tuple[Callable[[TrustAnchors], Account], str]] = {
    "held": (held, "held"),
    "held, and CERTBIND_BIND=none": (held_and_not_named, "held"),
    "CERTBIND_BIND=none": (not_named, "plan_only"),
    "stopped": (stopped, "target_offline"),
    "behind CDN": (behind_cdn, "cdn_in_front"),
    "being configured": (configuring, "target_busy"),
    "pasted": (pasted, "binding_not_restorable"),
    "a twin": (twin, "same_end"),
    "nothing usable": (useless, "no_certificate"),
}


def planned(account: Account) -> Decision:
    plan = PlanAccount(account.sources, account.rules)()
    (decision,) = (one for one in plan.decisions if one.target.same_place(WWW))
    return decision


def of_event(account: Account) -> tuple[str, str]:
    """What the record of an issued event tells of the domain."""
    details = account.handle(certificate_event(EventType.ISSUED, NEW.id)).details
    told = [(one["reason"], one["why"]) for one in details["keep"] if one["target"] == str(WWW)]
    for one in details["cannot"]:
        first = one["reasons"][0]
        told += [(first["reason"], first["why"])] * (one["target"] == str(WWW))
    assert details["bind"] == []
    return told[0]


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_entry_point_gives_one_answer(anchors: TrustAnchors, name: str) -> None:
    build, word = SITUATIONS[name]
    account = build(anchors)
    sweep(account)  # looks at visitors where only that can tell
    decision = planned(account)
    assert (decision.word, decision.act) == (word, None)
    if name != "nothing usable":  # there the event tells why its own certificate cannot be used
        assert of_event(account) == (word, decision.detail)
    entry = len(account.entries(WWW.domain))
    outcome = account.handle(step(WWW, "issued-2", entry, candidate=NEW.id))
    assert outcome.reason == word
    assert decision.detail.rstrip(".") in outcome.message
    report = next(one for one in sweep(account).domains if one.target == str(WWW))
    if name != "a twin":  # nothing is to be done, so the sweep has nothing to say
        assert any(decision.detail.rstrip(".") in told for _, told in report.findings)
    assert report.queued == ()
    assert account.targets.trouble.calls["bind"] == (2 if "held" in name else 0)
