"""Which actions of CDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cdn import (
    binding,
    certificate_lists,
    certificate_reads,
    configs,
    domain_changes,
    domain_reads,
)
from localcloud.services.cdn.model import CdnModel
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.rpc.routes import Method

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_DOMAIN = Parameter("DomainName", required=True)
_DOMAINS = Parameter("DomainNames", required=True)
_TAG = Parameter("Tag", ParameterType.REPEAT_LIST, fields=("Key", "Value"))

_DOMAIN_ROUTES: list[Route[CdnModel]] = [
    Route(
        "DescribeUserDomains",
        (
            Parameter("PageNumber", _INTEGER),
            Parameter("PageSize", _INTEGER),
            Parameter("DomainName"),
            Parameter("DomainSearchType"),
            Parameter("DomainStatus"),
            Parameter("CdnType"),
            Parameter("Coverage"),
            Parameter("Source"),
            Parameter("CheckDomainShow", ParameterType.BOOLEAN),
            Parameter("ChangeStartTime"),
            Parameter("ChangeEndTime"),
            Parameter("ResourceGroupId"),
            _TAG,
        ),
        domain_reads.describe_user_domains,
    ),
    Route(
        "DescribeCdnDomainDetail",
        (_DOMAIN,),
        domain_reads.describe_cdn_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddCdnDomain",
        (
            _DOMAIN,
            Parameter("CdnType", required=True),
            Parameter("Sources", required=True),
            Parameter("Scope"),
            Parameter("CheckUrl"),
            Parameter("TopLevelDomain"),
            Parameter("ResourceGroupId"),
            _TAG,
        ),
        domain_changes.add_cdn_domain,
        subject="DomainName",
    ),
    Route("DeleteCdnDomain", (_DOMAIN,), domain_changes.delete_cdn_domain, subject="DomainName"),
    Route("StartCdnDomain", (_DOMAIN,), domain_changes.start_cdn_domain, subject="DomainName"),
    Route("StopCdnDomain", (_DOMAIN,), domain_changes.stop_cdn_domain, subject="DomainName"),
]

_CERTIFICATE_ROUTES: list[Route[CdnModel]] = [
    Route(
        "SetCdnDomainSSLCertificate",
        (
            _DOMAIN,
            Parameter("SSLProtocol", required=True),
            Parameter("CertType"),
            Parameter("CertId", _LONG),
            Parameter("CertRegion"),
            Parameter("CertName"),
            Parameter("SSLPub"),
            Parameter("SSLPri"),
        ),
        binding.set_cdn_domain_ssl_certificate,
        subject="DomainName",
    ),
    Route(
        "DescribeDomainCertificateInfo",
        (_DOMAIN,),
        certificate_reads.describe_domain_certificate_info,
        subject="DomainName",
        stale=certificate_reads.stale_domain_certificate_info,
    ),
    Route(
        "DescribeCdnHttpsDomainList",
        (
            Parameter("Keyword"),
            Parameter("PageNumber", _INTEGER),
            Parameter("PageSize", _INTEGER),
        ),
        certificate_reads.describe_cdn_https_domain_list,
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
            Parameter("PageNumber", _LONG),
            Parameter("PageSize", _LONG),
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

_FUNCTION_ROUTES: list[Route[CdnModel]] = [
    Route(
        "BatchSetCdnDomainConfig",
        (_DOMAINS, Parameter("Functions", required=True)),
        configs.batch_set_cdn_domain_config,
        subject="DomainNames",
    ),
    Route(
        "DescribeCdnDomainConfigs",
        (_DOMAIN, Parameter("FunctionNames"), Parameter("ConfigId")),
        configs.describe_cdn_domain_configs,
        subject="DomainName",
    ),
    Route(
        "DeleteSpecificConfig",
        (_DOMAIN, Parameter("ConfigId", required=True)),
        configs.delete_specific_config,
        subject="DomainName",
    ),
    Route(
        "BatchDeleteCdnDomainConfig",
        (_DOMAINS, Parameter("FunctionNames", required=True)),
        configs.batch_delete_cdn_domain_config,
        subject="DomainNames",
    ),
]

ROUTES: dict[str, Route[CdnModel]] = table(
    [*_DOMAIN_ROUTES, *_CERTIFICATE_ROUTES, *_FUNCTION_ROUTES]
)
