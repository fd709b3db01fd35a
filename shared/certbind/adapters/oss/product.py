"""OSS as a product."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.adapters.calls.oss.api import OssApi, open_oss
from certbind.adapters.calls.oss.buckets import OssBuckets
from certbind.adapters.calls.oss.errors import ERRORS
from certbind.adapters.calls.probe import Probe
from certbind.adapters.calls.product import Account, Product
from certbind.adapters.oss.probes import oss_probes
from certbind.adapters.oss.reading import PRODUCT as NAME
from certbind.adapters.oss.settings import PERMISSIONS as SERVED
from certbind.adapters.oss.settings import OssSettings
from certbind.adapters.oss.targets import PERMISSIONS, OssTargets
from certbind.domain.model.target import BoundTarget


def _open(account: Account) -> tuple[OssApi, OssBuckets]:
    api = open_oss(account.settings)
    return api, OssBuckets(api, account.retry, only=account.settings.buckets)


def _targets(account: Account) -> OssTargets:
    return OssTargets(*_open(account), account.retry)


def _settings(account: Account) -> OssSettings:
    return OssSettings(*_open(account), account.retry)


def _probes(account: Account, targets: tuple[BoundTarget, ...]) -> Iterable[Probe]:
    return oss_probes(*_open(account), targets)


PRODUCT = Product(
    NAME,
    _targets,
    PERMISSIONS,
    _probes,
    ERRORS,
    named=lambda settings: settings.buckets,
    named_by="CERTBIND_BUCKETS",
    served=_settings,
    served_permissions=SERVED,
)
