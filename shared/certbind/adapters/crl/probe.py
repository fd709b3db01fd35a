"""A probe that brings the CAs' CRLs along with what it saw."""

from __future__ import annotations

from dataclasses import dataclass, replace

from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import Attempt, Observation
from certbind.ports import CrlSource, TlsProbe

_MOST_CHAINS = 8


@dataclass(frozen=True, slots=True)
class ProbeWithCrls:
    """Implements TlsProbe."""

    probe: TlsProbe
    crls: CrlSource

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe; the CRLs of each chain that was served, once."""
        seen = self.probe.observe(domain)
        served = (*seen.addresses, *seen.beside, *seen.elsewhere)
        chains = dict.fromkeys(one.chain for one in served if one.attempt is Attempt.COMPLETED)
        if not chains:
            return seen
        return replace(seen, crls=self.crls.crls_for(tuple(chains)[:_MOST_CHAINS], seen.at))
