"""What `deploy` is made of; no function needs it."""

from __future__ import annotations

from certbind.adapters.cas.deploying import prepared
from certbind.adapters.cas.deploying.prepared import CasPreparedJobs
from certbind.domain.deployment.permissions import Permission, unique
from certbind.wiring.invocation import Wiring


def open_prepared_jobs(wiring: Wiring) -> CasPreparedJobs:
    """CAS at all sites that are configured."""
    return CasPreparedJobs(wiring.cas_sites(), wiring.retry)


def permissions_of_deploy() -> tuple[Permission, ...]:
    """What preparing, starting and following a job takes besides what an operator has."""
    return unique(one for some in prepared.PERMISSIONS.values() for one in some)
