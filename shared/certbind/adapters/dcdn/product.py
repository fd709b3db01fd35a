"""DCDN 2018-01-15 as a product. The classic SDK has no class of its requests."""

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
from certbind.errors import ArrearsError, NotOpenedError, QuotaError, RejectedError

NAME = ProductName("dcdn")

ERRORS = ErrorTable(
    (
        Row(NotOpenedError, ("DcdnServiceNotFound", "DcdnIpaServiceNotFound")),
        Row(ArrearsError, ("AccountArrears", "DcdnServiceSuspended")),
        # 403 like a missing permission, and none (DCDN's error codes page).
        Row(QuotaError, ("*.OverQuota",)),
        Row(RejectedError, ("*.NotSupport", "*.WrongValueMatched")),
        Row(
            RejectedError,
            ("Domain.BeianInvalid", "DomainTraffic.ExceedThreshold", "Schedule.*"),
        ),
        *family("DCDN"),
    ),
    GATEWAY,
)


def _request(action: str) -> AcsRequest:
    return unlisted_request("dcdn", "2018-01-15", action)


DIALECT = Dialect(
    NAME,
    Outward.WHOLE_SITE,
    _request,
    "CERTBIND_DCDN_DOMAINS",
    Actions(
        "DescribeDcdnUserDomains",
        "DescribeDcdnHttpsDomainList",
        "DescribeDcdnDomainCertificateInfo",
        "SetDcdnDomainSSLCertificate",
    ),
    Fields("SSLProtocol", "SSLProtocol", "SSLPub"),
)

FUNCTIONS = Functions(
    "DescribeDcdnDomainConfigs", "BatchSetDcdnDomainConfigs", "DeleteDcdnSpecificConfig"
)
"""As CDN's: DCDN's pages describe the same functions; which of them an account may set is
UNCERTAIN (docs/real-account.md).
"""

PRODUCT = with_own_settings(DIALECT, ERRORS, "https://dcdn.aliyuncs.com", FUNCTIONS)
