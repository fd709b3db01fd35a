"""What visitors are served, and what CAs say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import Endpoint, FetchedCrl, Observation

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.serving.proof import AddressSettings


class TlsProbe(Protocol):
    """Handshakes with every address of a domain; a failed one is a result, never an exception."""

    def observe(self, domain: Domain) -> Observation:
        """Resolve and connect to each address, within the probe's own deadlines."""

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        """Many side by side, each told as it comes to its end; they are taken as there is room."""


class SettingsProbe(Protocol):
    """Requests as a visitor makes them; a failed one is a result, never an exception."""

    def observe(self, domain: Domain) -> tuple[AddressSettings, ...]:
        """One an address; () where the name leads nowhere."""


class CrlSource(Protocol):
    """The lists by which CAs say what they revoked."""

    def crls_for(
        self, chains: Sequence[tuple[bytes, ...]], at: datetime
    ) -> tuple[FetchedCrl, ...]:
        """Those that the trusted paths of these chains (DER, leaf first) name, within the source's
        own deadline; one that did not come is there with its problem. It raises nothing.
        """
