"""What a decision about one target is made from, read fresh from the cloud."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import Binding
from certbind.domain.state import KnownBinding
from certbind.errors import CertbindError, NotFoundError
from certbind.ports import CertificateInventory


@dataclass(frozen=True, slots=True)
class Standing:
    """A binding with CAS's word on its certificate; None: not one of CAS's, or no longer there."""

    binding: Binding
    certificate: Certificate | None

    @property
    def known(self) -> KnownBinding:
        """As the ledger keeps it."""
        if self.certificate is not None:
            leaf = LeafIdentity.of(self.certificate)
            return KnownBinding(self.binding, leaf, self.certificate.not_after)
        leaf = LeafIdentity(self.binding.sha256, self.binding.sha1)
        return KnownBinding(self.binding, leaf)

    def known_certificates(self) -> dict[CertificateId, Certificate]:
        """For the planner."""
        return {} if self.certificate is None else {self.certificate.id: self.certificate}


def read_standing(inventory: CertificateInventory, binding: Binding) -> Standing:
    """Ask CAS about the certificate that is bound; one call, none for an empty binding."""
    if binding.certificate_id is None:
        return Standing(binding, None)
    try:
        return Standing(binding, inventory.certificate(binding.certificate_id))
    except NotFoundError:
        return Standing(binding, None)


def read_certificates(
    inventory: CertificateInventory, ids: Iterable[CertificateId]
) -> dict[CertificateId, Certificate]:
    """CAS's word on each; one that was deleted is left out, and so is not known."""
    found = {}
    for certificate_id in sorted(set(ids)):
        try:
            found[certificate_id] = inventory.certificate(certificate_id)
        except NotFoundError:
            continue
    return found


def read_chain(
    inventory: CertificateInventory, certificate_id: CertificateId
) -> tuple[bytes, ...] | None:
    """The chain, if it can be seen without a key; a trouble on the way is "not seen".

    What that means is policy's to decide: bind and prove on the edge, or refuse.
    """
    try:
        return inventory.chain(certificate_id)
    except CertbindError:
        return None
