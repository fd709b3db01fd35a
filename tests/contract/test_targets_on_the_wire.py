"""OSS and CDN of the local cloud in trouble: races, lost answers, gateways, many pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certbind.adapters.accelerated.lists import DomainPageSizes
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    Target,
    TargetScan,
    TargetState,
)
from certbind.errors import (
    ArrearsError,
    BusyError,
    CloudError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    OutOfScopeError,
    PermissionDeniedError,
    RejectedError,
    StalePlanError,
    ThrottledError,
    UnavailableError,
)
from localcloud.calls import Call
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.accelerated.domains import Binding as CdnBinding
from localcloud.services.cdn import Origin
from tests.contract.target_subjects import (
    BUCKET,
    REGION,
    AcceleratedSubject,
    AnySubject,
    CdnSubject,
    DcdnSubject,
    OssSubject,
    VodSubject,
    make_subject,
)
from tests.contract.wired import Wired, issue

DOMAIN = "www.example.com"


@pytest.fixture(params=["oss", "cdn", "dcdn", "vod", "esa"])
def subject(request: pytest.FixtureRequest, wired: Wired) -> AnySubject:
    return make_subject(ProductName(request.param), wired)


@pytest.fixture
def oss(wired: Wired) -> OssSubject:
    return OssSubject(wired)


@pytest.fixture
def cdn(wired: Wired) -> CdnSubject:
    return CdnSubject(wired)


@pytest.fixture(params=[CdnSubject, DcdnSubject, VodSubject])
def edge(request: pytest.FixtureRequest, wired: Wired) -> AcceleratedSubject:
    made: AcceleratedSubject = request.param(wired)
    return made


def stands(subject: AnySubject, target: Target) -> CertificateId | None:
    return subject.port.read(target).binding.certificate_id


def after_call(subject: AnySubject, action: str, number: int, do: Callable[[], None]) -> None:
    """Let another hand act right after the n-th call of `action`, before its answer is read."""
    seen = 0

    def listener(call: Call) -> None:
        nonlocal seen
        if call.action == action:
            seen += 1
            if seen == number:
                do()

    subject.cloud.kernel.calls.listen(listener)


@pytest.mark.parametrize("kind", [FaultKind.THROTTLE, FaultKind.UNAVAILABLE, FaultKind.HTML])
def test_a_call_that_fails_for_a_moment_is_repeated(subject: AnySubject, kind: FaultKind) -> None:
    target, certificate = subject.add(DOMAIN), subject.issue(DOMAIN)
    subject.fault(kind, subject.read, count=2)
    subject.fault(kind, subject.write, count=1)
    assert subject.port.bind(target, certificate, UNBOUND)
    assert stands(subject, target) == certificate


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.THROTTLE, ThrottledError),
        (FaultKind.UNAVAILABLE, UnavailableError),
        (FaultKind.HTML, UnavailableError),
        (FaultKind.RESET, UnavailableError),
    ],
)
def test_a_call_that_keeps_failing_is_given_up_by_name(
    subject: AnySubject, kind: FaultKind, error: type[Exception]
) -> None:
    target = subject.add(DOMAIN)
    action = subject.list_action
    subject.fault(kind, action, count=None)
    with pytest.raises(error, match=f"{DOMAIN}.*{action}"):
        subject.port.read(target)
    assert subject.calls(action) == 4
    (failure, *_) = subject.port.scan().failures
    assert failure.code == error.code  # type: ignore[attr-defined]


def test_a_write_whose_answer_was_lost_is_read_back_and_not_repeated(subject: AnySubject) -> None:
    target, old, new = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, old)
    expected = subject.port.read(target).binding
    subject.lose_next_answer()
    subject.port.bind(target, new, expected)
    assert stands(subject, target) == new
    assert subject.calls(subject.write) == 1


def test_a_bind_that_another_hand_overtakes_changes_nothing(subject: AnySubject) -> None:
    """OSS refuses by its own compare; CDN has none, and shows it in the reading afterwards."""
    target, old, foreign, wanted = subject.add(DOMAIN), *(subject.issue(DOMAIN) for _ in "123")
    subject.bind_by_hand(target, old)
    expected = subject.port.read(target).binding
    moment = subject.read if subject.kind == "oss" else subject.write
    after_call(subject, moment, 1, lambda: subject.bind_by_hand(target, foreign))
    with pytest.raises(StalePlanError):
        subject.port.bind(target, wanted, expected)
    assert stands(subject, target) == foreign


def test_a_first_bind_that_another_hand_overtakes_at_oss_changes_nothing(oss: OssSubject) -> None:
    target, foreign, wanted = oss.add(DOMAIN), oss.issue(DOMAIN), oss.issue(DOMAIN)
    after_call(oss, "ListCname", 1, lambda: oss.bind_by_hand(target, foreign))
    with pytest.raises(StalePlanError):
        oss.port.bind(target, wanted, UNBOUND)
    assert stands(oss, target) == foreign


def test_force_is_sent_only_after_a_refusal_where_nothing_stands(oss: OssSubject) -> None:
    oss.cloud.switches.set("oss.first_attach", "refuse")  # so that nothing but Force binds
    target, certificate = oss.add(DOMAIN), oss.issue(DOMAIN)
    oss.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "PutCname", status=400, code="InvalidArgument")
    )
    oss.port.bind(target, certificate, UNBOUND)
    assert stands(oss, target) == certificate
    assert oss.calls("PutCname") == 2


def test_a_refusal_where_something_stands_is_never_forced(oss: OssSubject) -> None:
    target, old, new = oss.add(DOMAIN), oss.issue(DOMAIN), oss.issue(DOMAIN)
    oss.bind_by_hand(target, old)
    oss.refuse("PutCname", "InvalidArgument", status=400)
    with pytest.raises(RejectedError, match="InvalidArgument"):
        oss.port.bind(target, new, oss.port.read(target).binding)
    assert oss.calls("PutCname") == 1


def test_a_certificate_that_oss_does_not_take_is_told_with_its_ec(oss: OssSubject) -> None:
    target = oss.add(DOMAIN)
    with pytest.raises(NotFoundError, match="CERTBIND_SITE") as caught:
        oss.port.bind(target, CertificateId(4711, "cn-hangzhou"), UNBOUND)
    assert caught.value.api_code == "CertificateInvalidCasId/0018-00000204"
    assert caught.value.request_id
    assert oss.calls("PutCname") == 1


def test_a_certificate_that_cdn_does_not_know_is_told(edge: AcceleratedSubject) -> None:
    target = edge.add(DOMAIN)
    with pytest.raises(NotFoundError, match="CERTBIND_SITE") as caught:
        edge.port.bind(target, CertificateId(4711, "cn-hangzhou"), UNBOUND)
    assert caught.value.api_code == "Certificate.NotFind"
    assert caught.value.request_id
    assert edge.calls(edge.write) == 1
    assert stands(edge, target) is None


def test_an_id_that_differs_from_the_listed_one_leads_to_a_new_plan(oss: OssSubject) -> None:
    target, old, new = oss.add(DOMAIN), oss.issue(DOMAIN), oss.issue(DOMAIN)
    oss.bind_by_hand(target, old)
    expected = oss.port.read(target).binding
    oss.bind_by_hand(target, oss.issue(DOMAIN))
    oss.fault(FaultKind.STALE_READ, "ListCname", count=2)
    with pytest.raises(StalePlanError, match="than it lists"):
        oss.port.bind(target, new, expected)


def test_a_stale_list_at_oss_does_not_break_the_guard(oss: OssSubject) -> None:
    target, old, foreign, new = oss.add(DOMAIN), *(oss.issue(DOMAIN) for _ in "123")
    oss.bind_by_hand(target, old)
    expected = oss.port.read(target).binding
    oss.bind_by_hand(target, foreign)
    oss.fault(FaultKind.STALE_READ, "ListCname")
    with pytest.raises(StalePlanError):
        oss.port.bind(target, new, expected)
    assert stands(oss, target) == foreign


def test_a_stale_answer_of_cdn_right_after_the_write_is_no_other_hand(
    edge: AcceleratedSubject,
) -> None:
    target, certificate = edge.add(DOMAIN), edge.issue(DOMAIN)
    edge.cloud.kernel.faults.add(FaultRule(FaultKind.STALE_READ, edge.kind, edge.read, skip=1))
    assert edge.port.bind(target, certificate, UNBOUND)
    assert stands(edge, target) == certificate


def test_one_bucket_that_may_not_be_read_hides_no_other(oss: OssSubject) -> None:
    for name in ("secret", "third"):
        oss.cloud.oss.world.create_bucket(name, "cn-hangzhou")
        oss.cloud.oss.world.map_domain(name, f"{name}.example.com")
    target = oss.add(DOMAIN)
    oss.refuse("ListCname", "AccessDenied", "secret")
    scan = oss.port.scan()
    assert {one.target.domain for one in scan.targets} == {target.domain, "third.example.com"}
    (failure,) = scan.failures
    assert failure.where == "OSS bucket secret"
    assert failure.code == "permission_denied"


def test_oss_that_cannot_be_listed_hides_no_cdn_domain(wired: Wired) -> None:
    oss, cdn = OssSubject(wired), CdnSubject(wired)
    oss.add("oss.example.com")
    target = cdn.add(DOMAIN)
    oss.refuse("ListBuckets", "AccessDenied")
    scan = wired.targets().scan()
    assert [one.target for one in scan.targets] == [target]
    assert [failure.where for failure in scan.failures] == ["OSS"]


def test_reading_a_denied_bucket_names_the_bucket_and_the_permission(oss: OssSubject) -> None:
    target = oss.add(DOMAIN)
    oss.refuse("ListCname", "AccessDenied")
    with pytest.raises(PermissionDeniedError, match=f"bucket {BUCKET}.*ListCname.*AccessDenied"):
        oss.port.read(target)


def test_a_bucket_of_another_region_is_asked_at_its_own_endpoint(oss: OssSubject) -> None:
    near = oss.cloud.oss.world.create_bucket("near", "cn-hangzhou")
    oss.cloud.oss.world.map_domain(near.name, "near.example.com")
    far = oss.add(DOMAIN)
    targets = {one.target for one in oss.port.scan().targets}
    assert targets == {
        far,
        Target(ProductName("oss"), Domain("near.example.com"), "near", "cn-hangzhou"),
    }
    assert far.region == REGION


@pytest.mark.parametrize("region", [REGION, "cn-hangzhou"])
def test_named_buckets_of_any_region_are_asked_for_and_no_list_is(
    wired: Wired, region: str
) -> None:
    """CERTBIND_BUCKETS; what OSS has besides is neither listed nor missed."""
    oss = OssSubject(wired)
    oss.cloud.oss.world.create_bucket("named", region)
    oss.cloud.oss.world.map_domain("named", DOMAIN)
    oss.add("www.others.example.com")
    target = Target(ProductName("oss"), Domain(DOMAIN), "named", region)
    narrow = wired.targets(buckets=("named",))
    scan = narrow.scan()
    assert [one.target for one in scan.targets] == [target]
    assert (scan.failures, scan.absent, scan.limits) == ((), (), ("CERTBIND_BUCKETS",))
    again = wired.targets(buckets=("named",))
    assert again.read(replace(target, region="")).target.domain == DOMAIN
    assert oss.calls("ListBuckets") == 0


def test_absent_unread_and_out_of_scope_are_three_things(wired: Wired) -> None:
    oss, cdn = OssSubject(wired), CdnSubject(wired)
    theirs = oss.add(DOMAIN)
    cdn.add("cdn.example.com")
    oss.cloud.oss.world.create_bucket("locked", "cn-hangzhou")
    oss.refuse("ListCname", "AccessDenied", "locked")
    narrow = wired.targets(buckets=("locked", "misspelt"), domains=("cdn.exampel.com",))
    scan = narrow.scan()
    assert [(one.where, one.code) for one in scan.failures] == [
        ("OSS bucket locked", "permission_denied")
    ]
    assert [(one.where, one.setting) for one in scan.absent] == [
        ("OSS bucket misspelt", "CERTBIND_BUCKETS"),
        ("CDN cdn.exampel.com", "CERTBIND_CDN_DOMAINS"),
    ]
    assert scan.limits == ("CERTBIND_BUCKETS", "CERTBIND_CDN_DOMAINS")
    assert oss.calls("ListBuckets") == 0
    with pytest.raises(OutOfScopeError, match="CERTBIND_BUCKETS does not name"):
        narrow.read(theirs)
    with pytest.raises(NotFoundError, match="no such CDN domain"):
        narrow.read(Target(ProductName("cdn"), Domain("cdn.exampel.com")))


def test_a_bucket_of_another_account_is_unread_and_not_absent(wired: Wired) -> None:
    oss = OssSubject(wired)
    oss.cloud.oss.world.create_bucket("theirs", "cn-hangzhou")
    oss.refuse("GetBucketInfo", "AccessDenied", "theirs")
    scan = wired.targets(buckets=("theirs",)).scan()
    assert scan.absent == ()
    assert [one.code for one in scan.failures] == ["permission_denied"]


@pytest.mark.parametrize("kind", [DcdnSubject, VodSubject])
def test_a_product_that_was_never_opened_is_empty_and_asked_once(
    wired: Wired, kind: type[AcceleratedSubject]
) -> None:
    edge = kind(wired)
    edge.add(DOMAIN)
    edge.cloud.standings.set_opened(edge.kind, opened=False)
    for _ in range(3):
        assert edge.port.scan() == TargetScan(())
        assert edge.port.find(Domain(DOMAIN)) == TargetScan(())
    assert edge.calls(edge.list_action) == 1


def test_an_account_that_never_opened_cdn_has_no_cdn_domains(cdn: CdnSubject) -> None:
    """A list is empty; what should be there, and a write, tell it."""
    target = cdn.add(DOMAIN)
    for action in ("DescribeUserDomains", "DescribeCdnHttpsDomainList"):
        cdn.refuse(action, "CdnServiceNotFound")
    cdn.refuse("SetCdnDomainSSLCertificate", "CdnServiceNotFound")
    assert cdn.port.scan() == TargetScan(())
    assert cdn.port.find(target.domain) == TargetScan(())
    with pytest.raises(NotOpenedError, match="China or the international site"):
        cdn.port.read(target)
    with pytest.raises(NotOpenedError):
        cdn.port.bind(target, cdn.issue(DOMAIN), UNBOUND)


def test_an_account_that_never_opened_oss_has_no_custom_domains(oss: OssSubject) -> None:
    oss.add(DOMAIN)
    oss.refuse("ListBuckets", "UbsmsInvalidBid")
    assert oss.port.scan() == TargetScan(())


@pytest.mark.parametrize(
    ("product", "code", "kind"),
    [
        ("cdn", "SystemUpgrading", BusyError),
        ("cdn", "CdnServiceSuspended", ArrearsError),
        ("oss", "UserDisable", ArrearsError),
        ("oss", "CnameDenied", ConflictError),
    ],
)
def test_a_refused_write_is_told_by_what_is_to_be_done(
    wired: Wired, product: str, code: str, kind: type[CloudError]
) -> None:
    subject = make_subject(ProductName(product), wired)
    target = subject.add(DOMAIN)
    subject.refuse(subject.write, code)
    with pytest.raises(kind) as caught:
        subject.port.bind(target, subject.issue(DOMAIN), UNBOUND)
    assert caught.value.retryable is (kind in (BusyError, ConflictError))
    assert stands(subject, target) is None


def test_functions_use_the_internal_endpoint_near_and_the_public_one_far(wired: Wired) -> None:
    endpoint = wired.cloud.env()["OSS_INTERNAL_ENDPOINT"]
    inside = Wired(wired.cloud, CERTBIND_NETWORK="internal", OSS_ENDPOINT=endpoint)
    oss = OssSubject(inside)
    oss.cloud.oss.world.create_bucket("near", "cn-hangzhou")
    oss.cloud.oss.world.map_domain("near", "near.example.com")
    oss.add(DOMAIN)
    assert len(oss.port.scan().targets) == 2


@pytest.mark.parametrize("dates", ["openssl", "rfc1123"])
def test_both_forms_of_dates_at_oss_are_read(oss: OssSubject, dates: str) -> None:
    oss.cloud.switches.set("oss.cname_dates", dates)
    target, certificate = oss.add(DOMAIN), oss.issue(DOMAIN)
    oss.bind_by_hand(target, certificate)
    assert stands(oss, target) == certificate


@pytest.mark.parametrize("form", ["one_entry", "empty"])
def test_both_forms_of_https_off_at_cdn_are_read(edge: AcceleratedSubject, form: str) -> None:
    edge.cloud.switches.set("cdn.https_off", form)
    target = edge.add(DOMAIN)
    assert edge.port.read(target).binding == UNBOUND


@pytest.mark.parametrize(
    ("status", "state", "why"),
    [
        ("online", TargetState.ONLINE, ""),
        ("configuring", TargetState.CONFIGURING, ""),
        ("checking", TargetState.CONFIGURING, ""),
        ("offline", TargetState.OFFLINE, "is stopped"),
        ("stopping", TargetState.OFFLINE, "is being stopped"),
        ("check_failed", TargetState.OFFLINE, "failed its review"),
        ("configure_failed", TargetState.OFFLINE, "failed to be configured"),
        ("deleting", TargetState.OFFLINE, "is being deleted"),
    ],
)
def test_the_state_of_a_cdn_domain_is_read(
    edge: AcceleratedSubject, status: str, state: TargetState, why: str
) -> None:
    target = edge.add(DOMAIN)
    edge.model.set_status(DOMAIN, status)
    read = edge.port.read(target)
    assert (read.state, read.why_offline) == (state, why)


def test_an_uploaded_certificate_at_cdn_is_told_without_an_id_of_cas(
    edge: AcceleratedSubject,
) -> None:
    target, certificate = edge.add(DOMAIN), edge.issue(DOMAIN)
    model = edge.model
    domain = model.get(DOMAIN)
    assert domain is not None
    pasted = CdnBinding("upload", certificate.number, certificate.region, "pasted", model.now())
    model.keep(replace(domain, binding=pasted), publish=True)
    binding = edge.port.read(target).binding
    assert binding.source is BindingSource.UPLOAD
    assert binding.certificate_id is None
    assert binding.raw_id == str(certificate.number)
    assert binding.sha256
    assert binding.sha1
    new = edge.issue(DOMAIN)
    edge.port.bind(target, new, binding)
    assert stands(edge, target) == new


def test_certificates_of_both_sites_are_told_apart_by_region(edge: AcceleratedSubject) -> None:
    abroad = issue(edge.cloud, DOMAIN, region="ap-southeast-1")
    target = edge.add(DOMAIN)
    edge.port.bind(target, abroad, UNBOUND)
    assert edge.port.read(target).binding.certificate_id == abroad
    with pytest.raises(StalePlanError):
        edge.port.bind(
            target,
            edge.issue(DOMAIN),
            Binding(BindingSource.CAS, replace(abroad, region="cn-hangzhou")),
        )


def test_a_scan_costs_no_call_per_cdn_domain(cdn: CdnSubject) -> None:
    for number in range(30):
        cdn.add(f"d{number}.example.com")
    cdn.cloud.kernel.calls.reset()
    assert len(cdn.port.scan().targets) == 30
    calls = cdn.cloud.kernel.calls.counts()
    assert calls["cdn.DescribeUserDomains"] == 1
    assert calls["cdn.DescribeCdnHttpsDomainList"] == 1
    assert "cdn.DescribeDomainCertificateInfo" not in calls


def test_a_rebind_costs_few_calls(subject: AnySubject) -> None:
    target, old, new = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, old)
    subject.port.scan()
    expected = subject.port.read(target).binding
    subject.cloud.kernel.calls.reset()
    subject.port.bind(target, new, expected)
    assert len(subject.cloud.kernel.calls.calls()) == {"oss": 2, "esa": 5}.get(subject.kind, 3)


def test_every_page_of_buckets_and_domains_is_read(wired: Wired) -> None:
    world, model = wired.cloud.oss.world, wired.cloud.cdn.model
    names = [f"bucket-{number:03}" for number in range(120)]
    for name in names:
        world.create_bucket(name, "cn-hangzhou")
    world.map_domain(names[0], "first.example.com")
    world.map_domain(names[-1], "last.example.com")
    for number in range(600):
        model.add_domain(
            f"d{number}.example.com", [Origin("oss", "a.oss-cn-hangzhou.aliyuncs.com")]
        )
    scan = wired.targets(buckets_a_page=50).scan()
    domains = {one.target.domain for one in scan.targets}
    assert scan.failures == ()
    assert domains == {
        "first.example.com",
        "last.example.com",
        *(f"d{number}.example.com" for number in range(600)),
    }
    calls = wired.cloud.kernel.calls.counts()
    assert calls["oss.ListBuckets"] == 3
    assert calls["oss.ListCname"] == 120
    assert calls["cdn.DescribeUserDomains"] == 2


def test_a_cdn_domain_that_goes_while_pages_are_read_hides_no_other(wired: Wired) -> None:
    cdn = CdnSubject(wired)
    for number in range(10):
        cdn.add(f"d{number}.example.com")
    after_call(cdn, "DescribeUserDomains", 1, lambda: cdn.cloud.cdn.model.remove("d9.example.com"))
    scan = wired.targets(sizes=DomainPageSizes(domains=3, https=3)).scan()
    assert {one.target.domain for one in scan.targets} == {
        f"d{number}.example.com" for number in range(9)
    }
