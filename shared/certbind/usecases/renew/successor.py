"""Whether what was issued after a certificate is still there to serve anybody."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.renewal.situation import LineSituation, successor
from certbind.errors import CloudError, NotFoundError
from certbind.ports.certificates import CertificateInventory

_SHOWS_WITHIN = timedelta(minutes=10)
"""What was just issued, by every way of asking CAS."""


def is_lost(inventory: CertificateInventory, line: LineSituation) -> bool:
    """Revoked, or in CAS no more; asked of CAS once it is on record. False where CAS does not
    answer.
    """
    one, state = successor(line), line.state
    if one is None or state.issued != one:
        return False
    try:
        return inventory.certificate(one).status is CertificateStatus.REVOKED
    except NotFoundError:
        return state.since > _SHOWS_WITHIN
    except CloudError:
        return False
