"""Which roots end a chain, wherever it comes from, and what a client has of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.observation import Observation, Resolution
from certbind.domain.trust.roots.endings import Endings, endings_of
from certbind.domain.trust.roots.installing import System, family_of
from certbind.domain.trust.roots.wanted import Client, client_of
from certbind.domain.trust.stores.asked import BLOCKING
from certbind.domain.trust.stores.calendar import calendar
from certbind.ports.certificates import CertificateInventory
from certbind.ports.clock import Clock
from certbind.ports.files import ClientMachine
from certbind.ports.visitors import TlsProbe
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class ChainRoots:
    """One chain. source: whose it is. addresses: that serve it; empty of a stored one. endings:
    None where there is no chain to be had, and why is told instead (a word's code, and details).
    """

    source: str
    addresses: tuple[str, ...] = ()
    endings: Endings | None = None
    why: str = ""
    detail: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether Chrome and Firefox each take it by some root, or its root is a private CA's."""
        roots = () if self.endings is None else self.endings.checked
        if any(not one.stores for one in roots):
            return True
        taken = {told.store for one in roots for told in one.stores if told.takes}
        return taken >= BLOCKING


@dataclass(frozen=True, slots=True)
class RootsReport:
    """made: the day of the calendar by which stores are told. system: of this machine."""

    at: datetime
    made: date
    chains: tuple[ChainRoots, ...]
    client: Client | None
    system: System | None

    def client_has(self, chain: ChainRoots) -> bool | None:
        """Whether the client has a root of this chain; None where that is not known."""
        if self.client is None or chain.endings is None:
            return None
        return any(one.sha256 in self.client.sha256s for one in chain.endings.roots)


class TellRoots:
    """Nothing is written, and nothing fetched from an address in a certificate."""

    def __init__(self, anchors: TrustAnchors, clock: Clock, machine: ClientMachine) -> None:
        self._anchors = anchors
        self._clock = clock
        self._machine = machine

    def __call__(self, chains: Iterable[ChainRoots], client: str | None) -> RootsReport:
        """client: a place on this machine."""
        at = self._clock.now()
        told = None
        if client is not None:
            ders, unread = self._machine.roots(client)
            told = client_of(client, ders, unread, at.date())
        system = family_of(self._machine.os_release())
        return RootsReport(at, calendar().made, tuple(chains), told, system)

    def served(self, probe: TlsProbe, domain: Domain) -> tuple[ChainRoots, ...]:
        """Each chain that its addresses serve, once."""
        seen = probe.observe(domain)
        by_chain: dict[tuple[bytes, ...], list[str]] = {}
        for one in seen.addresses:
            if one.chain:
                by_chain.setdefault(one.chain, []).append(one.address)
        if not by_chain:
            return (_unseen(domain, seen),)
        return tuple(
            ChainRoots(domain, tuple(addresses), self._endings(chain))
            for chain, addresses in by_chain.items()
        )

    def stored(self, inventory: CertificateInventory, named: CertificateId) -> ChainRoots:
        """Of a certificate in CAS; NotFoundError where it has none of this id."""
        chain = inventory.chain(named)
        if chain is None:
            inventory.certificate(named)
            return ChainRoots(str(named), why="chain_not_seen")
        return ChainRoots(str(named), endings=self._endings(chain))

    def in_file(self, place: str, chain: Sequence[bytes]) -> ChainRoots:
        """Of a PEM file, as a server would send it."""
        return ChainRoots(place, endings=self._endings(chain))

    def _endings(self, chain: Sequence[bytes]) -> Endings:
        return endings_of(chain, self._anchors, self._clock.now())


def _unseen(domain: Domain, seen: Observation) -> ChainRoots:
    if seen.resolution is Resolution.TEMPORARY:
        return ChainRoots(domain, why=Resolution.TEMPORARY.value)
    first = next(iter(seen.addresses), None)
    if first is None:
        return ChainRoots(domain, why=Resolution.NXDOMAIN.value)
    kind = FaultClass.of_attempt(first.attempt) or FaultClass.INVALID  # without a certificate
    return ChainRoots(domain, (first.address,), why=kind.value, detail=first.detail)
