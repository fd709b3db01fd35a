"""What other resolvers and other networks' clients are led to, asked of the local cloud."""

from __future__ import annotations

import json
from ipaddress import ip_network

import pytest
from click.testing import CliRunner, Result

from certbind.adapters.edge.dns_resolver import DnsResolver
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import only_elsewhere
from certbind.adapters.edge.views import MOST_VIEWS, look_at, views_of
from certbind.cli.main import main
from certbind.config import DnsServer, ProbeSettings
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain, Sha256
from certbind.domain.trust.observation import Attempt, Family, Observation, Resolution
from certbind.domain.trust.verdict import Expectation, Outcome, judge
from certbind.wiring import visitors
from localcloud.dns import DnsFaultKind
from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud
from tests.contract.wired import Wired

DOMAIN = Domain("www.example.com")
EDGE = f"{DOMAIN}.w.kunlunsl.com"
SOUTH, NORTH = "203.0.113.0/24", "198.51.100.0/24"
ONE, TWO, THREE = "127.32.0.1", "127.32.0.2", "127.32.0.3"


def server_of(cloud: LocalCloud) -> DnsServer:
    return DnsServer("127.0.0.1", cloud.dns.port)


def resolver(cloud: LocalCloud, subnet: str = SOUTH) -> DnsResolver:
    return DnsResolver(server_of(cloud), 3, ip_network(subnet))


def test_each_subnet_is_told_its_own_and_nothing_is_kept_between(cloud: LocalCloud) -> None:
    """As often as one asks, and in turns: what is kept by name alone would mix them up."""
    cloud.dns.set_cname(DOMAIN, EDGE)
    cloud.dns.subnets.set(EDGE, SOUTH, [TWO])
    cloud.dns.subnets.set(EDGE, NORTH, [THREE, "::1"])
    for _ in range(2):
        assert resolver(cloud).resolve(DOMAIN) == Lookup(
            Resolution.RESOLVED, (TWO,), (EDGE,), by_subnet=True
        )
        assert set(resolver(cloud, NORTH).resolve(DOMAIN).addresses) == {THREE, "::1"}
        plain = DnsResolver(server_of(cloud), 3).resolve(DOMAIN)
        assert set(plain.addresses) == {ONE, TWO, THREE}
        assert not plain.by_subnet


@pytest.mark.parametrize("kind", [DnsFaultKind.FORMERR, DnsFaultKind.NO_SUBNET])
def test_a_server_that_knows_no_subnets_tells_what_it_tells_anybody(
    cloud: LocalCloud, kind: DnsFaultKind
) -> None:
    cloud.dns.set_a(DOMAIN, ONE)
    cloud.dns.subnets.set(DOMAIN, SOUTH, [TWO])
    cloud.dns.set_fault(DOMAIN, kind)
    assert resolver(cloud).resolve(DOMAIN) == Lookup(Resolution.RESOLVED, (ONE,))


def test_a_server_that_fails_is_not_asked_again_without_edns(cloud: LocalCloud) -> None:
    """Its failure has another cause, and half an answer stays half."""
    cloud.dns.set_a(DOMAIN, ONE, "::1")
    cloud.dns.set_fault(DOMAIN, DnsFaultKind.SERVFAIL, 1, record="A")
    assert resolver(cloud).resolve(DOMAIN) == Lookup(
        Resolution.RESOLVED, ("::1",), unanswered=(Family.IPV4,)
    )
    cloud.dns.set_fault(DOMAIN, DnsFaultKind.SERVFAIL)
    assert resolver(cloud).resolve(DOMAIN) == Lookup(Resolution.TEMPORARY)


def test_views_are_capped_and_each_says_whose_it_is(cloud: LocalCloud) -> None:
    cloud.dns.set_a(DOMAIN, ONE)
    own = server_of(cloud)
    subnets = [ip_network(f"203.0.{n}.0/24") for n in range(20)]
    many = views_of(None, [own] * 3, subnets)
    assert len(many) == MOST_VIEWS
    asked = views_of(own, [own], subnets[:1])
    views = look_at(asked, DOMAIN)
    name = f"127.0.0.1:{own.port}"
    assert [(v.resolver, v.subnet, v.addresses) for v in views] == [
        (name, "", (ONE,)),
        (name, "203.0.0.0/24", (ONE,)),
        (name, "203.0.0.0/24", (ONE,)),
    ]
    assert only_elsewhere(views, [TWO]) == [ONE]
    assert only_elsewhere(views, [ONE]) == []
    assert [one[0] for one in views_of(None, [DnsServer("2001:db8::1")], subnets[:1])] == [
        "[2001:db8::1]",
        "the system's resolver",
        "[2001:db8::1]",
    ]


def serve(cloud: LocalCloud) -> LeafIdentity:
    """A domain whose own resolver tells one address; others are told of two more."""
    made = cloud.authorities.issue([DOMAIN])
    cloud.cdn.model.add_domain(DOMAIN, [Origin("ipaddr", "192.0.2.9")])
    stored = cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site="cn-hangzhou", name=made.serial
    )
    cloud.cdn.model.bind(DOMAIN, stored.identifier)
    cloud.dns.set_a(DOMAIN, ONE)
    cloud.dns.subnets.set(DOMAIN, SOUTH, [ONE, TWO])
    cloud.dns.subnets.set(DOMAIN, NORTH, ["127.31.1.1"])
    return LeafIdentity(Sha256(made.sha256), None)


def observe(cloud: LocalCloud) -> tuple[Observation, ProbeSettings]:
    env = {**cloud.env(), "CERTBIND_CRL": "never", "CERTBIND_CLIENT_SUBNETS": f"{SOUTH},{NORTH}"}
    settings = ProbeSettings.from_env(env)
    return visitors.probe(settings).observe(DOMAIN), settings


def test_what_others_see_is_told_and_changes_no_outcome(wired: Wired) -> None:
    """In the north clients are led to an edge that has not got the domain."""
    leaf = serve(wired.cloud)
    seen, settings = observe(wired.cloud)
    assert [one.address for one in seen.addresses] == [ONE]
    assert [one.address for one in seen.elsewhere] == ["127.31.1.1", TWO]
    anchors = visitors.trust_anchors(settings)
    verdict = judge(seen, Expectation(DOMAIN, leaf), anchors, wired.clock.now())
    assert verdict.outcome is Outcome.ALL_NEW
    assert verdict.headline is None
    assert [(one.address, one.is_sound) for one in verdict.elsewhere] == [
        ("127.31.1.1", False),
        (TWO, True),
    ]


def verify(cloud: LocalCloud, *more: str) -> Result:
    env = {
        **cloud.env(),
        "CERTBIND_CRL": "never",
        "CERTBIND_CLIENT_SUBNETS": f"{SOUTH},{NORTH}",
    }
    return CliRunner().invoke(main, ["verify", DOMAIN, *more], env=env)


def test_verify_tells_it_resolver_by_resolver(wired: Wired) -> None:
    leaf = serve(wired.cloud)
    told = verify(wired.cloud, "--sha256", str(leaf.sha256))
    assert told.exit_code == 0
    who = f"by 127.0.0.1:{wired.cloud.dns.port} for"
    assert f"{who} {SOUTH}: 2 addresses\n" in told.stdout
    assert f"{who} {NORTH}: 1 address; 127.31.1.1 serves the o" in told.stdout
    (document,) = json.loads(verify(wired.cloud, "--json").stdout)
    assert [one["by_subnet"] for one in document["views"]] == [True, True]
    assert [one["address"] for one in document["elsewhere"]] == ["127.31.1.1", TWO]


def test_a_resolver_that_does_not_answer_is_told_and_costs_no_verdict(wired: Wired) -> None:
    serve(wired.cloud)
    own = server_of(wired.cloud)
    asked = views_of(own, [DnsServer("127.0.0.1", 1)], [])
    (view,) = look_at(asked, DOMAIN)
    assert (view.resolution, view.addresses) == (Resolution.TEMPORARY, ())


def test_sixty_four_addresses_are_each_asked_once_and_one_twice(wired: Wired) -> None:
    serve(wired.cloud)
    wired.cloud.dns.set_a(DOMAIN, *[f"127.50.0.{n}" for n in range(1, 64)], ONE)
    seen, _ = observe(wired.cloud)
    assert len(seen.addresses) == 64
    ended = [one.attempt for one in seen.addresses]
    assert (ended.count(Attempt.COMPLETED), ended.count(Attempt.REFUSED)) == (1, 63)
