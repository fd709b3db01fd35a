"""The provider's own certificates, served where a domain has none."""

from __future__ import annotations

import threading
from datetime import timedelta

from localcloud.authority import Authorities, Issued
from localcloud.clock import Clock
from localcloud.contracts import Material
from localcloud.edges.sites import default_names

_DAYS = 198
_RENEWED_BEFORE = timedelta(days=60)


class DefaultCertificates:
    """One a site, from the main CA, renewed by themselves as the world's time passes."""

    def __init__(self, clock: Clock, authorities: Authorities) -> None:
        self._clock = clock
        self._authorities = authorities
        self._lock = threading.Lock()
        self._issued: dict[str, Issued] = {}

    def of(self, site: str) -> Material:
        """The certificate in use at this site."""
        with self._lock:
            issued = self._issued.get(site)
            if issued is None or self._clock.now() > issued.not_after - _RENEWED_BEFORE:
                issued = self._authorities.issue(default_names(site), days=_DAYS)
                self._issued[site] = issued
        return Material(f"default/{site}", issued.chain_pem, issued.key_pem)
