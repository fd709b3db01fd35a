"""Visitors' view, told instead of looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import probe_name
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Endpoint,
    Family,
    Observation,
    Resolution,
)
from certbind.ports.clock import Clock
from tests.fakes.trouble import Trouble

ADDRESS = "192.0.2.1"


class FakeProbe:
    """Answers with what each address of a domain was told to serve; else the name is unknown."""

    def __init__(self, clock: Clock) -> None:
        self.trouble = Trouble()
        self._clock = clock
        self._addresses: dict[Domain, dict[str, AddressObservation]] = {}
        self._resolutions: dict[Domain, Resolution] = {}
        self._cnames: dict[Domain, tuple[str, ...]] = {}
        self._unanswered: dict[Domain, tuple[Family, ...]] = {}
        self._beside: dict[Domain, tuple[AddressObservation, ...]] = {}

    def serve(self, domain: Domain, chain: tuple[bytes, ...], address: str = ADDRESS) -> None:
        """Let an address of the domain serve this chain (DER, leaf first)."""
        self._set(
            domain,
            AddressObservation(address, Attempt.COMPLETED, chain, "TLSv1.3", milliseconds=1),
        )

    def fail(
        self, domain: Domain, attempt: Attempt, address: str = ADDRESS, detail: str = ""
    ) -> None:
        """Let every handshake with an address of the domain end like this."""
        self._set(domain, AddressObservation(address, attempt, detail=detail, milliseconds=1))

    def resolve(self, domain: Domain, resolution: Resolution, *cname_chain: str) -> None:
        """Let the look-up end like this, by way of these names."""
        self._resolutions[domain] = resolution
        self._cnames[domain] = cname_chain

    def fail_half(self, domain: Domain, *families: Family) -> None:
        """Let the look-up of these kinds of addresses fail."""
        self._unanswered[domain] = families

    def show_beside(self, domain: Domain, chain: tuple[bytes, ...], address: str) -> None:
        """Let an address have this second certificate, for the other kind of key."""
        self._beside[domain] = (AddressObservation(address, Attempt.COMPLETED, chain),)

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe."""
        with self.trouble.around("observe"):
            known = tuple(self._addresses.get(domain, {}).values())
            default = Resolution.RESOLVED if known else Resolution.NXDOMAIN
            resolution = self._resolutions.get(domain, default)
            return Observation(
                probe_name(domain),
                self._clock.now(),
                resolution,
                known if resolution is Resolution.RESOLVED else (),
                self._cnames.get(domain, ()),
                self._unanswered.get(domain, ()),
                self._beside.get(domain, ()),
            )

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        """See TlsProbe."""
        return ((one, self.observe(one.host)) for one in endpoints)

    def _set(self, domain: Domain, observation: AddressObservation) -> None:
        self._addresses.setdefault(domain, {})[observation.address] = observation
