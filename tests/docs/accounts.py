"""What stands and what happens in the accounts that the guides speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments
from localcloud.contracts import INTERNATIONAL_SITE
from localcloud.services.accelerated.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.deploying.jobs import Manner
from localcloud.world import LocalCloud
from tests.docs.guides import ROOT
from tests.docs.mail import a_ca_has_sent_files
from tests.docs.walk import Walk

SITE, ELSEWHERE = "cn-hangzhou", "cn-shanghai"
OLD, NEW = 12345678, 12345901
STATIC, WWW, CDN, LIVE = (f"{name}.example.com" for name in ("static", "www", "cdn", "live"))
ASSETS = [Origin("oss", "shop-assets.oss-cn-hangzhou.aliyuncs.com")]


def issue(cloud: LocalCloud, number: int, *names: str, days: int = 90) -> StoredCertificate:
    """CAS issues the certificate with this number, so that it is the one that a guide names."""
    cloud.cas._counters["certificate"] = {"next": number}
    made = cloud.authorities.issue(names, days=days)
    return cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=f"c{number}")


def a_shop(walk: Walk) -> None:
    """Two custom domains and a CDN domain; one certificate ends soon, its successor waits."""
    world = walk.cloud.oss.world
    _map(walk.cloud, "shop-assets", SITE, STATIC, WWW)
    walk.cloud.cdn.model.add_domain(CDN, ASSETS)
    world.bind("shop-assets", STATIC, issue(walk.cloud, OLD, STATIC, days=12).identifier)
    issue(walk.cloud, NEW, STATIC, WWW, CDN)


def a_ram_user(walk: Walk) -> None:
    """It may do what step 1 of the first guide asks for, and no more."""
    walk.act_as(_policies("setup", "operator"))


def a_ram_user_for_every_day(walk: Walk) -> None:
    """What only `setup` needs was taken away from it."""
    walk.act_as(_policies("operator"))
    walk.exported |= walk.key  # the same user: a role's key changes with what it may


def a_ram_user_for_the_end(walk: Walk) -> None:
    """And was given back."""
    a_ram_user(walk)
    walk.exported |= walk.key


def a_deployed_shop(walk: Walk) -> None:
    """One certificate on all three domains, and certbind deployed as the first guide does it."""
    _map(walk.cloud, "shop-assets", SITE, STATIC, WWW)
    walk.cloud.cdn.model.add_domain(CDN, ASSETS)
    old = issue(walk.cloud, OLD, STATIC, WWW, CDN, days=20).identifier
    for domain in (STATIC, WWW):
        walk.cloud.oss.world.bind("shop-assets", domain, old)
    walk.cloud.cdn.model.bind(CDN, old)
    a_deployment(walk)


def a_shop_that_is_set_up(walk: Walk) -> None:
    """One custom domain, queues and ledger; no function runs, so a person does what is done."""
    _map(walk.cloud, "shop-assets", SITE, WWW)
    ended = walk.run("certbind setup --yes")
    assert ended.code == 0, ended.out
    walk.cloud.cas._counters["certificate"] = {"next": NEW}
    a_ca_has_sent_files(walk)


def a_shop_that_is_served(walk: Walk) -> None:
    """A domain at CDN and one of a bucket, with one certificate; another CA's waits for the first.
    No function runs, so a person does what is done.
    """
    cloud = walk.cloud
    _map(cloud, "shop-assets", SITE, STATIC)
    cloud.cdn.model.add_domain(WWW, [Origin("domain", "origin.example.net", 443)])
    cloud.cdn.model.configuring_seconds = 0
    old = issue(cloud, OLD, STATIC, WWW).identifier
    cloud.oss.world.bind("shop-assets", STATIC, old)
    cloud.cdn.model.bind(WWW, old)
    cloud.cas._counters["certificate"] = {"next": NEW}
    made = cloud.authorities.issue((WWW,), days=60, ca="backup")
    cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name="backup")
    ended = walk.run("certbind setup --yes")
    assert ended.code == 0, ended.out


def a_shop_with_a_live_domain(walk: Walk) -> None:
    """A certificate at Live, which takes only PEM and key, ends soon; its successor is in CAS."""
    cloud = walk.cloud
    old = issue(cloud, OLD, LIVE, days=12).identifier
    Deployments(cloud, Certificates(cloud)).put("LIVE", LIVE, old)
    issue(cloud, NEW, "*.example.com")
    cloud.cas.deploying.jobs.manner = Manner(schedule_seconds=0, deploy_seconds=0)
    ended = walk.run("certbind setup --yes")
    assert ended.code == 0, ended.out


def a_deployment(walk: Walk) -> None:
    """Queues, ledger, roles and functions; `watch` has seen what there was."""
    for command in ("certbind setup --yes", "s deploy"):
        ended = walk.run(command)
        assert ended.code == 0, ended.out
    walk.advance("6m")


def a_renewal(walk: Walk) -> None:
    """Its event is sent, the three domains are bound, and their visitors seen to get it."""
    issue(walk.cloud, NEW, STATIC, WWW, CDN)
    walk.advance("9m")


def a_shop_near_its_end(walk: Walk) -> None:
    """A certificate of a V2.0 instance has 15 of its 90 days left, and certbind is deployed."""
    cloud = walk.cloud
    _map(cloud, "shop-assets", SITE, STATIC)
    cloud.cas._counters["certificate"] = {"next": OLD}
    begun = cloud.clock.now().replace(microsecond=0) - timedelta(days=75)
    made = cloud.authorities.issue((STATIC,), days=90, not_before=begun)
    old = cloud.cas.add_issued(
        made.chain_pem,
        made.key_pem,
        site=SITE,
        name="static",
        instance_id="cas-ivauto-2f7c1d",
    )
    cloud.oss.world.bind("shop-assets", STATIC, old.identifier)
    a_deployment(walk)


def the_zone_is_in_alidns(walk: Walk) -> None:
    """And its registrar names Alidns's servers."""
    walk.cloud.alidns.add_zone("example.com")


def the_old_one_is_revoked(walk: Walk) -> None:
    """By its CA."""
    walk.cloud.cas.revoke(f"{OLD}-{SITE}")


def another_account(walk: Walk) -> None:
    """The one before is out of sight; this one has one domain."""
    walk.change_account()
    _map(walk.cloud, "shop-assets", SITE, STATIC)
    _map(walk.cloud, "shop-media", ELSEWHERE)
    issue(walk.cloud, NEW, STATIC)


def buckets_elsewhere(walk: Walk) -> None:
    """A bucket in a second region, with a domain of its own."""
    walk.cloud.oss.world.map_domain("shop-media", "media.example.com")
    issue(walk.cloud, NEW + 1, "media.example.com")


def a_hundred_domains(walk: Walk) -> None:
    """On OSS and CDN, with all that grew in ten years."""
    cloud = walk.cloud
    old = issue(cloud, OLD, "example.com", "*.example.com", days=25).identifier
    _map(cloud, "shop-assets", SITE, STATIC, WWW, CDN, "a.deep.example.com", "shop.example.net")
    cloud.oss.world.bind("shop-assets", STATIC, old)
    for shard in range(2):
        names = [f"site-{shard}{number:02}.example.com" for number in range(25)]
        _map(cloud, f"shop-sites-{shard}", SITE, *names)
        for name in names:
            cloud.oss.world.bind(f"shop-sites-{shard}", name, old)
    for number in range(40):
        cloud.cdn.model.add_domain(f"img-{number:02}.example.com", ASSETS)
    for domain in (CDN, "gift.example.com", "legacy.example.com"):
        cloud.cdn.model.add_domain(domain, ASSETS)
    _bind_cdn(cloud, "gift.example.com", "free")
    _bind_cdn(cloud, "legacy.example.com", "upload")
    issue(cloud, NEW, "example.com", "*.example.com")


def _policies(*names: str) -> list[str]:
    """Files of deploy/policies, which the guide names."""
    files = [ROOT / "deploy" / "policies" / f"{name}.json" for name in names]
    return [file.read_text("utf-8") for file in files]


def _map(cloud: LocalCloud, bucket: str, region: str, *domains: str) -> None:
    world = cloud.oss.world
    world.create_bucket(bucket, region)
    for domain in domains:
        world.map_domain(bucket, domain)


def _bind_cdn(cloud: LocalCloud, domain: str, kind: str) -> None:
    """What a person put there in CDN's console: no certificate of the site that is read."""
    made = cloud.authorities.issue((domain,), days=60)
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=INTERNATIONAL_SITE, name=domain)
    model = cloud.cdn.model
    found = model.get(domain)
    assert found is not None
    bound = found.rebound(model.binding(kind, held.number, held.site, held.name))
    model.keep(bound, publish=True)


WORLDS: Mapping[str, Callable[[Walk], None]] = {
    "a shop": a_shop,
    "a RAM user": a_ram_user,
    "a RAM user for every day": a_ram_user_for_every_day,
    "a RAM user for the end": a_ram_user_for_the_end,
    "a deployed shop": a_deployed_shop,
    "a renewal": a_renewal,
    "a shop near its end": a_shop_near_its_end,
    "the zone is in Alibaba Cloud DNS": the_zone_is_in_alidns,
    "the old one is revoked": the_old_one_is_revoked,
    "another account": another_account,
    "buckets elsewhere": buckets_elsewhere,
    "a hundred domains": a_hundred_domains,
    "a deployment": a_deployment,
    "a shop that is set up": a_shop_that_is_set_up,
    "a shop with a live domain": a_shop_with_a_live_domain,
    "a shop that is served": a_shop_that_is_served,
}
