"""CAS where a person cleans up, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.errors import RejectedError
from tests.fakes.trouble import Trouble


@dataclass
class FakeDeletions:
    """See CertificateDeletions. used: what CAS refuses to delete."""

    held: list[Certificate] = field(default_factory=list)
    used: set[CertificateId] = field(default_factory=set)
    deleted: list[CertificateId] = field(default_factory=list)
    trouble: Trouble = field(default_factory=Trouble)

    def every(self) -> tuple[Certificate, ...]:
        """See CertificateDeletions."""
        with self.trouble.around("every"):
            return tuple(self.held)

    def delete(self, certificate: CertificateId) -> None:
        """See CertificateDeletions."""
        with self.trouble.around("delete"):
            if certificate in self.used:
                raise RejectedError(
                    "in use",
                    service="cas",
                    action="DeleteUserCertificate",
                    subject=str(certificate),
                    api_code="InvalidStatus.DeleteProtection",
                )
            self.held = [one for one in self.held if one.id != certificate]
            self.deleted.append(certificate)
