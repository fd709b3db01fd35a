"""What sweeps, plans and reports tell of quotas that certificates fill."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.hygiene.quotas import HeldEntry, Quota
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import UNBOUND, BoundTarget, Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.usecases.account.plan import PlanAccount, plan_details
from certbind.usecases.overview.read_account import ReadAccount
from certbind.views.report_json import certificates_json
from tests.fakes import FakeQuotas
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import sweep

ESA = ProductName("esa")
BARE = BoundTarget(Target(ESA, Domain("b.site.example")), UNBOUND)
DENIED = PermissionDeniedError("no", service="esa", action="GetCertificateQuota")


@pytest.fixture
def shop(anchors: TrustAnchors) -> Account:
    """One sound domain, and a record of ESA without a certificate where no place is left."""
    held, chain = chain_of(certificate(1))
    account = Account(with_binding(WWW, held), BARE, anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    entry = HeldEntry("e1", "c1", ("old.site.example",), added=account.clock.now())
    account.quotas.counted[ESA] = [Quota("ESA site site.example", 1, 1, (entry,), "site.example")]
    return account


def test_a_sweep_finds_it_and_it_is_news_once(shop: Account) -> None:
    report = sweep(shop)
    assert [one.quota.where for one in report.short] == ["ESA site site.example"]
    assert "ESA site site.example" in report.new
    assert report.to_json()["quotas"][0].startswith("quota_full: ESA site site.example has 1 of 1")
    assert "ESA site site.example" not in sweep(shop).new
    assert shop.quotas.asked == [{"oss", "esa"}] * 2


def test_a_plan_tells_it(shop: Account) -> None:
    found = PlanAccount(shop.sources, shop.rules)()
    assert [one.wanting for one in found.short] == [("b.site.example",)]
    assert plan_details(found)["quotas"][0].startswith("quota_full: ")


def test_what_could_not_be_read_is_told_and_is_no_room(shop: Account) -> None:
    shop.quotas.trouble.before("held", DENIED, times=3)
    assert any(part.startswith("quotas of certificates: ") for part in sweep(shop).unread)
    plan = PlanAccount(shop.sources, shop.rules)()
    assert [one.where for one in plan.unread] == ["quotas of certificates"]
    report = ReadAccount(shop.sources, shop.rules)()
    assert (report.quotas, report.unread[0].where) == ((), "quotas of certificates")


def test_one_domain_costs_no_question(shop: Account) -> None:
    ReadAccount(shop.sources, shop.rules)((WWW.domain,))
    assert shop.quotas.asked == []


def test_certificates_tell_what_cas_counts_as_well(shop: Account) -> None:
    """In time: a package that was drawn on three times a month has room for a month."""
    lately = [shop.clock.now() - timedelta(days=day) for day in (1, 20, 40, 60, 80)]
    orders = tuple(HeldEntry(str(at), "", (), added=at) for at in lately)
    packages = FakeQuotas(
        {ProductName("cas"): [Quota("CAS cn-hangzhou, package x,", 6, 5, orders)]}
    )
    report = ReadAccount(shop.sources, shop.rules, packages=packages)()
    told = {one["where"]: one for one in certificates_json(report)["quotas"]}
    package = told["CAS cn-hangzhou, package x"]
    assert (package["short"], package["a_month"]) == ("quota_soon", 1.7)
    assert list(told) == ["ESA site site.example", "CAS cn-hangzhou, package x"]
