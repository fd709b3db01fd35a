"""What goes wrong in the account of the guide to troubles, one thing after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from localcloud.acts.names import Names
from localcloud.authority.authorities import BACKUP, MAIN
from localcloud.contracts import INTERNATIONAL_SITE
from localcloud.edges import EdgeFault, EdgeFaultKind
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas.certificates import StoredCertificate
from tests.docs.accounts import CDN, NEW, OLD, SITE, STATIC, WWW
from tests.docs.walk import Walk

OF_THE_OTHER_SITE, WITHOUT_CROSS = 12345950, 12346001
SHOP = "shop.example.net"
BINDER = "certbind-certificate-event"


def a_bucket_may_not_be_listed(walk: Walk) -> None:
    """Its policy refuses the caller; the other parts of the account can be read."""
    said = "You have no right to access this object because of bucket acl."
    where = ("oss", "ListCname", "shop-assets")
    refused = FaultRule(
        FaultKind.ERROR, *where, None, status=403, code="AccessDenied", message=said
    )
    walk.cloud.kernel.faults.add(refused)


def a_certificate_at_the_other_site(walk: Walk) -> None:
    """The bucket may be listed again; what a domain needs lies where certbind does not look."""
    walk.cloud.kernel.faults.clear()
    walk.cloud.oss.world.map_domain("shop-assets", SHOP)
    _issue(walk, OF_THE_OTHER_SITE, SHOP, site=INTERNATIONAL_SITE)


def a_renewal_without_a_permission(walk: Walk) -> None:
    """Somebody took it off the role that binds; and one address of OSS takes a day to follow."""
    policy = walk.cloud.ram.policy("Custom", BINDER)
    less = policy.document.replace("cdn:SetCdnDomainSSLCertificate", "cdn:DescribeCdnService")
    versions = tuple(replace(one, document=less) for one in policy.versions)
    walk.cloud.ram.put_policy(replace(policy, versions=versions))
    walk.cloud.edges.lag(STATIC, walk.cloud.dns.resolve(STATIC)[1], 86_400)
    _issue(walk, NEW, STATIC, WWW, CDN)
    walk.advance("8m")


def an_hour_passes(walk: Walk) -> None:
    """At once, as nothing but the looks at the edges is under way."""
    for _ in range(2):
        walk.cloud.advance(timedelta(minutes=30))
        walk.settle()


def an_address_that_hangs_up(walk: Walk) -> None:
    """For visitors from here; it is not known how those elsewhere fare."""
    address = walk.cloud.dns.resolve(WWW)[0]
    walk.cloud.edges.add_fault(EdgeFault(EdgeFaultKind.RESET, WWW, address))


def a_name_that_is_gone(walk: Walk) -> None:
    """The address answers again; somebody deleted the name's records."""
    walk.cloud.edges.clear_faults()
    Names(walk.cloud).remove(WWW)


def an_unpaid_bill(walk: Walk) -> None:
    """The name is back; the account owes money."""
    Names(walk.cloud).restore(WWW)
    walk.cloud.standings.set_arrears(unpaid=True)


def a_clock_that_is_off(walk: Walk) -> None:
    """The bill is paid; this machine's clock is an hour ahead."""
    walk.cloud.standings.set_arrears(unpaid=False)
    ahead = walk.cloud.clock.offset + timedelta(hours=1)
    walk.exported["LOCALCLOUD_AHEAD_SECONDS"] = str(ahead.total_seconds())


def a_predecessor_that_was_deleted(walk: Walk) -> None:
    """The clock is right; somebody tidied CAS up."""
    del walk.exported["LOCALCLOUD_AHEAD_SECONDS"]
    walk.cloud.cas.delete(f"{OLD}-{SITE}")


def a_chain_without_its_cross_signed_root(walk: Walk) -> None:
    """Of a CA whose own root this machine's list does not have yet."""
    roots = walk.folder / "roots.pem"
    roots.write_text(walk.cloud.authorities.root_pem(MAIN), "utf-8")
    walk.exported["CA_BUNDLE"] = str(roots)
    _issue(walk, WITHOUT_CROSS, WWW, ca=BACKUP)


def the_roots_of_a_device(walk: Walk) -> None:
    """Somebody sends the list of a device that the site's root never reached."""
    device = walk.checkout / "device-roots.pem"
    device.write_text(walk.cloud.authorities.root_pem(BACKUP), "utf-8")


def _issue(
    walk: Walk, number: int, *names: str, site: str = SITE, ca: str = MAIN
) -> StoredCertificate:
    """CAS holds the certificate under the number that the guide names."""
    cloud = walk.cloud
    cloud.cas._counters["certificate"] = {"next": number}
    made = cloud.authorities.issue(names, ca=ca)
    return cloud.cas.add_issued(made.chain_pem, made.key_pem, site=site, name=f"c{number}")


TROUBLES: Mapping[str, Callable[[Walk], None]] = {
    "a bucket may not be listed": a_bucket_may_not_be_listed,
    "a certificate at the other site": a_certificate_at_the_other_site,
    "a renewal without a permission": a_renewal_without_a_permission,
    "an hour passes": an_hour_passes,
    "an address that hangs up": an_address_that_hangs_up,
    "a name that is gone": a_name_that_is_gone,
    "an unpaid bill": an_unpaid_bill,
    "a clock that is off": a_clock_that_is_off,
    "a predecessor that was deleted": a_predecessor_that_was_deleted,
    "a chain without its cross-signed root": a_chain_without_its_cross_signed_root,
    "the roots of a device": the_roots_of_a_device,
}
