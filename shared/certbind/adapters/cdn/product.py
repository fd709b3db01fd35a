"""CDN as a product."""

from __future__ import annotations

from collections.abc import Iterator

from aliyunsdkcdn.request.v20180510.DescribeCdnHttpsDomainListRequest import (
    DescribeCdnHttpsDomainListRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeDomainCertificateInfoRequest import (
    DescribeDomainCertificateInfoRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeUserDomainsRequest import DescribeUserDomainsRequest

from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.product import Account, Product
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.errors import ERRORS
from certbind.adapters.cdn.reading import PRODUCT as NAME
from certbind.adapters.cdn.targets import NAMED_BY, PERMISSIONS, CdnTargets
from certbind.domain.model.target import BoundTarget


def _open(account: Account) -> OpenApi:
    settings = account.settings
    return OpenApi("cdn", settings.endpoints.cdn, settings.credentials, errors=ERRORS)


def _targets(account: Account) -> CdnTargets:
    return CdnTargets(_open(account), account.retry, only=account.settings.cdn_domains)


def _probes(account: Account, targets: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    """Per domain with the first one, since policies may name domains."""
    api = _open(account)
    yield probe_by_call(api, DescribeUserDomainsRequest(), {"PageSize": 1}, "CDN")
    yield probe_by_call(api, DescribeCdnHttpsDomainListRequest(), {"PageSize": 1}, "CDN")
    if targets:
        domain = targets[0].target.domain
        info = DescribeDomainCertificateInfoRequest()
        yield probe_by_call(api, info, {"DomainName": domain}, f"CDN {domain}")
    else:
        action = "cdn:DescribeDomainCertificateInfo"
        yield Probe(action, "CDN", "no CDN domain was seen", None)
    yield Probe(
        "cdn:SetCdnDomainSSLCertificate",
        "CDN",
        "no request of it is certain to be refused before it changes something",
        None,
    )


PRODUCT = Product(
    NAME,
    _targets,
    PERMISSIONS,
    _probes,
    ERRORS,
    named=lambda settings: settings.cdn_domains,
    named_by=NAMED_BY,
)
