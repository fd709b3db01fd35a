"""Lists of revoked certificates made for tests, with every defect that one can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.observation import FetchedCrl
from tests.fakes.certificates import DAY, NOW, Authority, Issued

Extension = tuple[x509.ExtensionType, bool]


@dataclass(frozen=True)
class CrlSpec:
    """How a list is made; the defaults are those of a sound one."""

    begins: datetime = NOW - DAY
    ends: datetime = NOW + 6 * DAY
    reason: x509.ReasonFlags | None = None
    extensions: tuple[Extension, ...] = ()
    of_entries: tuple[Extension, ...] = ()


SOUND = CrlSpec()


def crl_of(
    authority: Authority,
    *revoked: Issued,
    spec: CrlSpec = SOUND,
    named: Authority | None = None,
) -> bytes:
    """DER. named: another CA, whose name it bears."""
    subject = (named or authority).issued.certificate.subject
    builder = x509.CertificateRevocationListBuilder().issuer_name(subject)
    builder = builder.last_update(spec.begins).next_update(spec.ends)
    for extension, critical in spec.extensions:
        builder = builder.add_extension(extension, critical)
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one, spec))
    return builder.sign(authority.issued.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _entry(one: Issued, spec: CrlSpec) -> x509.RevokedCertificate:
    entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
    entry = entry.revocation_date(NOW - DAY)
    if spec.reason is not None:
        entry = entry.add_extension(x509.CRLReason(spec.reason), critical=False)
    for extension, critical in spec.of_entries:
        entry = entry.add_extension(extension, critical)
    return entry.build()


def part(*urls: str, **flags: Any) -> Extension:
    """An issuing distribution point."""
    names: Sequence[x509.GeneralName] = [x509.UniformResourceIdentifier(url) for url in urls]
    fields: dict[str, Any] = {
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
        **flags,
    }
    return x509.IssuingDistributionPoint(full_name=names or None, **fields), True


class FakeCrls:
    """Implements ports.CrlSource: the lists that it was given, whatever is asked."""

    def __init__(self, *crls: FetchedCrl) -> None:
        self.crls = crls
        self.asked: list[tuple[tuple[bytes, ...], ...]] = []

    def crls_for(
        self, chains: Sequence[tuple[bytes, ...]], at: datetime
    ) -> tuple[FetchedCrl, ...]:
        """See CrlSource."""
        self.asked.append(tuple(chains))
        return self.crls
