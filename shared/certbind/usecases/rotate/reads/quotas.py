"""How full the quotas are that certificates fill, read once a sweep, report or plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from certbind.domain.hygiene.quotas import Forecast, Quota, forecasts
from certbind.domain.model.target import TargetScan
from certbind.domain.situation.reading import Known, Unread
from certbind.errors import CertbindError, CloudError
from certbind.ports.certificates import Quotas

QUOTAS = "quotas of certificates"
"""As a part of the account is called where it could not be read."""


def read_quotas(
    quotas: Quotas | None,
    scan: TargetScan,
    now: datetime,
    more: Callable[[], Iterable[Quota]] = tuple,
) -> Known[tuple[Forecast, ...]] | Unread | None:
    """None where nobody asks for them. A product without a target in the scan is not asked. more:
    others that are to be told beside them.
    """
    products = frozenset(one.target.kind for one in scan.targets)
    if quotas is None:
        return None
    try:
        held = (*quotas.held(products), *more())
    except CloudError as error:
        return Unread(error.code, str(error), error.retryable)
    except CertbindError as error:
        return Unread(error.code, str(error))
    return Known(forecasts(held, scan.targets, now, is_whole=not scan.failures))
