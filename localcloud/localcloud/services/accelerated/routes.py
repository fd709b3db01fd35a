"""Actions that CDN and DCDN take alike, each under a name of its own."""

from __future__ import annotations

from localcloud.services.accelerated import (
    binding,
    certificate_reads,
    configs,
    domain_changes,
)
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.accelerated.parameters import CERTIFICATE, DOMAIN, DOMAINS, PAGES
from localcloud.services.rpc import Parameter, Route

Routes = tuple[Route[AcceleratedModel], ...]


def of_domains(delete: str, start: str, stop: str) -> Routes:
    """One domain's life."""
    return (
        Route(delete, (DOMAIN,), domain_changes.delete_domain, subject="DomainName"),
        Route(start, (DOMAIN,), domain_changes.start_domain, subject="DomainName"),
        Route(stop, (DOMAIN,), domain_changes.stop_domain, subject="DomainName"),
    )


def of_binding(bind: str, listed: str) -> Routes:
    """Bind, and the list of what is bound."""
    return (
        Route(bind, CERTIFICATE, binding.set_domain_ssl_certificate, subject="DomainName"),
        Route(
            listed, (Parameter("Keyword"), *PAGES), certificate_reads.describe_https_domain_list
        ),
    )


def of_configs(batch_set: str, describe: str, delete_one: str, batch_delete: str) -> Routes:
    """A domain's functions."""
    functions = Parameter("Functions", required=True)
    names, number = Parameter("FunctionNames"), Parameter("ConfigId")
    wanted, only = Parameter("FunctionNames", required=True), Parameter("ConfigId", required=True)
    delete = configs.delete_specific_config
    return (
        Route(batch_set, (DOMAINS, functions), configs.batch_set_configs, subject="DomainNames"),
        Route(describe, (DOMAIN, names, number), configs.describe_configs, subject="DomainName"),
        Route(delete_one, (DOMAIN, only), delete, subject="DomainName"),
        Route(
            batch_delete, (DOMAINS, wanted), configs.batch_delete_configs, subject="DomainNames"
        ),
    )
