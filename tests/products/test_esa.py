"""ESA as an account uses it: one target a certificate, with all the names that it serves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.hygiene.quotas import Shortage
from certbind.domain.model.identity import CertificateId
from certbind.requests import RollbackRequest
from certbind.wiring.uses import permissions_of
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.esa.zones import Site
from tests.products.account import Account
from tests.setup.commands import run

ZONE = "shop.example"
API, WWW = f"api.{ZONE}", f"www.{ZONE}"


def site(account: Account, *names: str, zone: str = ZONE, **more: object) -> Site:
    """With records whose DNS leads to ESA."""
    model, dns = account.cloud.esa, account.cloud.dns
    made = model.add_site(zone, **more)  # type: ignore[arg-type]
    for name in names:
        record = model.add_record(made, name)
        cname = model.record_cname(record)
        if cname:
            dns.set_cname(name, cname)
        else:
            dns.set_a(name, *account.cloud.edges.addresses("esa"))
    return made


def served(account: Account, name: str) -> set[str]:
    return {row.identifier for row in account.cloud.edges.serving(name) if row.site == "esa"}


def test_a_certificate_of_two_names_is_one_target_and_stays_in_its_entry(account: Account) -> None:
    made = site(account, API, WWW)
    account.watch()
    first = account.held(API, WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    (entry,) = account.cloud.esa.entries(made.number)
    assert served(account, API) == served(account, WWW) == {first.identifier}
    second = account.held(API, WWW, days=91)
    account.watch()
    told = account.told()
    assert (told.count("bound"), told[-1]) == (1, "verified")
    (renewed,) = account.cloud.esa.entries(made.number)
    assert (renewed.id, renewed.held.identifier) == (entry.id, second.identifier)
    assert [row.domain for row in account.recheck().domains] == [API]
    meant = CertificateId.parse(second.identifier)
    account.rollback(RollbackRequest(certificate=meant, dry_run=False))
    assert account.told()[-1] == "verified"
    assert served(account, API) == served(account, WWW) == {first.identifier}
    assert account.refused() == []


def test_a_certificate_that_covers_not_all_of_them_is_refused(account: Account) -> None:
    made = site(account, API, WWW)
    held = account.held(API, WWW)
    account.cloud.esa.put(made, "cas", held, None)
    account.watch()
    account.held(API, days=91)
    account.watch()
    assert "bound" not in account.told()
    assert served(account, API) == {held.identifier}


def test_it_is_verified_only_when_every_name_shows_it(account: Account) -> None:
    """The last address of the second name lags."""
    site(account, API, WWW)
    account.watch()
    account.cloud.edges.lag(WWW, account.cloud.edges.addresses("esa")[-1], 5)
    account.held(API, WWW)
    account.watch()
    told = account.told()
    assert told.index("pending") < told.index("verified")
    assert told[-1] == "verified"


def test_a_zone_that_esa_holds_itself_shows_no_cname_and_is_verified(account: Account) -> None:
    site(account, WWW, access="NS")
    account.watch()
    held = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert served(account, WWW) == {held.identifier}


def test_a_record_that_is_not_proxied_is_none_of_esa_s(account: Account) -> None:
    made = site(account, WWW)
    account.cloud.esa.add_record(made, API, proxied=False)
    assert [row.domain for row in account.recheck().domains] == [WWW]


def test_of_two_sites_that_hold_a_name_the_inner_zone_is_bound(account: Account) -> None:
    outer = site(account, WWW)
    inner = site(account, WWW, zone=WWW)
    account.watch()
    held = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    entries = account.cloud.esa.entries
    assert [one.held.identifier for one in entries(inner.number)] == [held.identifier]
    assert entries(outer.number) == ()


def test_a_full_quota_is_told_with_what_to_do_and_nothing_is_changed(account: Account) -> None:
    """Expired ones count."""
    made = site(account, WWW, quota=1)
    over = account.issue("old.shop.example", defects=("expired",))
    account.cloud.esa.put(made, "cas", over, None)
    account.watch()
    account.held(WWW)
    account.watch()
    told = "\n".join(account.pump_all())
    assert "has 1 of 1 custom certificates" in told
    assert "expired ones count" in told
    assert len(account.cloud.esa.entries(made.number)) == 1


@pytest.mark.parametrize("status", ["offline", "pending", "moved"])
def test_a_site_that_is_not_active_is_left_alone(account: Account, status: str) -> None:
    made = site(account, WWW)
    account.cloud.esa.change_site(made, status=status)
    account.held(WWW)
    (row,) = account.recheck().domains
    assert row.word == "target_offline"


def test_esa_is_met_before_dcdn_where_dns_does_not_tell(account: Account) -> None:
    site(account, WWW)
    account.accelerate("dcdn", WWW, dns=False)
    account.cloud.dns.set_a(WWW, "127.0.0.9")
    words = {row.target: row.word for row in account.recheck().domains}
    assert words[f"DCDN {WWW}"] == "cdn_in_front"
    assert words[f"ESA {WWW}"] != "cdn_in_front"


def test_another_hand_between_plan_and_write_changes_nothing(account: Account) -> None:
    made = site(account, WWW)
    account.watch()
    account.held(WWW)
    account.watch()
    account.told()
    theirs = account.held(WWW, days=200)
    (entry,) = account.cloud.esa.entries(made.number)
    account.cloud.esa.put(made, "cas", theirs, entry)
    account.cloud.advance(timedelta(seconds=5))
    account.recheck()
    account.told()
    assert served(account, WWW) == {theirs.identifier}


def filled(account: Account) -> tuple[Site, StoredCertificate]:
    """Two of two places are taken, one of them by what serves nobody; api has no certificate."""
    made = site(account, API, WWW)
    idle = account.held(f"old.{ZONE}")
    for held in (account.held(WWW), idle):
        account.cloud.esa.put(made, "cas", held, None)
    account.held(API)
    return made, idle


def test_a_full_quota_is_told_before_anything_is_bound_and_found_by_recheck(
    account: Account,
) -> None:
    filled(account)
    report = account.recheck()
    (short,) = report.short
    assert (short.short, short.wanting) == (Shortage.FULL, (API,))
    assert f"ESA site {ZONE}" in report.new
    assert not report.is_clean
    assert account.recheck().new == (), "it is news once"
    assert account.refused() == []
    account.grant(
        "recheck", tuple(p for p in permissions_of("recheck") if "Quota" not in p.action)
    )
    assert any("esa:GetCertificateQuota" in part for part in account.recheck().unread)


def test_plan_and_certificates_tell_it_and_prune_names_what_serves_nobody(
    account: Account,
) -> None:
    made, idle = filled(account)
    ledger = {"CERTBIND_LEDGER_BUCKET": account.scope.ledger_bucket}
    planned = run(account.cloud, "plan", **ledger)
    assert (planned.code, "quota_full: ESA site" in planned.out) == (1, True)
    (told, *_) = run(account.cloud, "certificates", "--json", **ledger).json["quotas"]
    assert (told["used"], told["most"], told["wanting"]) == (2, 2, [API])
    (named,) = run(account.cloud, "prune", "--json", **ledger).json["idle"]
    (entry,) = (e for e in account.cloud.esa.entries(made.number) if e.held == idle)
    assert named["deleted_by"] == (
        f"aliyun esa DeleteCertificate --SiteId {made.number} --Id {entry.id}"
    )
    assert len(account.cloud.esa.entries(made.number)) == 2, "nothing is deleted there"
