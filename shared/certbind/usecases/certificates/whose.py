"""Which certificate of CAS a served leaf is, for whoever looks at it. Looking itself needs no
account: where the account cannot be read nothing is said, and nothing fails.
"""

from __future__ import annotations

from collections.abc import Callable

from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.trust.leaf import Leaf
from certbind.errors import CertbindError
from certbind.ports.certificates import CertificateInventory


class Whose:
    """opens: the account, once the first leaf is asked for; it may raise CertbindError."""

    def __init__(self, opens: Callable[[], CertificateInventory]) -> None:
        self._opens = opens
        self._listed: tuple[Certificate, ...] | None = None
        self._is_read = False

    @property
    def is_known(self) -> bool:
        """Whether "none" says something: CAS's list was read. It lacks what has ended."""
        self._read()
        return self._listed is not None

    def of(self, leaf: Leaf) -> Certificate | None:
        """By fingerprint, never by names or dates."""
        self._read()
        for one in self._listed or ():
            identity = LeafIdentity.of(one)
            if identity.is_leaf(sha256=leaf.sha256, sha1=leaf.sha1, serial=leaf.serial):
                return one
        return None

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        try:
            self._listed = self._opens().list_certificates()
        except CertbindError:
            self._listed = None
