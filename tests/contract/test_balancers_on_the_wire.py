"""ALB and NLB of the local cloud in trouble: what a listener shows of its certificates then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from certbind.adapters import registry
from certbind.adapters.balancers import lists, writes
from certbind.adapters.calls.product import Account, Led
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Binding, BindingSource, Target, TargetState
from certbind.errors import (
    BusyError,
    ConfigError,
    NotFoundError,
    NotOpenedError,
    RejectedError,
    StalePlanError,
    UnavailableError,
    UnfinishedJobError,
    UnusedError,
)
from certbind.ports.targets import Targets
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas.certificates import StoredCertificate
from tests.contract.wired import Wired, insist, issue

WWW = "www.example.com"


@dataclass
class Shop:
    """A load balancer whose listener has a default certificate and one of WWW beside it."""

    wired: Wired
    kind: str

    def __post_init__(self) -> None:
        cloud = self.wired.cloud
        self.model = cloud.balancing[self.kind]
        self.model.jobs.set_manner(seconds=0)
        edition = next(iter(self.model.brand.quotas))
        self.at = self.model.add_balancer("cn-hangzhou", name="shop", edition=edition)
        self.old = self.issue(WWW)
        made = self.model.add_listener(
            self.at.id, self.model.brand.secure[0], 443, self.held(self.issue("other.example.com"))
        )
        self.number = self.model.attach(made, self.held(self.old)).id

    def issue(self, *names: str) -> CertificateId:
        return issue(self.wired.cloud, *names)

    def held(self, certificate: CertificateId) -> StoredCertificate:
        found = self.wired.cloud.cas.get(str(certificate))
        assert found is not None
        return found

    def led(self, name: str) -> Led:
        return Led((self.at.dns_name,), ("127.0.0.1",)) if name == WWW else Led()

    def port(self, look_up: Callable[[str], Led] | None = None, **environ: str) -> Targets:
        wired = Wired(self.wired.cloud, **environ) if environ else self.wired
        facts = wired.inventory().facts
        account = Account(wired.settings, wired.retry, facts, look_up or self.led)
        return registry.load(ProductName(self.kind)).targets(account)

    @property
    def target(self) -> Target:
        return Target(ProductName(self.kind), Domain(WWW), self.at.id, "cn-hangzhou")

    def beside(self) -> list[str]:
        found = self.model.listener(self.number)
        assert found is not None
        return [one.identifier for one in found.additional]

    def switch(self, name: str, value: str) -> None:
        self.wired.cloud.switches.set(name, value)

    def fault(self, kind: FaultKind, action: str, **more: object) -> None:
        rule = FaultRule(kind, self.kind, action, **more)  # type: ignore[arg-type]
        self.wired.cloud.kernel.faults.add(rule)


@pytest.fixture(params=["alb", "nlb"])
def shop(request: pytest.FixtureRequest, wired: Wired) -> Shop:
    return Shop(wired, request.param)


@pytest.fixture
def alb(wired: Wired) -> Shop:
    return Shop(wired, "alb")


@pytest.fixture
def nlb(wired: Wired) -> Shop:
    return Shop(wired, "nlb")


def bound(certificate: CertificateId) -> Binding:
    return Binding(BindingSource.CAS, certificate, str(certificate))


def test_a_scan_and_a_reading_tell_the_same(shop: Shop) -> None:
    (other, found) = sorted(shop.port().scan().targets, key=lambda one: one.target)
    assert other.target.domain == "other.example.com"
    assert (found.target, found.binding) == (shop.target, bound(shop.old))
    assert (found.cname, found.entrance) == (shop.at.dns_name, shop.at.dns_name)
    assert (found.is_met, found.port, found.state) == (True, None, TargetState.ONLINE)
    assert shop.port().read(shop.target) == found
    assert shop.port().find(Domain(WWW)).targets == (found,)
    assert shop.port().in_front(replace(shop.target, kind=ProductName("oss"))).targets == (found,)


def test_after_a_lost_answer_the_same_bind_begins_no_second_job(shop: Shop) -> None:
    new = shop.issue(WWW)
    shop.fault(FaultKind.LOST_RESPONSE, "AssociateAdditionalCertificatesWithListener", count=1)
    insist(lambda: shop.port().bind(shop.target, new, bound(shop.old)))
    assert shop.beside() == [str(shop.old), str(new)]
    assert len(shop.model.jobs.all()) == 1
    read = shop.port().read(shop.target)
    assert {one.raw_id for one in (read.binding, *read.beside)} == {str(shop.old), str(new)}


def test_what_goes_goes_once_and_only_where_the_other_stays(shop: Shop) -> None:
    new, port = shop.issue(WWW), shop.port()
    with pytest.raises(StalePlanError):
        port.take_off(shop.target, bound(shop.old), bound(new))
    port.bind(shop.target, new, bound(shop.old))
    assert port.take_off(shop.target, bound(shop.old), bound(new))
    assert port.take_off(shop.target, bound(shop.old), bound(new)) == ""
    assert shop.beside() == [str(new)]


def test_nothing_is_written_where_something_else_stands(shop: Shop) -> None:
    foreign, wanted = shop.issue(WWW), shop.issue(WWW)
    with pytest.raises(StalePlanError):
        shop.port().bind(shop.target, wanted, bound(foreign))
    assert shop.beside() == [str(shop.old)]


@pytest.mark.parametrize("shown", ["coming", "standing"])
def test_while_a_job_changes_the_default_one_nothing_is_told(
    alb: Shop, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "_POLLS", 1)
    alb.switch("lb.default_shown", shown)
    alb.model.jobs.set_manner(seconds=30)
    target = replace(alb.target, domain=Domain("other.example.com"))
    stands = alb.port().read(target).binding
    with pytest.raises(UnfinishedJobError, match="has not ended yet"):
        alb.port().bind(target, alb.issue("other.example.com"), stands)
    if shown == "coming":
        with pytest.raises(UnfinishedJobError):
            alb.port().read(target)
    assert alb.port().scan().failures == ()
    alb.wired.cloud.advance(timedelta(seconds=31))
    assert alb.port().read(target).binding != stands


@pytest.mark.parametrize("word", ["Diassociating", "Dissociating"])
def test_what_is_on_its_way_out_is_no_more_there(
    alb: Shop, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "_POLLS", 1)
    alb.switch("lb.dissociating_word", word)
    new, port = alb.issue(WWW), alb.port()
    port.bind(alb.target, new, bound(alb.old))
    alb.model.jobs.set_manner(seconds=30)
    assert port.take_off(alb.target, bound(alb.old), bound(new))
    (found,) = alb.port().find(Domain(WWW)).targets
    assert (found.binding.certificate_id, found.beside) == (new, ())


@pytest.mark.parametrize("told_by", ["status", "success_false"])
def test_a_listener_that_is_busy_is_told_as_that_however_nlb_says_it(
    nlb: Shop, told_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 200 may say that it is none."""
    monkeypatch.setattr(writes, "_POLLS", 1)
    nlb.switch("nlb.busy_told_by", told_by)
    nlb.model.jobs.set_manner(seconds=30)
    port, other = nlb.port(), replace(nlb.target, domain=Domain("other.example.com"))
    stands = port.read(other).binding
    with pytest.raises(UnfinishedJobError):
        port.bind(other, nlb.issue("other.example.com"), stands)
    with pytest.raises(BusyError):
        port.bind(nlb.target, nlb.issue(WWW), bound(nlb.old))
    assert nlb.beside() == [str(nlb.old)]


def test_every_page_is_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_LARGEST_PAGE", 1)
    monkeypatch.setattr(lists, "_A_PAGE", {})
    found = shop.model.listener(shop.number)
    assert found is not None
    for number in range(3):
        name = f"n{number}.example.com"
        found = shop.model.attach(found, shop.held(shop.issue(name)))
    assert len(shop.port().scan().targets) == 5


def test_a_product_that_is_not_opened_is_empty_and_one_region_of_it_too(
    alb: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certbind.adapters.balancers.targets._REGIONS_AT_ONCE", 1)
    closed = {"status": 403, "code": "ServiceNotOpen", "message": "not opened"}
    alb.fault(FaultKind.ERROR, "ListLoadBalancers", count=1, **closed)
    scan = alb.port(CERTBIND_REGIONS="cn-shanghai,cn-hangzhou").scan()
    assert (len(scan.targets), scan.failures) == (2, ())
    alb.fault(FaultKind.ERROR, "ListLoadBalancers", count=None, **closed)
    with pytest.raises(NotOpenedError):
        alb.port().scan()


def test_an_account_without_instances_uses_none_now(alb: Shop) -> None:
    alb.model.remove_balancer(alb.at)
    with pytest.raises(UnusedError):
        alb.port().scan()


def test_a_region_that_does_not_answer_is_unread_and_the_others_are_read(alb: Shop) -> None:
    down = {"status": 503, "code": "ServiceUnavailable", "message": "down"}
    alb.fault(FaultKind.ERROR, "ListListeners", count=None, **down)
    scan = alb.port(CERTBIND_REGIONS="cn-hangzhou").scan()
    (failure,) = scan.failures
    assert (failure.where, failure.retryable) == ("ALB in cn-hangzhou", True)


def test_regions_are_named_as_regions(alb: Shop) -> None:
    with pytest.raises(ConfigError, match="CERTBIND_REGIONS"):
        alb.port(CERTBIND_REGIONS="http://cn").scan()


@pytest.mark.parametrize("lacks", [{"bucket": "alb-gone"}, {"bucket": ""}, {"region": ""}])
def test_what_is_gone_is_not_found(alb: Shop, lacks: dict[str, str]) -> None:
    with pytest.raises(NotFoundError):
        alb.port().read(replace(alb.target, **lacks))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        alb.port().read(replace(alb.target, domain=Domain("nobody.example.com")))


def test_where_dns_does_not_answer_it_is_not_known_whose_the_names_are(alb: Shop) -> None:
    port = alb.port(lambda _: Led(is_told=False))
    failures = port.scan().failures
    assert [one.code for one in failures] == ["unavailable", "unavailable"]
    with pytest.raises(UnavailableError, match="DNS did not tell"):
        port.read(alb.target)


def test_a_certificate_that_cas_lacks_is_told_where_it_stands(alb: Shop) -> None:
    alb.wired.cloud.cas.delete(str(alb.old))
    (failure,) = alb.port().scan().failures
    assert failure.code == "not_found"
    assert f"{alb.old} at listener {alb.number}" in failure.message


def test_a_refusal_of_the_service_is_told_with_what_to_do(alb: Shop) -> None:
    other = issue(alb.wired.cloud, WWW, region="ap-southeast-1")
    with pytest.raises(RejectedError, match="its own site"):
        alb.port().bind(alb.target, other, bound(alb.old))


def test_a_gateways_page_is_no_success(alb: Shop) -> None:
    """Something on the way answered."""
    alb.fault(FaultKind.HTML, "AssociateAdditionalCertificatesWithListener", count=None)
    with pytest.raises(UnavailableError):
        alb.port().bind(alb.target, alb.issue(WWW), bound(alb.old))
    assert alb.beside() == [str(alb.old)]
