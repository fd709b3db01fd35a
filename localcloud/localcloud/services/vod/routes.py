"""Which actions of VOD are built, and what each takes."""

from __future__ import annotations

from localcloud.services.accelerated import certificate_reads, configs, domain_changes
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import CERTIFICATE, DOMAIN, DOMAINS, PLACE, SEARCH
from localcloud.services.rpc import Parameter, Route, table
from localcloud.services.vod import calls

_ROUTES: list[Route[AcceleratedModel]] = [
    Route("DescribeVodUserDomains", SEARCH, calls.describe_vod_user_domains),
    Route(
        "DescribeVodDomainDetail",
        (DOMAIN,),
        calls.describe_vod_domain_detail,
        subject="DomainName",
    ),
    Route(
        "AddVodDomain",
        (DOMAIN, Parameter("Sources", required=True), *PLACE),
        calls.add_vod_domain,
        subject="DomainName",
    ),
    Route("DeleteVodDomain", (DOMAIN,), domain_changes.delete_domain, subject="DomainName"),
    Route("BatchStartVodDomain", (DOMAINS,), calls.batch_start_vod_domain, subject="DomainNames"),
    Route("BatchStopVodDomain", (DOMAINS,), calls.batch_stop_vod_domain, subject="DomainNames"),
    Route(
        "SetVodDomainSSLCertificate",
        (*CERTIFICATE, Parameter("Env")),
        calls.set_vod_domain_ssl_certificate,
        subject="DomainName",
    ),
    Route(
        "BatchSetVodDomainConfigs",
        (DOMAINS, Parameter("Functions", required=True)),
        calls.batch_set_vod_domain_configs,
        subject="DomainNames",
    ),
    Route(
        "DescribeVodDomainConfigs",
        (DOMAIN, Parameter("FunctionNames", required=True)),
        calls.describe_vod_domain_configs,
        subject="DomainName",
    ),
    Route(
        "DeleteVodSpecificConfig",
        (DOMAIN, Parameter("ConfigId", required=True), Parameter("Env")),
        configs.delete_specific_config,
        subject="DomainName",
    ),
    Route(
        "DescribeVodDomainCertificateInfo",
        (DOMAIN,),
        certificate_reads.describe_domain_certificate_info,
        subject="DomainName",
        stale=certificate_reads.stale_domain_certificate_info,
    ),
]

ROUTES: dict[str, Route[AcceleratedModel]] = table(_ROUTES)
