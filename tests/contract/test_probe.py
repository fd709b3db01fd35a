"""What every TLS probe does: the fake, and handshakes with the edges of the local cloud."""

from __future__ import annotations

from typing import Protocol

import pytest

from certbind.adapters.calls import pem
from certbind.adapters.edge.probe import ProbeLimits
from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import Attempt, Endpoint, Resolution
from certbind.ports.visitors import TlsProbe
from localcloud.authority import Issued
from localcloud.dns.faults import DnsFaultKind
from localcloud.edges import EdgeFault, EdgeFaultKind
from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud
from tests.contract.wired import Wired
from tests.fakes import FakeClock, FakeProbe
from tests.fakes.certificates import Authority

DOMAIN = Domain("www.example.com")
WILDCARD = Domain(".img.example.com")
LIMITS = ProbeLimits(connect=5.0, handshake=3.0, overall=15.0)
ADDRESSES = 3

ENDINGS = {
    EdgeFaultKind.HANG: Attempt.HANDSHAKE_TIMEOUT,
    EdgeFaultKind.RESET: Attempt.RESET,
    EdgeFaultKind.NOT_TLS: Attempt.NOT_TLS,
    EdgeFaultKind.REFUSE: Attempt.REFUSED,
    EdgeFaultKind.DRIP: Attempt.HANDSHAKE_TIMEOUT,
}


class Subject(Protocol):
    """A probe with edges around it."""

    port: TlsProbe

    def serve(self, domain: Domain, *names: str) -> tuple[bytes, ...]:
        """Let every address serve a certificate for these names; the chain that is served."""

    def addresses(self, domain: Domain) -> list[str]:
        """The addresses of the domain, sorted."""

    def spoil(self, domain: Domain, address: str, kind: EdgeFaultKind) -> None:
        """Let one address misbehave."""

    def fail_lookups(self, domain: Domain) -> None:
        """Let the look-up of the domain fail for now."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeProbe(FakeClock())
        self.port: TlsProbe = self.fake

    def serve(self, domain: Domain, *names: str) -> tuple[bytes, ...]:
        chain = Authority.root().subordinate().leaf(*names).chain
        for address in self.addresses(domain):
            self.fake.serve(domain, chain, address)
        self.fake.resolve(domain, Resolution.RESOLVED, f"{domain}.w.kunlunsl.com")
        return chain

    def addresses(self, domain: Domain) -> list[str]:
        return [f"192.0.2.{number}" for number in range(1, ADDRESSES + 1)]

    def spoil(self, domain: Domain, address: str, kind: EdgeFaultKind) -> None:
        self.fake.fail(domain, ENDINGS[kind], address, "detail")

    def fail_lookups(self, domain: Domain) -> None:
        self.fake.resolve(domain, Resolution.TEMPORARY)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud: LocalCloud = wired.cloud
        self.port: TlsProbe = wired.probe(LIMITS)

    def serve(self, domain: Domain, *names: str) -> tuple[bytes, ...]:
        self.cloud.cdn.model.add_domain(domain, [Origin("ipaddr", "192.0.2.9")])
        return self.swap(domain, self.cloud.authorities.issue(names))

    def swap(self, domain: Domain, made: Issued) -> tuple[bytes, ...]:
        stored = self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=made.serial
        )
        self.cloud.cdn.model.bind(domain, stored.identifier)
        return pem.certificates(made.chain_pem)

    def addresses(self, domain: Domain) -> list[str]:
        return sorted(self.cloud.edges.addresses("cdn"))

    def spoil(self, domain: Domain, address: str, kind: EdgeFaultKind) -> None:
        self.cloud.edges.add_fault(EdgeFault(kind, address=address))

    def fail_lookups(self, domain: Domain) -> None:
        self.cloud.dns.set_fault(domain, DnsFaultKind.SERVFAIL)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_every_address_is_asked_for_the_domain(subject: Subject) -> None:
    chain = subject.serve(DOMAIN, DOMAIN)
    seen = subject.port.observe(DOMAIN)
    assert seen.server_name == DOMAIN
    assert seen.resolution is Resolution.RESOLVED
    assert [one.address for one in seen.addresses] == subject.addresses(DOMAIN)
    assert {one.attempt for one in seen.addresses} == {Attempt.COMPLETED}
    assert {one.chain for one in seen.addresses} == {chain}
    assert {one.tls_version for one in seen.addresses} == {"TLSv1.3"}
    assert all(one.milliseconds > 0 for one in seen.addresses)


def test_the_names_passed_on_the_way_are_told(subject: Subject) -> None:
    subject.serve(DOMAIN, DOMAIN)
    assert subject.port.observe(DOMAIN).cname_chain == (f"{DOMAIN}.w.kunlunsl.com",)


def test_a_wildcard_domain_is_asked_for_a_name_below_it(subject: Subject) -> None:
    chain = subject.serve(WILDCARD, "*.img.example.com")
    seen = subject.port.observe(WILDCARD)
    assert seen.server_name.endswith(WILDCARD)
    assert not seen.server_name.startswith((".", "*"))
    assert {one.chain for one in seen.addresses} == {chain}


@pytest.mark.parametrize("kind", list(EdgeFaultKind))
def test_one_address_that_misbehaves_is_told_apart_from_the_others(
    subject: Subject, kind: EdgeFaultKind
) -> None:
    chain = subject.serve(DOMAIN, DOMAIN)
    bad, *good = subject.addresses(DOMAIN)
    subject.spoil(DOMAIN, bad, kind)
    seen = {one.address: one for one in subject.port.observe(DOMAIN).addresses}
    assert seen[bad].attempt is ENDINGS[kind]
    assert seen[bad].chain == ()
    assert seen[bad].detail
    assert [seen[address].chain for address in good] == [chain] * len(good)


def test_an_unknown_name_has_no_addresses(subject: Subject) -> None:
    seen = subject.port.observe(Domain("nobody.example.com"))
    assert (seen.resolution, seen.addresses) == (Resolution.NXDOMAIN, ())


def test_a_lookup_that_fails_for_now_is_no_unknown_name(subject: Subject) -> None:
    subject.serve(DOMAIN, DOMAIN)
    subject.fail_lookups(DOMAIN)
    seen = subject.port.observe(DOMAIN)
    assert (seen.resolution, seen.addresses) == (Resolution.TEMPORARY, ())


def test_each_look_sees_what_is_served_at_that_moment(subject: Subject) -> None:
    first = subject.serve(Domain("a.example.com"), "a.example.com")
    second = subject.serve(Domain("b.example.com"), "b.example.com")
    assert first != second
    assert {one.chain for one in subject.port.observe(Domain("b.example.com")).addresses} == {
        second
    }


def test_many_are_looked_at_side_by_side_as_each_alone(subject: Subject) -> None:
    names = [Domain(f"{letter}.example.com") for letter in "abc"]
    chains = {name: subject.serve(name, name) for name in names}
    nobody = Domain("nobody.example.com")
    found = dict(subject.port.observe_all(Endpoint(name) for name in (*names, nobody)))
    assert found[Endpoint(nobody)].resolution is Resolution.NXDOMAIN
    for name in names:
        alone, beside_others = subject.port.observe(name), found[Endpoint(name)]
        assert {one.chain for one in beside_others.addresses} == {chains[name]}
        assert [one.address for one in beside_others.addresses] == subject.addresses(name)
        assert beside_others.cname_chain == alone.cname_chain
        assert beside_others.server_name == alone.server_name


def test_a_new_certificate_is_seen_although_the_old_one_was_just_served(wired: Wired) -> None:
    """A resumed session would hide it."""
    subject = CloudSubject(wired)
    old = subject.serve(DOMAIN, DOMAIN)
    assert {one.chain for one in subject.port.observe(DOMAIN).addresses} == {old}
    new = subject.swap(DOMAIN, subject.cloud.authorities.issue([DOMAIN], key="rsa"))
    assert {one.chain for one in subject.port.observe(DOMAIN).addresses} == {new}


@pytest.mark.parametrize(
    ("defect", "length"),
    [("missing_intermediate", 1), ("expired", 2), ("weak_key", 2), ("self_signed", 1)],
)
def test_what_is_served_is_taken_whatever_is_wrong_with_it(
    wired: Wired, defect: str, length: int
) -> None:
    subject = CloudSubject(wired)
    subject.serve(DOMAIN, DOMAIN)
    bad = subject.swap(DOMAIN, subject.cloud.authorities.issue([DOMAIN], defects=[defect]))
    assert {one.chain for one in subject.port.observe(DOMAIN).addresses} == {bad}
    assert len(bad) == length


@pytest.mark.parametrize(
    ("form", "attempt"),
    [
        ("alert", Attempt.SNI_UNKNOWN),
        ("handshake_failure", Attempt.NO_COMMON_CIPHER),
        ("internal_error", Attempt.SERVER_ERROR),
        ("default_certificate", Attempt.COMPLETED),
    ],
)
def test_an_edge_without_a_certificate_for_the_name_is_told_by_its_form(
    wired: Wired, form: str, attempt: Attempt
) -> None:
    wired.cloud.switches.set("edge.unknown_name", form)
    wired.cloud.cdn.model.add_domain(DOMAIN, [Origin("ipaddr", "192.0.2.9")])
    seen = wired.probe(LIMITS).observe(DOMAIN)
    assert {one.attempt for one in seen.addresses} == {attempt}
