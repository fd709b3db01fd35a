"""Harmless calls that show the permissions at CAS, and at CDN where it stands in for CAS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)
from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcore.request import AcsRequest

from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION

NO_SUCH_CERTIFICATE = 1
NO_SUCH_JOB = 1
NO_SUCH_INSTANCE = "cas-ivauto-none00"
_CERTIFICATE_NOT_FOUND = ("NotFound", "CertNotFound", "ResourceNotFound", "Certificate.NotFind")
"""CAS documents `NotFound…`; the others are CDN's, or were seen."""

_INSTANCE_NOT_FOUND = (*_CERTIFICATE_NOT_FOUND, "InvalidParameter")
"""Which code says so is not published (UNCERTAIN)."""

_NO_UPLOAD = "an upload would leave a certificate behind; `certbind upload` alone needs it"


def cas_probes(api: OpenApi, site: str, number: int | None) -> Iterator[Probe]:
    """number: a certificate of the site; without one, CAS is asked for one that is not there."""
    where = f"CAS {site}"
    asked = number or NO_SUCH_CERTIFICATE
    lists: tuple[tuple[AcsRequest, Mapping[str, str | int]], ...] = (
        (ListUserCertificateOrderRequest(), {"OrderType": "CERT", "ShowSize": 1}),
        (unlisted_request("cas", VERSION, "ListCertificates"), {"ShowSize": 1}),
        (unlisted_request("cas", VERSION, "ListDeploymentJob"), {"ShowSize": 1}),
        (unlisted_request("cas", VERSION, "ListCloudResources"), {"ShowSize": 1}),
    )
    details: tuple[tuple[AcsRequest, Mapping[str, str | int]], ...] = (
        (GetUserCertificateDetailRequest(), {"CertId": asked, "CertFilter": "true"}),
        (unlisted_request("cas", VERSION, "GetCertificateDetail"), {"CertificateId": asked}),
        (unlisted_request("cas", VERSION, "ListWorkerResource"), {"JobId": NO_SUCH_JOB}),
    )
    for request, params in lists:
        yield probe_by_call(api, request, params, where)
    for request, params in details:
        yield probe_by_call(api, request, params, where, _CERTIFICATE_NOT_FOUND)
    instance = unlisted_request("cas", VERSION, "GetInstanceDetail")
    named = {"InstanceId": NO_SUCH_INSTANCE}
    yield probe_by_call(api, instance, named, where, _INSTANCE_NOT_FOUND)
    yield Probe(f"{api.ram_name}:UploadUserCertificate", where, _NO_UPLOAD, None)


def chain_probe(cdn: OpenApi, site: str, number: int | None) -> Probe:
    """CDN is what gives the chain of a certificate of CAS."""
    asked: dict[str, str | int] = {"CertId": number or NO_SUCH_CERTIFICATE, "CertRegion": site}
    by_id = unlisted_request("Cdn", "2018-05-10", "DescribeCdnCertificateDetailById")
    return probe_by_call(cdn, by_id, asked, "CDN", _CERTIFICATE_NOT_FOUND)
