"""CDN 2018-05-10, by the classic SDK's own requests."""

from __future__ import annotations

from aliyunsdkcdn.request.v20180510.BatchSetCdnDomainConfigRequest import (
    BatchSetCdnDomainConfigRequest,
)
from aliyunsdkcdn.request.v20180510.DeleteSpecificConfigRequest import DeleteSpecificConfigRequest
from aliyunsdkcdn.request.v20180510.DescribeCdnDomainConfigsRequest import (
    DescribeCdnDomainConfigsRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeCdnHttpsDomainListRequest import (
    DescribeCdnHttpsDomainListRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeDomainCertificateInfoRequest import (
    DescribeDomainCertificateInfoRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeUserDomainsRequest import DescribeUserDomainsRequest
from aliyunsdkcdn.request.v20180510.SetCdnDomainSSLCertificateRequest import (
    SetCdnDomainSSLCertificateRequest,
)
from aliyunsdkcore.request import AcsRequest

from certbind.adapters.accelerated.dialect import Actions, Dialect, Fields
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Outward

_OF_TARGETS: dict[str, type[AcsRequest]] = {
    "DescribeUserDomains": DescribeUserDomainsRequest,
    "DescribeCdnHttpsDomainList": DescribeCdnHttpsDomainListRequest,
    "DescribeDomainCertificateInfo": DescribeDomainCertificateInfoRequest,
    "SetCdnDomainSSLCertificate": SetCdnDomainSSLCertificateRequest,
}
_REQUESTS: dict[str, type[AcsRequest]] = {
    **_OF_TARGETS,
    "DescribeCdnDomainConfigs": DescribeCdnDomainConfigsRequest,
    "BatchSetCdnDomainConfig": BatchSetCdnDomainConfigRequest,
    "DeleteSpecificConfig": DeleteSpecificConfigRequest,
}


def _request(action: str) -> AcsRequest:
    return _REQUESTS[action]()


DIALECT = Dialect(
    ProductName("cdn"),
    Outward.CONTENT,
    _request,
    "CERTBIND_CDN_DOMAINS",
    Actions(*_OF_TARGETS),
    Fields(),
    bills_https=True,
)
