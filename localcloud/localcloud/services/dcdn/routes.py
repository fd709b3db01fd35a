"""Which actions of DCDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated import (
    binding,
    certificate_reads,
    configs,
    domain_changes,
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
from localcloud.services.dcdn import changes, reads
from localcloud.services.rpc import Parameter, Route, table

_ROUTES: list[Route[AcceleratedModel]] = [
    Route(
        "DescribeDcdnUserDomains",
        (*SEARCH, *CHANGES, Parameter("WebSiteType")),
        reads.describe_dcdn_user_domains,
    ),
    Route(
        "DescribeDcdnDomainDetail",
        (DOMAIN,),
        reads.describe_dcdn_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddDcdnDomain",
        (
            DOMAIN,
            Parameter("Sources"),
            *PLACE,
            Parameter("FunctionType"),
            Parameter("ResourceGroupId"),
            TAG,
        ),
        changes.add_dcdn_domain,
        subject="DomainName",
    ),
    Route("DeleteDcdnDomain", (DOMAIN,), domain_changes.delete_domain, subject="DomainName"),
    Route("StartDcdnDomain", (DOMAIN,), domain_changes.start_domain, subject="DomainName"),
    Route("StopDcdnDomain", (DOMAIN,), domain_changes.stop_domain, subject="DomainName"),
    Route(
        "SetDcdnDomainSSLCertificate",
        CERTIFICATE,
        binding.set_domain_ssl_certificate,
        subject="DomainName",
    ),
    Route(
        "DescribeDcdnDomainCertificateInfo",
        (DOMAIN,),
        reads.describe_dcdn_domain_certificate_info,
        subject="DomainName",
        stale=reads.stale_dcdn_domain_certificate_info,
    ),
    Route(
        "BatchSetDcdnDomainConfigs",
        (DOMAINS, Parameter("Functions", required=True)),
        configs.batch_set_configs,
        subject="DomainNames",
    ),
    Route(
        "DescribeDcdnDomainConfigs",
        (DOMAIN, Parameter("FunctionNames"), Parameter("ConfigId")),
        configs.describe_configs,
        subject="DomainName",
    ),
    Route(
        "DeleteDcdnSpecificConfig",
        (DOMAIN, Parameter("ConfigId", required=True)),
        configs.delete_specific_config,
        subject="DomainName",
    ),
    Route(
        "BatchDeleteDcdnDomainConfigs",
        (DOMAINS, Parameter("FunctionNames", required=True)),
        configs.batch_delete_configs,
        subject="DomainNames",
    ),
    Route(
        "DescribeDcdnHttpsDomainList",
        (Parameter("Keyword"), *PAGES),
        certificate_reads.describe_https_domain_list,
    ),
]

ROUTES: dict[str, Route[AcceleratedModel]] = table(_ROUTES)
