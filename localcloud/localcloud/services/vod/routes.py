"""Which actions of VOD are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cdn import certificate_reads, domain_changes
from localcloud.services.cdn.model import CdnModel
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.vod import calls

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_DOMAIN = Parameter("DomainName", required=True)
_DOMAINS = Parameter("DomainNames", required=True)
_TAG = Parameter("Tag", ParameterType.REPEAT_LIST, fields=("Key", "Value"))

_DOMAIN_ROUTES: list[Route[CdnModel]] = [
    Route(
        "DescribeVodUserDomains",
        (
            Parameter("PageNumber", _INTEGER),
            Parameter("PageSize", _INTEGER),
            Parameter("DomainName"),
            Parameter("DomainSearchType"),
            Parameter("DomainStatus"),
            _TAG,
        ),
        calls.describe_vod_user_domains,
    ),
    Route(
        "DescribeVodDomainDetail",
        (_DOMAIN,),
        calls.describe_vod_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddVodDomain",
        (
            _DOMAIN,
            Parameter("Sources", required=True),
            Parameter("Scope"),
            Parameter("CheckUrl"),
            Parameter("TopLevelDomain"),
        ),
        calls.add_vod_domain,
        subject="DomainName",
    ),
    Route("DeleteVodDomain", (_DOMAIN,), domain_changes.delete_cdn_domain, subject="DomainName"),
    Route("BatchStartVodDomain", (_DOMAINS,), calls.batch_start_vod_domain, subject="DomainNames"),
    Route("BatchStopVodDomain", (_DOMAINS,), calls.batch_stop_vod_domain, subject="DomainNames"),
]

_CERTIFICATE_ROUTES: list[Route[CdnModel]] = [
    Route(
        "SetVodDomainSSLCertificate",
        (
            _DOMAIN,
            Parameter("SSLProtocol", required=True),
            Parameter("CertType"),
            Parameter("CertId", _LONG),
            Parameter("CertRegion"),
            Parameter("CertName"),
            Parameter("SSLPub"),
            Parameter("SSLPri"),
            Parameter("Env"),
        ),
        calls.set_vod_domain_ssl_certificate,
        subject="DomainName",
    ),
    Route(
        "DescribeVodDomainCertificateInfo",
        (_DOMAIN,),
        certificate_reads.describe_domain_certificate_info,
        subject="DomainName",
        stale=certificate_reads.stale_domain_certificate_info,
    ),
]

ROUTES: dict[str, Route[CdnModel]] = table([*_DOMAIN_ROUTES, *_CERTIFICATE_ROUTES])
