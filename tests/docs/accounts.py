"""What stands in the accounts that the guides speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from localcloud.services.cdn.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.world import LocalCloud

SITE = "cn-hangzhou"
OLD, NEW = 12345678, 12345901
STATIC, WWW, CDN = (f"{name}.example.com" for name in ("static", "www", "cdn"))


def issue(
    cloud: LocalCloud, number: int, *names: str, days: int = 90, defects: tuple[str, ...] = ()
) -> StoredCertificate:
    """CAS issues the certificate with this number."""
    cloud.cas._counters["certificate"] = {"next": number}
    made = cloud.authorities.issue(names, days=days, defects=defects)
    return cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=names[0])


def a_shop(cloud: LocalCloud) -> None:
    """Two custom domains and a CDN domain; one certificate ends soon, its successor waits."""
    world = cloud.oss.world
    world.create_bucket("shop-assets", SITE)
    world.map_domain("shop-assets", STATIC)
    world.map_domain("shop-assets", WWW)
    cloud.cdn.model.add_domain(CDN, [Origin("oss", "shop-assets.oss-cn-hangzhou.aliyuncs.com")])
    old = issue(cloud, OLD, STATIC, days=12)
    world.bind("shop-assets", STATIC, old.identifier)
    issue(cloud, NEW, STATIC, WWW, CDN)


WORLDS: Mapping[str, Callable[[LocalCloud], None]] = {"a shop": a_shop}
