"""Files from a CA or a server as the chain and key that CAS, OSS and CDN take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.leaf import Leaf
from certbind.domain.trust.material.bundle import Bundle, assemble
from certbind.domain.trust.material.values import Contents
from certbind.ports.certificates import CertificateInventory
from certbind.ports.clock import Clock
from certbind.ports.files import Keystores, Passphrases

_MOST_ASKED = 5


class IssuersInAccount:
    """Certificates of CAs, taken from the chains of certificates that CAS holds already.

    Their PEM comes from CDN, which gives no private key with it; CAS's own answer would.
    """

    def __init__(self, inventory: CertificateInventory) -> None:
        self._inventory = inventory

    def __call__(self, leaf: Leaf) -> tuple[bytes, ...]:
        """Of at most five that the same CA issued; () where none of their chains can be read.
        Raises the CloudError family.
        """
        listed = self._inventory.list_certificates()
        alike = [one for one in listed if leaf.issuer and one.issuer == leaf.issuer]
        alike.sort(key=lambda one: (one.not_after, one.id), reverse=True)
        chains = (self._inventory.chain(one.id) for one in alike[:_MOST_ASKED])
        return tuple(der for chain in chains if chain for der in chain[1:])


class Convert:
    """Read, sort out, complete. Nothing is written here."""

    def __init__(
        self,
        keystores: Keystores,
        anchors: TrustAnchors,
        clock: Clock,
        issuers: IssuersInAccount | None = None,
    ) -> None:
        """issuers: where a chain is completed from when the pool does not do."""
        self._keystores = keystores
        self._anchors = anchors
        self._clock = clock
        self._issuers = issuers

    def __call__(
        self, places: Sequence[str], pool: Sequence[str], passphrases: Passphrases
    ) -> Bundle:
        """Raises the errors of refusals.py; with issuers the CloudError family, too."""
        read = [self._keystores.read(place, passphrases) for place in dict.fromkeys(places)]
        beside = [self._keystores.read(place, _no_passphrase) for place in pool]
        at_hand = [der for one in beside for der in one.certificates]
        bundle = self._assembled(read, at_hand)
        if bundle.missing is None or self._issuers is None:
            return bundle
        return self._assembled(read, [*at_hand, *self._issuers(bundle.leaf)])

    def _assembled(self, read: Sequence[Contents], pool: Sequence[bytes]) -> Bundle:
        return assemble(read, pool, self._anchors, self._clock.now())


def _no_passphrase(_: str) -> Iterable[bytes]:
    """Nobody is asked for one of a pool: certificates alone need none."""
    return ()
