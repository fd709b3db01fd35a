"""Which actions of DCDN are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import (
    CHANGES,
    DOMAIN,
    PLACE,
    SEARCH,
    TAG,
)
from localcloud.services.accelerated.routes import of_binding, of_configs, of_domains
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
    *of_domains("DeleteDcdnDomain", "StartDcdnDomain", "StopDcdnDomain"),
    *of_binding("SetDcdnDomainSSLCertificate", "DescribeDcdnHttpsDomainList"),
    Route(
        "DescribeDcdnDomainCertificateInfo",
        (DOMAIN,),
        reads.describe_dcdn_domain_certificate_info,
        subject="DomainName",
        stale=reads.stale_dcdn_domain_certificate_info,
    ),
    *of_configs(
        "BatchSetDcdnDomainConfigs",
        "DescribeDcdnDomainConfigs",
        "DeleteDcdnSpecificConfig",
        "BatchDeleteDcdnDomainConfigs",
    ),
]

ROUTES: dict[str, Route[AcceleratedModel]] = table(_ROUTES)
