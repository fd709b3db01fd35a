"""What DCDN tells of its domains: as CDN does, under names of its own.

Source: the response models of alibabacloud_dcdn20180115 3.1.0.
"""

from __future__ import annotations

from typing import Any

from localcloud.services.accelerated import certificate_reads, domain_reads
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments

_RENAMED = {"ServerCertificateStatus": "SSLProtocol", "ServerCertificate": "SSLPub"}
_NOT_TOLD = ("CertStartTime", "CertUpdateTime", "DomainCnameStatus")


def describe_dcdn_user_domains(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """As DescribeUserDomains. WebSiteType chooses nothing here."""
    answer = domain_reads.describe_user_domains(model, arguments)
    items = [
        {**item, "SSLProtocol": item["SslProtocol"]} for item in answer["Domains"]["PageData"]
    ]
    for item in items:
        for name in ("SslProtocol", "CdnType", "Coverage"):
            del item[name]
    return {**answer, "Domains": {"PageData": items}}


def describe_dcdn_domain_detail(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """As DescribeCdnDomainDetail."""
    answer = domain_reads.describe_domain_detail(model, arguments)
    detail = dict(answer["GetDomainDetailModel"])
    detail["SSLProtocol"] = detail.pop("ServerCertificateStatus")
    detail["Sources"] = {"Source": detail.pop("SourceModels")["SourceModel"]}
    del detail["HttpsCname"], detail["CdnType"]
    return {"DomainDetail": detail}


def describe_dcdn_domain_certificate_info(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """As DescribeDomainCertificateInfo."""
    return _renamed(certificate_reads.describe_domain_certificate_info(model, arguments))


def stale_dcdn_domain_certificate_info(
    model: AcceleratedModel, arguments: Arguments
) -> dict[str, Any]:
    """As it was before the last certificate write."""
    return _renamed(certificate_reads.stale_domain_certificate_info(model, arguments))


def _renamed(answer: dict[str, Any]) -> dict[str, Any]:
    infos = [
        {_RENAMED.get(name, name): value for name, value in info.items() if name not in _NOT_TOLD}
        for info in answer["CertInfos"]["CertInfo"]
    ]
    return {"CertInfos": {"CertInfo": infos}}
