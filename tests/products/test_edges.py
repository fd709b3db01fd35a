"""DCDN and VOD as an account uses them: bound, verified, renewed, rolled back, left alone."""

from __future__ import annotations

import pytest

from certbind.bootstrap import connect_to_read
from certbind.domain.model.identity import CertificateId
from certbind.domain.situation.reading import Known
from certbind.requests import RollbackRequest
from certbind.usecases.account.scanned import Scanned, situation_of
from certbind.usecases.explain.place import place_of
from certbind.usecases.rotate.gather import Gather, certificates_of
from tests.products.account import Account

WWW = "www.shop.example"
OTHERS = ("dcdn", "vod")


@pytest.mark.parametrize("at", OTHERS)
def test_a_domain_is_bound_verified_renewed_and_rolled_back(account: Account, at: str) -> None:
    account.accelerate(at, WWW)
    account.watch()
    first = account.held(WWW)
    account.watch()
    told = account.told()
    assert "bound" in told
    assert told[-1] == "verified"
    assert account.stands(at, WWW) == first.identifier
    assert account.served(at, WWW) == {first.identifier}
    second = account.held(WWW, days=91)
    account.watch()
    assert account.told()[-1] == "verified"
    assert account.stands(at, WWW) == second.identifier
    meant = CertificateId.parse(second.identifier)
    account.rollback(RollbackRequest(certificate=meant, dry_run=False))
    assert account.told()[-1] == "verified"
    assert account.stands(at, WWW) == first.identifier
    assert account.refused() == []


@pytest.mark.parametrize("leads_to", ["cdn", "dcdn"])
def test_a_domain_of_two_edges_is_bound_where_dns_leads(account: Account, leads_to: str) -> None:
    for at in ("cdn", "dcdn"):
        account.accelerate(at, WWW, dns=at == leads_to)
    other = "dcdn" if leads_to == "cdn" else "cdn"
    account.watch()
    held = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert account.stands(leads_to, WWW) == held.identifier
    assert account.stands(other, WWW) == ""
    assert belongs(account) == {leads_to: "edge_first", other: "edge_behind"}
    words = {row.target: row.word for row in account.recheck().domains}
    assert words[f"{other.upper()} {WWW}"] == "cdn_in_front"
    assert words[f"{leads_to.upper()} {WWW}"] != "cdn_in_front"


def test_where_dns_leads_to_neither_the_one_furthest_out_counts(account: Account) -> None:
    for at in ("cdn", "dcdn"):
        account.accelerate(at, WWW, dns=False)
    account.held(WWW)
    words = {row.target: row.word for row in account.recheck().domains}
    assert words == {f"CDN {WWW}": "cdn_in_front", f"DCDN {WWW}": "turns_on"}


def belongs(account: Account) -> dict[str, str]:
    """What `explain` says of each target: why its certificate belongs there, or not."""
    sources, rules = connect_to_read(account.environment("recheck"), 60)
    gather = Gather(sources, rules, Known(certificates_of((), sources, rules)))
    scanned = Scanned.of(sources.targets.scan())
    places = [place_of(situation_of(gather, one, scanned)) for one in scanned.scan.targets]
    return {place.target.kind: place.belongs.value for place in places}


def test_products_that_nobody_uses_cost_one_call_an_instance(account: Account) -> None:
    account.map_domains()
    for _ in range(3):
        account.watch()
        account.held("cdn.shop.example")
        account.recheck()
        account.told()
    counts = account.cloud.kernel.calls.counts()
    roles = 2  # whose first keys ask: recheck's and certificate_event's, each an instance
    asked = {name: n for name, n in counts.items() if name.startswith(OTHERS)}
    assert set(asked) == {"dcdn.DescribeDcdnUserDomains", "vod.DescribeVodUserDomains"}
    assert all(number <= roles * 3 for number in asked.values())


def test_products_that_settings_leave_out_cost_nothing(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = account.environment
    monkeypatch.setattr(
        account,
        "environment",
        lambda function: {**plain(function), "CERTBIND_PRODUCTS": "oss,cdn"},
    )
    account.map_domains()
    account.accelerate("dcdn", WWW)
    account.watch()
    account.held("cdn.shop.example")
    account.recheck()
    account.told()
    asked = [name for name in account.cloud.kernel.calls.counts() if name.startswith(OTHERS)]
    assert asked == []


def test_an_account_that_denies_a_product_which_nobody_named_goes_on(account: Account) -> None:
    """After an upgrade the roles know nothing of the new product yet."""
    account.accelerate("cdn", WWW)
    account.accelerate("dcdn", "other.shop.example")
    account.scope = account.without("dcdn", "vod")
    account.grant_all()
    account.watch()
    held = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert account.stands("cdn", WWW) == held.identifier
    report = account.recheck()
    assert [row.domain for row in report.domains] == [WWW]
    assert report.unread == ()
