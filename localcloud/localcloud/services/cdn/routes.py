"""Which actions of CDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated import (
    certificate_reads,
    domain_reads,
)
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import (
    CHANGES,
    DOMAIN,
    PLACE,
    SEARCH,
    TAG,
)
from localcloud.services.accelerated.routes import of_binding, of_configs, of_domains
from localcloud.services.cdn import certificate_lists, changes
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.rpc.routes import Method

_DOMAIN_ROUTES: list[Route[AcceleratedModel]] = [
    Route(
        "DescribeUserDomains",
        (*SEARCH, *CHANGES, Parameter("CdnType"), Parameter("Source")),
        domain_reads.describe_user_domains,
    ),
    Route(
        "DescribeCdnDomainDetail",
        (DOMAIN,),
        domain_reads.describe_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddCdnDomain",
        (
            DOMAIN,
            Parameter("CdnType", required=True),
            Parameter("Sources", required=True),
            *PLACE,
            Parameter("ResourceGroupId"),
            TAG,
        ),
        changes.add_cdn_domain,
        subject="DomainName",
    ),
    *of_domains("DeleteCdnDomain", "StartCdnDomain", "StopCdnDomain"),
]

_CERTIFICATE_ROUTES: list[Route[AcceleratedModel]] = [
    *of_binding("SetCdnDomainSSLCertificate", "DescribeCdnHttpsDomainList"),
    Route(
        "DescribeDomainCertificateInfo",
        (DOMAIN,),
        certificate_reads.describe_domain_certificate_info,
        subject="DomainName",
        stale=certificate_reads.stale_domain_certificate_info,
    ),
    Route(
        "DescribeCertificateInfoByID",
        (Parameter("CertId", required=True),),
        certificate_reads.describe_certificate_info_by_id,
        subject="CertId",
        methods=frozenset({Method.GET}),
    ),
    Route(
        "DescribeCdnCertificateDetailById",
        (Parameter("CertId", required=True), Parameter("CertRegion")),
        certificate_lists.describe_cdn_certificate_detail_by_id,
        subject="CertId",
    ),
    Route(
        "DescribeCdnCertificateDetail",
        (Parameter("CertName", required=True),),
        certificate_lists.describe_cdn_certificate_detail,
        subject="CertName",
    ),
    Route(
        "DescribeCdnSSLCertificateList",
        (
            Parameter("DomainName"),
            Parameter("SearchKeyword"),
            Parameter("PageNumber", ParameterType.LONG),
            Parameter("PageSize", ParameterType.LONG),
        ),
        certificate_lists.describe_cdn_ssl_certificate_list,
        subject="DomainName",
    ),
    Route(
        "DescribeCdnCertificateList",
        (Parameter("DomainName"),),
        certificate_lists.describe_cdn_certificate_list,
        subject="DomainName",
    ),
]

_FUNCTION_ROUTES = of_configs(
    "BatchSetCdnDomainConfig",
    "DescribeCdnDomainConfigs",
    "DeleteSpecificConfig",
    "BatchDeleteCdnDomainConfig",
)

ROUTES: dict[str, Route[AcceleratedModel]] = table(
    [*_DOMAIN_ROUTES, *_CERTIFICATE_ROUTES, *_FUNCTION_ROUTES]
)
