"""Which actions of NLB are built, and what each takes: its writes, and ListListenerCertificates,
take their parameters in the body alone.
"""

from __future__ import annotations

from localcloud.services.balancing.regional import Regional, as_before, describe_regions
from localcloud.services.nlb import reads, writes
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.rpc.routes import Method

_INTEGER, _BOOLEAN = ParameterType.INTEGER, ParameterType.BOOLEAN
_ARRAY, _LIST = ParameterType.ARRAY, ParameterType.REPEAT_LIST
_POST = frozenset({Method.POST})
_REGION = Parameter("RegionId")
_PAGES = (Parameter("MaxResults", _INTEGER), Parameter("NextToken"))
_GET_ONE = (Parameter("ClientToken"), Parameter("DryRun", _BOOLEAN), _REGION)
_CERTIFICATES = Parameter("AdditionalCertificateIds", _LIST, required=True, in_body=True)
_WRITE = (
    Parameter("ListenerId", required=True, in_body=True),
    Parameter("ClientToken", in_body=True),
    Parameter("DryRun", _BOOLEAN, in_body=True),
    Parameter("RegionId", in_body=True),
)

_READS: list[Route[Regional]] = [
    Route(
        "DescribeRegions",
        (
            Parameter("AcceptLanguage"),
            Parameter("ServiceCode"),
            Parameter("ClientToken", in_body=True),
        ),
        describe_regions,
    ),
    Route(
        "ListLoadBalancers",
        (
            *_PAGES,
            _REGION,
            Parameter("AddressIpVersion"),
            Parameter("AddressType"),
            Parameter("DNSName"),
            Parameter("Ipv6AddressType"),
            Parameter("LoadBalancerBusinessStatus"),
            Parameter("LoadBalancerIds", _LIST),
            Parameter("LoadBalancerNames", _LIST),
            Parameter("LoadBalancerStatus"),
            Parameter("LoadBalancerType"),
            Parameter("ResourceGroupId"),
            Parameter("Tag", _ARRAY),
            Parameter("VpcIds", _LIST),
            Parameter("ZoneId"),
        ),
        reads.list_load_balancers,
    ),
    Route(
        "GetLoadBalancerAttribute",
        (Parameter("LoadBalancerId", required=True), *_GET_ONE),
        reads.get_load_balancer_attribute,
        subject="LoadBalancerId",
    ),
    Route(
        "ListListeners",
        (
            *_PAGES,
            _REGION,
            Parameter("ListenerIds", _LIST),
            Parameter("ListenerProtocol"),
            Parameter("LoadBalancerIds", _LIST),
            Parameter("SecSensorEnabled"),
            Parameter("Tag", _ARRAY),
        ),
        reads.list_listeners,
    ),
    Route(
        "GetListenerAttribute",
        (Parameter("ListenerId", required=True), *_GET_ONE),
        reads.get_listener_attribute,
        subject="ListenerId",
        stale=as_before(reads.get_listener_attribute),
    ),
    Route(
        "ListListenerCertificates",
        (
            Parameter("ListenerId", required=True, in_body=True),
            Parameter("CertType", in_body=True),
            Parameter("CertificateIds", _LIST, in_body=True),
            Parameter("MaxResults", _INTEGER, in_body=True),
            Parameter("NextToken", in_body=True),
            Parameter("RegionId", in_body=True),
        ),
        reads.list_listener_certificates,
        subject="ListenerId",
        stale=as_before(reads.list_listener_certificates),
    ),
    Route(
        "GetJobStatus",
        (Parameter("JobId", required=True), Parameter("ClientToken")),
        reads.get_job_status,
        subject="JobId",
    ),
    Route("ListAsynJobs", (Parameter("JobIds", _ARRAY),), reads.list_asyn_jobs),
]

_WRITES: list[Route[Regional]] = [
    Route(
        "AssociateAdditionalCertificatesWithListener",
        (*_WRITE, _CERTIFICATES),
        writes.associate,
        subject="ListenerId",
        methods=_POST,
    ),
    Route(
        "DisassociateAdditionalCertificatesWithListener",
        (*_WRITE, _CERTIFICATES),
        writes.disassociate,
        subject="ListenerId",
        methods=_POST,
    ),
    Route(
        "UpdateListenerAttribute",
        (
            *_WRITE,
            Parameter("AlpnEnabled", _BOOLEAN, in_body=True),
            Parameter("AlpnPolicy", in_body=True),
            Parameter("CaCertificateIds", _LIST, in_body=True),
            Parameter("CaEnabled", _BOOLEAN, in_body=True),
            Parameter("CertificateIds", _LIST, in_body=True),
            Parameter("Cps", _INTEGER, in_body=True),
            Parameter("IdleTimeout", _INTEGER, in_body=True),
            Parameter("ListenerDescription", in_body=True),
            Parameter("Mss", _INTEGER, in_body=True),
            Parameter("ProxyProtocolEnabled", _BOOLEAN, in_body=True),
            Parameter("ProxyProtocolV2Config", in_body=True),
            Parameter("SecSensorEnabled", _BOOLEAN, in_body=True),
            Parameter("SecurityPolicyId", in_body=True),
            Parameter("ServerGroupId", in_body=True),
        ),
        writes.update,
        subject="ListenerId",
        methods=_POST,
    ),
    Route("DeleteListener", _WRITE, writes.delete, subject="ListenerId", methods=_POST),
]

ROUTES: dict[str, Route[Regional]] = table([*_READS, *_WRITES])
