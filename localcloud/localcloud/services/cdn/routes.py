"""Which actions of CDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated import (
    binding,
    certificate_reads,
    configs,
    domain_changes,
    domain_reads,
)
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import (
    CERTIFICATE,
    CHANGES,
    DOMAIN,
    DOMAINS,
    PAGES,
    PLACE,
    SEARCH,
    TAG,
)
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
    Route("DeleteCdnDomain", (DOMAIN,), domain_changes.delete_domain, subject="DomainName"),
    Route("StartCdnDomain", (DOMAIN,), domain_changes.start_domain, subject="DomainName"),
    Route("StopCdnDomain", (DOMAIN,), domain_changes.stop_domain, subject="DomainName"),
]

_CERTIFICATE_ROUTES: list[Route[AcceleratedModel]] = [
    Route(
        "SetCdnDomainSSLCertificate",
        CERTIFICATE,
        binding.set_domain_ssl_certificate,
        subject="DomainName",
    ),
    Route(
        "DescribeDomainCertificateInfo",
        (DOMAIN,),
        certificate_reads.describe_domain_certificate_info,
        subject="DomainName",
        stale=certificate_reads.stale_domain_certificate_info,
    ),
    Route(
        "DescribeCdnHttpsDomainList",
        (Parameter("Keyword"), *PAGES),
        certificate_reads.describe_https_domain_list,
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

_FUNCTION_ROUTES: list[Route[AcceleratedModel]] = [
    Route(
        "BatchSetCdnDomainConfig",
        (DOMAINS, Parameter("Functions", required=True)),
        configs.batch_set_configs,
        subject="DomainNames",
    ),
    Route(
        "DescribeCdnDomainConfigs",
        (DOMAIN, Parameter("FunctionNames"), Parameter("ConfigId")),
        configs.describe_configs,
        subject="DomainName",
    ),
    Route(
        "DeleteSpecificConfig",
        (DOMAIN, Parameter("ConfigId", required=True)),
        configs.delete_specific_config,
        subject="DomainName",
    ),
    Route(
        "BatchDeleteCdnDomainConfig",
        (DOMAINS, Parameter("FunctionNames", required=True)),
        configs.batch_delete_configs,
        subject="DomainNames",
    ),
]

ROUTES: dict[str, Route[AcceleratedModel]] = table(
    [*_DOMAIN_ROUTES, *_CERTIFICATE_ROUTES, *_FUNCTION_ROUTES]
)
