"""ESA 2024-09-10 as a product. The classic SDK has no class of its requests."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.product import Account, Product
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.adapters.esa.lists import esa_request
from certbind.adapters.esa.reading import PRODUCT as NAME
from certbind.adapters.esa.targets import PERMISSIONS, QUOTA_PERMISSIONS, EsaTargets
from certbind.config import Setting, Settings
from certbind.config.reader import Reader
from certbind.domain.model.target import BoundTarget
from certbind.errors import (
    BusyError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

_ENDPOINT = Setting(
    "ESA_ENDPOINT",
    "https://esa.cn-hangzhou.aliyuncs.com",
    "ESA, with scheme; the international site's is https://esa.ap-southeast-1.aliyuncs.com.",
)
_ROOM = (
    "Nothing was changed. Delete a certificate of the site that is over or not needed (expired "
    "ones count), or choose a larger plan: ESA console, the site's certificates."
)

ERRORS = ErrorTable(
    (
        Row(NotOpenedError, ("*ServiceNotFound",)),
        Row(BusyError, ("Site.ServiceBusy", "LockFailed")),
        Row(ThrottledError, ("TooManyRequests",)),
        Row(UnavailableError, ("InternalException",)),
        Row(NotFoundError, ("SiteNotFound", "Certificate.NotFound", "101", "32")),
        Row(ConflictError, ("Certificate.Duplicated",)),
        Row(QuotaError, ("CertQuotaCheckFailed", "*.OverQuota"), _ROOM),
        Row(PermissionDeniedError, ("AccountBlacklist", "AccountStatusIllegal")),
        Row(
            RejectedError,
            (
                "*.NotSupport",
                "*.WrongValueMatched",
                "ActiveSiteNotExist",
                "ApplyCertificateNotAllowed",
                "Certificate.Expired",
                "Certificate.FormatError",
                "Certificate.StatusError",
            ),
        ),
    ),
    GATEWAY,
)


def _open(account: Account) -> OpenApi:
    reader = Reader(account.settings.environ)
    endpoint = reader.endpoint(_ENDPOINT.name, _ENDPOINT.default)
    reader.finish()
    return OpenApi(NAME, endpoint, account.settings.credentials, errors=ERRORS)


def _named(_: Settings) -> tuple[str, ...]:
    return ()


def _probes(account: Account, targets: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    """What needs a site is shown by the scan that found the targets; without any, nothing is."""
    yield probe_by_call(_open(account), esa_request("ListSites"), {"PageSize": 1}, "ESA")
    if not targets:
        return
    shown = "no request of it is certain to be refused before it changes something"
    for action in ("ListRecords", "ListCertificatesByRecord"):
        yield Probe(f"esa:{action}", "ESA", "", lambda: None)
    for action in ("GetCertificateQuota", "ListCertificates", "SetCertificate"):
        yield Probe(f"esa:{action}", "ESA", shown, None)


PRODUCT = Product(
    NAME,
    lambda account: EsaTargets(_open(account), account.retry),
    PERMISSIONS,
    _probes,
    ERRORS,
    named=_named,
    settings=(_ENDPOINT,),
    quotas=lambda account: EsaTargets(_open(account), account.retry).quotas,
    quota_permissions=QUOTA_PERMISSIONS,
)
