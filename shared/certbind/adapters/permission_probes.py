"""Each permission that the functions need, tried without changing anything.

Reads are tried by doing them. Of the writes, only those are tried for which there is a request
that the service is certain to refuse before it does anything. A refusal shows the permission only
with a code that comes after the permission was looked at, such as that of a key that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)
from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeCdnHttpsDomainListRequest import (
    DescribeCdnHttpsDomainListRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeDomainCertificateInfoRequest import (
    DescribeDomainCertificateInfoRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeUserDomainsRequest import DescribeUserDomainsRequest
from aliyunsdkcore.request import AcsRequest
from mns.queue import Message
from oss2.models import PutBucketCnameRequest

from certbind.adapters.calls.openapi import OpenApi, unlisted_request
from certbind.adapters.calls.retry import Retry
from certbind.adapters.mns.queue import LONGEST_DELAY, MnsQueue
from certbind.adapters.oss.api import OssApi
from certbind.domain.deployment.surroundings import Access, PermissionFacts
from certbind.domain.model.target import BoundTarget
from certbind.errors import NotFoundError, PermissionDeniedError, RejectedError

NO_SUCH_DOMAIN = "certbind-doctor.invalid"
"""RFC 2606: nobody can own it, so OSS can never find its ownership shown."""

NO_SUCH_CERTIFICATE = 1
_CERTIFICATE_NOT_FOUND = ("NotFound", "CertNotFound", "ResourceNotFound", "Certificate.NotFind")
"""CAS documents `NotFound…`; the others are CDN's, or were seen."""

_CAS_VERSION = "2020-04-07"


@dataclass(frozen=True, slots=True)
class Probe:
    """action: as policies name it. try_it: None where nothing harmless shows it; `how` says so.

    shown_by: how the codes begin of those refusals that show that the caller was let through to
    the request itself; () where only an answer does.
    """

    action: str
    where: str
    how: str
    try_it: Callable[[], object] | None
    shown_by: tuple[str, ...] = ()

    def look(self, retry: Retry) -> PermissionFacts:
        """Any other CloudError is the caller's: it says nothing of the permission."""
        if self.try_it is None:
            return self._facts(Access.NOT_PROBED, self.how)
        try:
            retry.call(self.try_it)
        except PermissionDeniedError as error:
            return self._facts(Access.DENIED, error.message, error.hint)
        except (NotFoundError, RejectedError) as error:
            if not error.api_code.startswith(self.shown_by):
                raise
        return self._facts(Access.ALLOWED, self.how)

    def _facts(self, access: Access, detail: str, hint: str = "") -> PermissionFacts:
        return PermissionFacts(self.action, self.where, access, detail, hint)


def cas_probes(api: OpenApi, site: str, number: int | None) -> Iterator[Probe]:
    """number: a certificate of the site; without one, CAS is asked for one that is not there."""
    where = f"CAS {site}"
    asked = number or NO_SUCH_CERTIFICATE
    lists: tuple[tuple[AcsRequest, dict[str, str | int]], ...] = (
        (ListUserCertificateOrderRequest(), {"OrderType": "CERT", "ShowSize": 1}),
        (unlisted_request("cas", _CAS_VERSION, "ListCertificates"), {"ShowSize": 1}),
    )
    details: tuple[tuple[AcsRequest, dict[str, str | int]], ...] = (
        (GetUserCertificateDetailRequest(), {"CertId": asked, "CertFilter": "true"}),
        (
            unlisted_request("cas", _CAS_VERSION, "GetCertificateDetail"),
            {"CertificateId": asked},
        ),
    )
    for request, params in lists:
        yield _read("yundun-cert", api, request, params, where)
    for request, params in details:
        yield _read("yundun-cert", api, request, params, where, _CERTIFICATE_NOT_FOUND)


def cdn_probes(
    api: OpenApi, targets: tuple[BoundTarget, ...], number: int | None
) -> Iterator[Probe]:
    """Per domain with the first one, since policies may name domains."""
    domains = [b.target.domain for b in targets if b.target.kind == "cdn"]
    yield _read("cdn", api, DescribeUserDomainsRequest(), {"PageSize": 1}, "CDN")
    yield _read("cdn", api, DescribeCdnHttpsDomainListRequest(), {"PageSize": 1}, "CDN")
    by_id = unlisted_request("Cdn", "2018-05-10", "DescribeCdnCertificateDetailById")
    asked: dict[str, str | int] = {
        "CertId": number or NO_SUCH_CERTIFICATE,
        "CertRegion": "cn-hangzhou",
    }
    yield _read("cdn", api, by_id, asked, "CDN", _CERTIFICATE_NOT_FOUND)
    if domains:
        info = DescribeDomainCertificateInfoRequest()
        yield _read("cdn", api, info, {"DomainName": domains[0]}, f"CDN {domains[0]}")
    else:
        action = "cdn:DescribeDomainCertificateInfo"
        yield Probe(action, "CDN", "the account has no CDN domain", None)
    yield Probe(
        "cdn:SetCdnDomainSSLCertificate",
        "CDN",
        "no request of it is certain to be refused before it changes something",
        None,
    )


def oss_probes(
    api: OssApi, targets: tuple[BoundTarget, ...], ledger: tuple[str, str]
) -> Iterator[Probe]:
    """ledger: its bucket and the prefix of its keys."""
    yield Probe(
        "oss:ListBuckets",
        "OSS",
        "",
        _oss_call(api, "ListBuckets", lambda: api.service().list_buckets(max_keys=1)),
    )
    yield from _cname_probes(api, [b for b in targets if b.target.kind == "oss"])
    yield from _ledger_probes(api, *ledger)


def _ledger_probes(api: OssApi, name: str, prefix: str) -> Iterator[Probe]:
    if not name:
        for action in ("oss:ListObjects", "oss:GetObject"):
            yield Probe(action, "OSS", "CERTBIND_LEDGER_BUCKET names no bucket", None)
        return
    where = f"bucket {name}"

    def bucket() -> Any:
        return api.bucket(name)

    yield Probe(
        "oss:ListObjects",
        where,
        "",
        _oss_call(api, "ListObjectsV2", lambda: bucket().list_objects_v2(prefix, max_keys=1)),
    )
    absent = f"{prefix}doctor/absent"
    yield Probe(
        "oss:GetObject",
        where,
        "asked for a key that is not there",
        _oss_call(api, "GetObject", lambda: bucket().get_object(absent)),
        shown_by=("NoSuchKey",),
    )


def _cname_probes(api: OssApi, targets: list[BoundTarget]) -> Iterator[Probe]:
    if not targets:
        for action in ("oss:ListCname", "oss:PutCname"):
            yield Probe(action, "OSS", "no bucket has a custom domain", None)
        return
    name, region = targets[0].target.bucket, targets[0].target.region
    where = f"bucket {name}"

    def bucket() -> Any:
        endpoint = ""
        if region and region != api.place.region:
            endpoint = api.endpoint_at(f"oss-{region}.aliyuncs.com")
        return api.bucket(name, region, endpoint)

    yield Probe(
        "oss:ListCname",
        where,
        "",
        _oss_call(api, "ListCname", lambda: bucket().list_bucket_cname()),
    )
    request = PutBucketCnameRequest(NO_SUCH_DOMAIN)
    yield Probe(
        "oss:PutCname",
        where,
        f"a request for {NO_SUCH_DOMAIN} was refused for want of ownership, as it must be",
        _oss_call(api, "PutCname", lambda: bucket().put_bucket_cname(request)),
        shown_by=("NeedVerifyDomainOwnership",),
    )
    yield Probe(
        "yundun-cert:DescribeSSLCertificatePrivateKey",
        "CAS, through OSS",
        "OSS asks for it, and for DescribeSSLCertificatePublicKeyDetail and "
        "CreateSSLCertificate, only when it binds",
        None,
    )


def queue_probes(queue: MnsQueue, name: str) -> Iterator[Probe]:
    """A message with a longer delay than MNS takes is refused and goes nowhere."""
    seconds = round(LONGEST_DELAY.total_seconds()) + 1
    message = Message("{}", delay_seconds=seconds)
    yield Probe(
        "mns:SendMessage",
        f"queue {name}",
        f"a message delayed by {seconds} s was refused, as it must be",
        lambda: queue.call("SendMessage", lambda q: q.send_message(message)),
        shown_by=("InvalidArgument",),
    )


def _read(
    product: str,
    api: OpenApi,
    request: AcsRequest,
    params: dict[str, str | int],
    where: str,
    shown_by: tuple[str, ...] = (),
) -> Probe:
    action = f"{product}:{request.get_action_name()}"
    return Probe(action, where, "", lambda: api.call(request, params), shown_by)


def _oss_call(api: OssApi, action: str, call: Callable[[], object]) -> Callable[[], object]:
    def work() -> object:
        with api.errors(action, "OSS"):
            return call()

    return work
