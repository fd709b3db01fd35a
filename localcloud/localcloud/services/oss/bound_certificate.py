"""The certificate that stands at a bound domain, as OSS keeps and shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from localcloud.contracts import CertificateDirectory, Material
from localcloud.services.oss import errors

IDENTIFIER_LIMIT = 64
_IDENTIFIER = re.compile(r"([1-9]\d{0,17})-([a-z]{2}(?:-[a-z0-9]+)+)")


class CertificateType(Enum):
    """From CAS by id, or sent inline with its key."""

    CAS = "CAS"
    UPLOAD = "Upload"


@dataclass(frozen=True, slots=True)
class BoundCertificate:
    """Fingerprint: SHA-1 of the leaf's DER, upper hex with colons. OSS keeps its own copy of
    chain and key, so that it serves on when CAS has lost them.
    """

    identifier: str
    type: CertificateType
    created: datetime
    fingerprint: str
    not_before: datetime
    not_after: datetime
    chain_pem: str = field(repr=False)
    key_pem: str = field(repr=False)

    @property
    def material(self) -> Material:
        """For the edges."""
        return Material(self.identifier, self.chain_pem, self.key_pem)

    def to_record(self) -> dict[str, Any]:
        """For the store."""
        return {
            "identifier": self.identifier,
            "type": self.type.value,
            "created": self.created.isoformat(),
            "fingerprint": self.fingerprint,
            "not_before": self.not_before.isoformat(),
            "not_after": self.not_after.isoformat(),
            "chain_pem": self.chain_pem,
            "key_pem": self.key_pem,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> BoundCertificate:
        """The reverse."""
        moments = {
            name: datetime.fromisoformat(record[name])
            for name in ("created", "not_before", "not_after")
        }
        return cls(**{**record, **moments, "type": CertificateType(record["type"])})


def from_cas(directory: CertificateDirectory, identifier: str, now: datetime) -> BoundCertificate:
    """The certificate that `<number>-<site>` names; CertificateInvalidCasId when there is none.

    Whether it is in its period or covers the domain is not asked: no such refusal is known of
    OSS, and the visitors find out.
    """
    if len(identifier) >= IDENTIFIER_LIMIT:
        text = "The CertId must be shorter than 64 bytes."
        raise errors.invalid_argument("CertId", identifier, text, "0018-00000206")
    match = _IDENTIFIER.fullmatch(identifier)
    material = directory.resolve(int(match[1]), match[2]) if match else None
    if material is None:
        raise errors.invalid_cas_id(identifier)
    return _described(material, CertificateType.CAS, now)


def from_inline(
    directory: CertificateDirectory, pair: tuple[str, str], domain: str, now: datetime
) -> BoundCertificate:
    """A certificate sent with its key, which OSS files in CAS: each time as a new one.

    Refused when they are unreadable or no pair.
    """
    chain_pem, key_pem = pair
    if not chain_pem:
        text = "The PrivateKey is specified but the Certificate is not."
        raise errors.invalid_argument("Certificate", "", text, "0018-00000210")
    try:
        leaf = x509.load_pem_x509_certificates(chain_pem.encode())[0]
        key = serialization.load_pem_private_key(key_pem.encode(), None)
        fits = key.public_key() == leaf.public_key()
    # ValueError, TypeError, InvalidVersion …: what the parsers raise is their own affair.
    except Exception as error:
        text = "The certificate or its private key cannot be read."
        raise errors.invalid_argument("Certificate", "", text, "0018-99999999") from error
    if not fits:
        text = "The private key does not belong to the certificate."
        raise errors.invalid_argument("PrivateKey", "", text, "0018-99999999")
    material = directory.file(chain_pem, key_pem, f"oss-{domain}")
    return _described(material, CertificateType.UPLOAD, now)


def _described(material: Material, kind: CertificateType, now: datetime) -> BoundCertificate:
    leaf = x509.load_pem_x509_certificates(material.chain_pem.encode())[0]
    digest = leaf.fingerprint(hashes.SHA1())  # noqa: S303 - the form in which OSS shows it
    return BoundCertificate(
        identifier=material.identifier,
        type=kind,
        created=now.astimezone(timezone.utc),
        fingerprint=digest.hex(":").upper(),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        chain_pem=material.chain_pem,
        key_pem=material.key_pem,
    )
