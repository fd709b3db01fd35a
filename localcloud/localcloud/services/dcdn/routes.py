"""Which actions of DCDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cdn import binding, certificate_reads, domain_changes
from localcloud.services.cdn.model import CdnModel
from localcloud.services.dcdn import changes, reads
from localcloud.services.rpc import Parameter, ParameterType, Route, table

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_DOMAIN = Parameter("DomainName", required=True)
_TAG = Parameter("Tag", ParameterType.REPEAT_LIST, fields=("Key", "Value"))

_DOMAIN_ROUTES: list[Route[CdnModel]] = [
    Route(
        "DescribeDcdnUserDomains",
        (
            Parameter("PageNumber", _INTEGER),
            Parameter("PageSize", _INTEGER),
            Parameter("DomainName"),
            Parameter("DomainSearchType"),
            Parameter("DomainStatus"),
            Parameter("Coverage"),
            Parameter("CheckDomainShow", ParameterType.BOOLEAN),
            Parameter("ChangeStartTime"),
            Parameter("ChangeEndTime"),
            Parameter("ResourceGroupId"),
            Parameter("WebSiteType"),
            _TAG,
        ),
        reads.describe_dcdn_user_domains,
    ),
    Route(
        "DescribeDcdnDomainDetail",
        (_DOMAIN,),
        reads.describe_dcdn_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddDcdnDomain",
        (
            _DOMAIN,
            Parameter("Sources"),
            Parameter("Scope"),
            Parameter("CheckUrl"),
            Parameter("FunctionType"),
            Parameter("TopLevelDomain"),
            Parameter("ResourceGroupId"),
            _TAG,
        ),
        changes.add_dcdn_domain,
        subject="DomainName",
    ),
    Route("DeleteDcdnDomain", (_DOMAIN,), domain_changes.delete_cdn_domain, subject="DomainName"),
    Route("StartDcdnDomain", (_DOMAIN,), domain_changes.start_cdn_domain, subject="DomainName"),
    Route("StopDcdnDomain", (_DOMAIN,), domain_changes.stop_cdn_domain, subject="DomainName"),
]

_CERTIFICATE_ROUTES: list[Route[CdnModel]] = [
    Route(
        "SetDcdnDomainSSLCertificate",
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
        "DescribeDcdnDomainCertificateInfo",
        (_DOMAIN,),
        reads.describe_dcdn_domain_certificate_info,
        subject="DomainName",
        stale=reads.stale_dcdn_domain_certificate_info,
    ),
    Route(
        "DescribeDcdnHttpsDomainList",
        (
            Parameter("Keyword"),
            Parameter("PageNumber", _INTEGER),
            Parameter("PageSize", _INTEGER),
        ),
        certificate_reads.describe_cdn_https_domain_list,
    ),
]

ROUTES: dict[str, Route[CdnModel]] = table([*_DOMAIN_ROUTES, *_CERTIFICATE_ROUTES])
