"""What stood of a target's settings before a binding stands after it, or is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import CertbindError, PermissionDeniedError, UnknownProductError
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.settings import FakeSettings
from tests.fakes.values import bound_by_id, oss
from tests.unit.usecases.account import WWW, Account, certificate, unbound, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import sweep

SHOP = oss("shop.example.com", bound_by_id(1)).target
REDIRECT = '{"enable": "on", "https_rewrite": "301"}'
DENIED = PermissionDeniedError("no", service="cdn", action="DescribeCdnDomainConfigs")


def account_of(anchors: TrustAnchors, *targets: Target) -> tuple[Account, FakeSettings]:
    """Each has a certificate that ends soon; a better one is there, and served by all edges."""
    old, _ = chain_of(certificate(1, days_left=20))
    new, chain = chain_of(certificate(2))
    account = Account(*(with_binding(one, old) for one in targets), anchors=anchors)
    account.inventory.add(old, ())
    account.inventory.add(new, chain)
    account.settings = FakeSettings(account.targets)
    for target in targets:
        account.settings.set_by_hand(target, "https_force", REDIRECT)
        account.probe.serve(target.domain, chain)
    return account, account.settings


def rotate(account: Account, target: Target) -> None:
    account.handle(step(target, "renewed-2", 0, candidate=certificate(2).id))


def losses(account: Account) -> list[str]:
    return [
        detail
        for domain in sweep(account).domains
        for kind, detail in domain.findings
        if kind is SweepFinding.SETTINGS_LOST
    ]


def test_what_stands_as_before_costs_two_readings_and_no_word(anchors: TrustAnchors) -> None:
    account, settings = account_of(anchors, WWW)
    rotate(account, WWW)
    outcomes = account.run_queue()
    assert settings.trouble.calls["read"] == 2
    assert not any("Settings" in one.message for one in outcomes)
    assert losses(account) == []


def test_what_a_binding_changed_is_told_with_it_and_by_sweeps_for_a_week(
    anchors: TrustAnchors,
) -> None:
    account, settings = account_of(anchors, WWW)
    account.targets.trouble.act_after(
        "bind", lambda: settings.set_by_hand(WWW, "https_force", None)
    )
    rotate(account, WWW)
    first, *others = account.run_queue()
    told = "https_force: enable=on, https_rewrite=301 → not set"
    assert f"Settings are not as before the binding: {told}." in first.message
    assert not any("Settings" in one.message for one in others), "compared once"
    assert account.phase(WWW.domain) == "verified", "visitors get the certificate all the same"
    (said,) = losses(account)
    assert told in said
    account.clock.advance(timedelta(days=6))
    assert losses(account)
    account.clock.advance(timedelta(days=1))
    assert losses(account) == []


def test_a_first_binding_compares_nothing(anchors: TrustAnchors) -> None:
    """HTTPS was off: what the product sets with it was not there to be lost."""
    account, settings = account_of(anchors)
    for one in unbound(WWW):
        account.targets.add(one)
    rotate(account, WWW)
    account.run_queue()
    assert settings.trouble.calls["read"] == 0


@pytest.mark.parametrize("kind", [DENIED, UnknownProductError("no", service="x", action="y")])
def test_what_cannot_be_read_before_holds_nothing_back(
    anchors: TrustAnchors, kind: CertbindError
) -> None:
    """A role from before lacks the permission: doctor says so, and so does the record."""
    account, settings = account_of(anchors, WWW)
    settings.trouble.before("read", kind)
    rotate(account, WWW)
    account.run_queue()
    assert account.phase(WWW.domain) == "verified"
    assert settings.trouble.calls["read"] == 1
    intent = account.entries(WWW.domain)[0].record.message
    told = f"How it is served besides could not be read, and is not compared: {kind}"
    assert (told in intent) is (kind is DENIED)


def test_what_cannot_be_read_at_one_look_is_compared_at_the_next(anchors: TrustAnchors) -> None:
    account, settings = account_of(anchors, WWW)
    rotate(account, WWW)
    settings.set_by_hand(WWW, "https_force", None)
    settings.trouble.before("read", DENIED)
    account.run_queue()
    assert settings.trouble.calls["read"] == 3
    assert losses(account)


def test_domains_of_one_bucket_are_read_once_before_and_anew_after(anchors: TrustAnchors) -> None:
    account, settings = account_of(anchors, SHOP)
    sibling = replace(SHOP, domain=WWW.domain)
    around = account.sources.around
    seen = around._read(settings, SHOP, timedelta(seconds=30))
    assert around._read(settings, sibling, timedelta(seconds=30)) is seen
    account.clock.advance(timedelta(seconds=20))
    assert around._read(settings, SHOP, timedelta(seconds=20)) is not seen, "older than the bind"
    assert settings.trouble.calls["read"] == 2


def test_a_rollback_compares_too(anchors: TrustAnchors) -> None:
    account, settings = account_of(anchors, WWW)
    rotate(account, WWW)
    account.run_queue()
    account.targets.trouble.act_after(
        "bind", lambda: settings.set_by_hand(WWW, "https_force", None)
    )
    request = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="r-1")
    Rollback(*account.connected)(request)
    account.run_queue()
    assert losses(account)
