"""Where else certificates stand, read once a sweep or report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from certbind.domain.hygiene.elsewhere import Radar, radar
from certbind.domain.model.target import BoundTarget
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.errors import CertbindError, CloudError
from certbind.ports.deployments import CloudResources


def read_radar(
    resources: CloudResources | None,
    products: frozenset[str],
    certificates: Read[Certificates],
    targets: Iterable[BoundTarget],
    now: datetime,
) -> Known[Radar] | Unread | None:
    """None where nobody asks for it. products: those that certbind binds at. targets: as they were
    read, to tell how far the copy lags.
    """
    if resources is None:
        return None
    listed = certificates.value.listed.certificates() if isinstance(certificates, Known) else ()
    ends = {one.id: (one.not_before, one.not_after) for one in listed}
    try:
        found = resources.listed()
    except CloudError as error:
        return Unread(error.code, str(error), error.retryable)
    except CertbindError as error:
        return Unread(error.code, str(error))
    return Known(radar(found, products, ends, targets, now))
