"""Which actions of DCDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated import binding, certificate_reads, domain_changes
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import (
    CERTIFICATE,
    CHANGES,
    DOMAIN,
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
        "DescribeDcdnHttpsDomainList",
        (Parameter("Keyword"), *PAGES),
        certificate_reads.describe_https_domain_list,
    ),
]

ROUTES: dict[str, Route[AcceleratedModel]] = table(_ROUTES)
