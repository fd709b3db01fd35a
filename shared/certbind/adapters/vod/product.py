"""VOD 2017-03-21 as a product: its accelerated domains. The endpoint in cn-shanghai is the only
one that knows them; the classic SDK has no class of its requests.
"""

from __future__ import annotations

from aliyunsdkcore.request import AcsRequest

from certbind.adapters.accelerated.dialect import Actions, Dialect, Fields
from certbind.adapters.accelerated.errors import family
from certbind.adapters.accelerated.product import with_own_settings
from certbind.adapters.accelerated.settings import Functions
from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.rpc.api import unlisted_request
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Outward
from certbind.errors import ArrearsError

NAME = ProductName("vod")

ERRORS = ErrorTable(
    (Row(ArrearsError, ("OperationDenied.Suspended",)), *family("VOD")),
    GATEWAY,
)


def _request(action: str) -> AcsRequest:
    return unlisted_request("vod", "2017-03-21", action)


DIALECT = Dialect(
    NAME,
    Outward.CONTENT,
    _request,
    "CERTBIND_VOD_DOMAINS",
    Actions(
        "DescribeVodUserDomains",
        "",
        "DescribeVodDomainCertificateInfo",
        "SetVodDomainSSLCertificate",
    ),
    Fields(),
    shows_reviewed=False,
    largest_page=50,
    allows_per_domain=False,
)

_REDIRECTS = ("https_force", "http_force")
FUNCTIONS = Functions(
    "DescribeVodDomainConfigs",
    "BatchSetVodDomainConfigs",
    "DeleteVodSpecificConfig",
    _REDIRECTS,
    dict.fromkeys(_REDIRECTS, frozenset({"enable"})),
)
"""Of what hardening sets VOD's page of functions names the redirect alone, without its code."""

PRODUCT = with_own_settings(DIALECT, ERRORS, "https://vod.cn-shanghai.aliyuncs.com", FUNCTIONS)
