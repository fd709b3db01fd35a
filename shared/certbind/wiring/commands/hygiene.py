"""What `prune` is made of; no function needs it."""

from __future__ import annotations

from certbind.adapters import registry
from certbind.adapters.cas import deletions
from certbind.adapters.cas.deletions import CasDeletions
from certbind.domain.deployment.permissions import Permission
from certbind.wiring.invocation import Wiring


def open_deletions(wiring: Wiring) -> CasDeletions:
    """CAS at all sites that are configured."""
    regions = (region for region, _ in wiring.settings.endpoints.cas)
    return CasDeletions({region: wiring.cas(region) for region in regions}, wiring.retry)


def known_products() -> frozenset[str]:
    """Every product that certbind can read, as CAS writes them."""
    return frozenset(name.upper() for name in registry.names())


def permissions_of_prune() -> tuple[Permission, ...]:
    """What deleting takes besides what an operator has."""
    return deletions.PERMISSIONS["delete"]
