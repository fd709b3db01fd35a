"""Faults by rule, in the words of each product."""

from __future__ import annotations

import contextlib

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

from localcloud.contracts import CHINA_SITE
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas import CasService
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud, refusal


@pytest.mark.parametrize(
    ("kind", "cas", "cdn"),
    [
        (FaultKind.THROTTLE, (400, "FlowControlError"), (400, "Throttling.User")),
        (FaultKind.UNAVAILABLE, (503, "ServiceUnavailable"), (503, "ServiceUnavailable")),
    ],
)
def test_each_product_refuses_in_its_own_words(
    cloud: RpcCloud, kind: FaultKind, cas: tuple[int, str], cdn: tuple[int, str]
) -> None:
    cloud.faults.add(FaultRule(kind, service="cas"))
    cloud.faults.add(FaultRule(kind, service="cdn"))
    assert refusal(cloud.cas_call, "ListUserCertificateOrder") == cas
    assert refusal(cloud.cdn_call, "DescribeUserDomains") == cdn
    assert cloud.cas_call("ListUserCertificateOrder")["TotalCount"] == 0


def traces(error: BaseException) -> int:
    """How many frames an exception holds."""
    count, trace = 0, error.__traceback__
    while trace is not None:
        count, trace = count + 1, trace.tb_next
    return count


@pytest.mark.parametrize("by_rate", [False, True])
def test_a_refusal_does_not_hold_the_requests_that_met_it(
    cloud: RpcCloud, *, by_rate: bool
) -> None:
    if by_rate:
        cloud.switches.set("rpc.rate_limits", "on")
    else:
        cloud.faults.add(FaultRule(FaultKind.THROTTLE, service="cas", count=None))
    held = []
    for _ in range(20):
        with contextlib.suppress(ServerException):
            cloud.cas_call("ListUserCertificateOrder")
        held.append(traces(CasService.throttle))
    assert 1 <= held[-1] <= 5


def test_a_fault_can_be_aimed_at_one_domain(cloud: RpcCloud) -> None:
    for name in ("a.example.com", "b.example.com"):
        cloud.cdn.add_domain(name, [Origin("ipaddr", "192.0.2.1")])
    cloud.faults.add(FaultRule(FaultKind.THROTTLE, service="cdn", resource="b.example.com"))
    assert cloud.cdn_call("DescribeCdnDomainDetail", DomainName="a.example.com")
    hit = refusal(cloud.cdn_call, "DescribeCdnDomainDetail", DomainName="b.example.com")
    assert hit == (400, "Throttling.User")


def test_a_lost_answer_leaves_the_write_done(cloud: RpcCloud) -> None:
    cloud.faults.add(FaultRule(FaultKind.LOST_RESPONSE, action="UploadUserCertificate"))
    made = cloud.issued("www.example.com")
    parameters = {"Name": "lost", "Cert": made.chain_pem, "Key": made.key_pem}
    with pytest.raises(ClientException):
        cloud.cas_call("UploadUserCertificate", **parameters)
    assert [c.name for c in cloud.cas.certificates(CHINA_SITE)] == ["lost"]
    repeated = refusal(cloud.cas_call, "UploadUserCertificate", **parameters)
    assert repeated == (400, "NameRepeat")


def test_a_stale_read_shows_the_binding_before_the_last_write(cloud: RpcCloud) -> None:
    domain = "www.example.com"
    cloud.cdn.add_domain(domain, [Origin("ipaddr", "192.0.2.1")])
    old, new = cloud.held(domain), cloud.held(domain)
    for certificate in (old, new):
        cloud.cdn_call(
            "SetCdnDomainSSLCertificate",
            DomainName=domain,
            SSLProtocol="on",
            CertType="cas",
            CertId=certificate.number,
        )
    cloud.faults.add(FaultRule(FaultKind.STALE_READ, action="DescribeDomainCertificateInfo"))
    seen = [
        cloud.cdn_call("DescribeDomainCertificateInfo", DomainName=domain)["CertInfos"][
            "CertInfo"
        ][0]["CertId"]
        for _ in range(2)
    ]
    assert seen == [str(old.number), str(new.number)]


def test_calls_are_recorded_with_their_object_and_end(cloud: RpcCloud) -> None:
    refusal(cloud.cdn_call, "DescribeCdnDomainDetail", DomainName="nobody.example.com")
    call = cloud.calls.calls()[-1]
    assert (call.service, call.action, call.resource) == (
        "cdn",
        "DescribeCdnDomainDetail",
        "nobody.example.com",
    )
    assert (call.status, call.code, call.principal) == (404, "InvalidDomain.NotFound", "root")


def test_a_method_that_the_action_does_not_have_is_unsupported(cloud: RpcCloud) -> None:
    refused = refusal(cloud.common, "DescribeUserDomains", method="PATCH")
    assert refused == (400, "UnsupportedHTTPMethod")
