"""What VOD tells of its domains and takes for them: as CDN does, with limits of its own.

Source: request metadata and response models of alibabacloud_vod20170321 3.12.1.
"""

from __future__ import annotations

from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.accelerated import binding, configs, domain_reads
from localcloud.services.accelerated.answers import require, require_idle
from localcloud.services.accelerated.domain_changes import add_domain
from localcloud.services.accelerated.domains import DomainStatus
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments

_LARGEST_SIZE = 50


def describe_vod_user_domains(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """At most 50 a page, searched by parts of a name unless something else is asked for. Domains
    under review or failed are shown (nothing is documented of their being hidden).
    """
    answer = domain_reads.list_domains(
        model, arguments, most=_LARGEST_SIZE, search="fuzzy_match", shows_all=True
    )
    items = [dict(item) for item in answer["Domains"]["PageData"]]
    for item in items:
        for name in ("DomainId", "CdnType", "Coverage", "ResourceGroupId"):
            del item[name]
    return {**answer, "Domains": {"PageData": items}}


def describe_vod_domain_detail(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """One domain."""
    domain = require(model, arguments.text("DomainName"))
    answer = domain_reads.describe_domain_detail(model, arguments)["GetDomainDetailModel"]
    binding = domain.binding
    detail = {
        "DomainName": answer["DomainName"],
        "Cname": answer["Cname"],
        "DomainStatus": answer["DomainStatus"],
        "SSLProtocol": answer["ServerCertificateStatus"],
        "CertName": "" if binding is None else binding.name,
        "Scope": answer["Scope"],
        "Description": "",
        "GmtCreated": answer["GmtCreated"],
        "GmtModified": answer["GmtModified"],
        "Sources": {"Source": answer["SourceModels"]["SourceModel"]},
    }
    return {"DomainDetail": detail}


def add_vod_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """As AddCdnDomain."""
    return add_domain(model, arguments, "video")


def batch_start_vod_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Online after the change."""
    return _switch(model, arguments, DomainStatus.ONLINE)


def batch_stop_vod_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Offline after the change."""
    return _switch(model, arguments, DomainStatus.OFFLINE)


def set_vod_domain_ssl_certificate(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """Env=staging reaches no visitor; any other value is none."""
    if arguments.text("Env") == "staging":
        require_idle(model, arguments.text("DomainName"))
        return {}
    return binding.set_domain_ssl_certificate(model, arguments)


def batch_set_vod_domain_configs(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """It answers with nothing: ids are read."""
    configs.batch_set_configs(model, arguments)
    return {}


def describe_vod_domain_configs(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Without the rule that one belongs to."""
    answer = configs.describe_configs(model, arguments)
    for config in answer["DomainConfigs"]["DomainConfig"]:
        del config["ParentId"]
    return answer


def _switch(model: AcceleratedModel, arguments: Arguments, status: DomainStatus) -> dict[str, Any]:
    with model.lock:
        names = arguments.listed("DomainNames")
        if not names:
            raise ServiceError(400, "InvalidDomainNames.Malformed", "No domain is named.")
        for domain in [require_idle(model, name) for name in names]:
            model.switch(model.begin(domain), status)
    return {}
