"""Which actions of ALB are built, and what each takes."""

from __future__ import annotations

from localcloud.services.alb import reads, writes
from localcloud.services.balancing.regional import Regional, as_before, describe_regions
from localcloud.services.rpc import Parameter, ParameterType, Route, table

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_BOOLEAN, _ARRAY, _STRUCT = ParameterType.BOOLEAN, ParameterType.ARRAY, ParameterType.STRUCT
_PAGES = (Parameter("MaxResults", _INTEGER), Parameter("NextToken"))
_LISTENER = Parameter("ListenerId", required=True)
_CERTIFICATES = Parameter("Certificates", _ARRAY, required=True)
_WRITE = (Parameter("ClientToken"), Parameter("DryRun", _BOOLEAN))

_READS: list[Route[Regional]] = [
    Route(
        "DescribeRegions",
        (Parameter("AcceptLanguage"),),
        describe_regions,
    ),
    Route(
        "ListLoadBalancers",
        (
            *_PAGES,
            Parameter("AddressIpVersion"),
            Parameter("AddressType"),
            Parameter("DNSName"),
            Parameter("Ipv6AddressType"),
            Parameter("LoadBalancerBussinessStatus"),
            Parameter("LoadBalancerIds", _ARRAY),
            Parameter("LoadBalancerNames", _ARRAY),
            Parameter("LoadBalancerStatus"),
            Parameter("PayType"),
            Parameter("ResourceGroupId"),
            Parameter("Tag", _ARRAY),
            Parameter("VpcIds", _ARRAY),
            Parameter("ZoneId"),
        ),
        reads.list_load_balancers,
    ),
    Route(
        "GetLoadBalancerAttribute",
        (Parameter("LoadBalancerId", required=True),),
        reads.get_load_balancer_attribute,
        subject="LoadBalancerId",
    ),
    Route(
        "ListListeners",
        (
            *_PAGES,
            Parameter("ListenerIds", _ARRAY),
            Parameter("ListenerProtocol"),
            Parameter("LoadBalancerIds", _ARRAY),
            Parameter("Tag", _ARRAY),
        ),
        reads.list_listeners,
    ),
    Route(
        "GetListenerAttribute",
        (_LISTENER,),
        reads.get_listener_attribute,
        subject="ListenerId",
        stale=as_before(reads.get_listener_attribute),
    ),
    Route(
        "ListListenerCertificates",
        (
            _LISTENER,
            *_PAGES,
            Parameter("CertificateIds", _ARRAY),
            Parameter("CertificateType"),
        ),
        reads.list_listener_certificates,
        subject="ListenerId",
        stale=as_before(reads.list_listener_certificates),
    ),
    Route(
        "ListAsynJobs",
        (
            Parameter("MaxResults", _LONG),
            Parameter("NextToken"),
            Parameter("ApiName"),
            Parameter("BeginTime", _LONG),
            Parameter("EndTime", _LONG),
            Parameter("JobIds", _ARRAY),
            Parameter("ResourceIds", _ARRAY),
            Parameter("ResourceType"),
        ),
        reads.list_asyn_jobs,
    ),
]

_WRITES: list[Route[Regional]] = [
    Route(
        "AssociateAdditionalCertificatesWithListener",
        (_LISTENER, _CERTIFICATES, *_WRITE),
        writes.associate,
        subject="ListenerId",
    ),
    Route(
        "DissociateAdditionalCertificatesFromListener",
        (_LISTENER, _CERTIFICATES, *_WRITE),
        writes.dissociate,
        subject="ListenerId",
    ),
    Route(
        "UpdateListenerAttribute",
        (
            _LISTENER,
            *_WRITE,
            Parameter("CaCertificates", _ARRAY),
            Parameter("CaEnabled", _BOOLEAN),
            Parameter("Certificates", _ARRAY),
            Parameter("DefaultActions", _ARRAY),
            Parameter("GzipEnabled", _BOOLEAN),
            Parameter("Http2Enabled", _BOOLEAN),
            Parameter("IdleTimeout", _INTEGER),
            Parameter("ListenerDescription"),
            Parameter("QuicConfig", _STRUCT),
            Parameter("RequestTimeout", _INTEGER),
            Parameter("SecurityPolicyId"),
            Parameter("XForwardedForConfig", _STRUCT),
        ),
        writes.update,
        subject="ListenerId",
    ),
    Route("DeleteListener", (_LISTENER, *_WRITE), writes.delete, subject="ListenerId"),
]

ROUTES: dict[str, Route[Regional]] = table([*_READS, *_WRITES])
