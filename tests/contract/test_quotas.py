"""What certificates fill, as ESA and CAS of the local cloud count it."""

from __future__ import annotations

from datetime import timedelta

from certbind.adapters.calls.product import Account
from certbind.adapters.calls.rpc.api import unlisted_request
from certbind.adapters.cas.packages import CasPackages
from certbind.adapters.esa.product import PRODUCT
from certbind.domain.hygiene.quotas import Quota
from localcloud.services.cas.applying.packages import Package
from tests.contract.wired import Wired, issue

GEOTRUST = "geotrust-dv-1-starter"


def test_a_site_tells_its_places_with_what_takes_them(wired: Wired) -> None:
    esa = wired.cloud.esa
    site = esa.add_site("shop.example", quota=3)
    stored = wired.cloud.cas.get(str(issue(wired.cloud, "www.shop.example")))
    assert stored is not None
    made = esa.put(site, "cas", stored, None)
    esa.put(site, "free", stored, None)
    assert PRODUCT.quotas is not None
    (quota,) = PRODUCT.quotas(Account(wired.settings, wired.retry))()
    (entry,) = quota.entries
    assert (quota.where, quota.most, quota.used) == ("ESA site shop.example", 3, 1)
    assert (quota.zone, entry.id, str(entry.certificate)) == (
        "shop.example",
        made.id,
        stored.identifier,
    )
    assert entry.names == ("www.shop.example",)
    assert entry.sha256 == stored.facts.sha256.lower()
    now = wired.clock.now()
    assert entry.added is not None
    assert entry.ends is not None
    assert now - timedelta(minutes=1) < entry.added <= now < entry.ends


def test_a_package_tells_what_is_left_with_the_orders_that_drew_on_it(wired: Wired) -> None:
    cas = wired.cloud.cas
    packages = CasPackages(wired._sites, wired.retry)
    assert packages.held() == ()
    cas.packages.set(Package(GEOTRUST, 3))
    api = wired._sites["cn-hangzhou"]
    api.call(
        unlisted_request("cas", "2020-04-07", "CreateCertificateForPackageRequest"),
        {"ProductCode": GEOTRUST, "Domain": "www.shop.example", "ValidateType": "DNS"},
    )
    (quota,) = packages.held()
    assert (quota.most, quota.used) == (3, 1)
    (entry,) = quota.entries
    assert entry.added is not None
    assert packages.held(()) == ()
    assert quota == Quota(f"CAS cn-hangzhou, package {GEOTRUST},", 3, 1, (entry,))
