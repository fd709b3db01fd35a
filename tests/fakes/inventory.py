"""CAS in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.errors import NotFoundError
from certbind.ports.clock import Clock
from tests.fakes.trouble import Trouble

BEIJING = timezone(timedelta(hours=8))


class FakeInventory:
    """Holds exact certificates and lists them as CAS does: dates without time of day."""

    def __init__(self, clock: Clock, *certificates: Certificate) -> None:
        self.trouble = Trouble()
        self._clock = clock
        self._certificates = {certificate.id: certificate for certificate in certificates}
        self._chains: dict[CertificateId, tuple[bytes, ...]] = {}

    def add(self, certificate: Certificate, chain: tuple[bytes, ...] | None = None) -> None:
        """Put a certificate in, or change it; `chain` as `chain()` is to answer it."""
        self._certificates[certificate.id] = certificate
        if chain is not None:
            self._chains[certificate.id] = chain

    def remove(self, certificate_id: CertificateId) -> None:
        """Delete a certificate."""
        del self._certificates[certificate_id]
        self._chains.pop(certificate_id, None)

    def list_certificates(self) -> tuple[Certificate, ...]:
        """See CertificateInventory."""
        with self.trouble.around("list_certificates"):
            now = self._clock.now()
            return tuple(
                as_listed(held) for held in self._certificates.values() if held.not_after > now
            )

    def certificate(self, certificate_id: CertificateId) -> Certificate:
        """See CertificateInventory."""
        with self.trouble.around("certificate"):
            return self._find(certificate_id)

    def facts(self, certificate_id: CertificateId) -> Certificate:
        """See CertificateInventory."""
        with self.trouble.around("facts"):
            return replace(self._find(certificate_id), status=CertificateStatus.ISSUED)

    def chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        """See CertificateInventory."""
        with self.trouble.around("chain"):
            return self._chains.get(certificate_id)

    def _find(self, certificate_id: CertificateId) -> Certificate:
        if certificate_id not in self._certificates:
            raise NotFoundError(
                "no such certificate",
                service="cas",
                action="GetUserCertificateDetail",
                subject=str(certificate_id),
                api_code="NotFound",
            )
        return self._certificates[certificate_id]


def as_listed(certificate: Certificate) -> Certificate:
    """What CAS's list tells of it: days in UTC+8, and no chain."""
    return replace(
        certificate,
        not_before=_day(certificate.not_before),
        not_after=_day(certificate.not_after),
        chain_summary=(),
        dates_are_exact=False,
    )


def _day(moment: datetime) -> datetime:
    day = moment.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    return day.astimezone(timezone.utc)
