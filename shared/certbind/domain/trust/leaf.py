"""The facts of one X.509 certificate that certbind judges by, read once and defensively."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from certbind.domain.model.identity import Sha1, Sha256
from certbind.domain.trust.parts.certificate import body_of, extension
from certbind.domain.trust.parts.once import MOST_KEPT, once
from certbind.values import dataclass

UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    InvalidSignature,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    CryptographyDeprecationWarning,
)
"""All that `cryptography` raises for a malformed certificate, often long after it was loaded."""

_SM2_SIGNATURE = "1.2.156.10197.1.501"
_SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")  # OID 1.2.156.10197.1.301 in DER


class UnreadableCertificateError(ValueError):
    """The bytes are no certificate, or one that no client could read."""


class KeyKind(Enum):
    """The kind of a public key."""

    RSA = "rsa"
    EC = "ec"
    SM2 = "sm2"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A certificate's facts.

    names: SAN dNSName entries, lower-case, as they stand; addresses: SAN iPAddress entries.
    serial: lower-case hex without leading zeros. sha1, sha256: of the DER.
    subject, issuer: common names, "" where there is none.
    key_size: bits of an RSA or EC key; 0 for other kinds. curve: "" unless EC.
    """

    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    serial: str
    sha1: Sha1
    sha256: Sha256
    subject: str
    issuer: str
    key_kind: KeyKind
    key_size: int
    curve: str
    is_self_issued: bool
    is_ca: bool
    addresses: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For records and `--json` output; times in ISO 8601, UTC."""
        return {
            "names": list(self.names),
            "addresses": list(self.addresses),
            "not_before": self.not_before.isoformat(),
            "not_after": self.not_after.isoformat(),
            "serial": self.serial,
            "sha1": self.sha1,
            "sha256": self.sha256,
            "subject": self.subject,
            "issuer": self.issuer,
            "key_kind": self.key_kind.value,
            "key_size": self.key_size,
            "curve": self.curve,
            "is_self_issued": self.is_self_issued,
            "is_ca": self.is_ca,
        }


@lru_cache(maxsize=MOST_KEPT)
def load_certificate(der: bytes) -> x509.Certificate:
    """The parsed certificate, one object for the same bytes; raises UnreadableCertificateError.

    That it loads says little: its properties are read lazily and may raise UNREADABLE.
    """
    try:
        with quiet():
            certificate = x509.load_der_x509_certificate(der)
            certificate.subject, certificate.issuer  # noqa: B018 - read once, and warned of here
            return certificate
    except UNREADABLE as error:
        raise UnreadableCertificateError(f"this is no readable certificate: {error}") from error


def parse_leaf(der: bytes) -> Leaf:
    """The facts of a DER certificate; raises UnreadableCertificateError."""
    certificate = load_certificate(der)
    try:
        return read_leaf(certificate)
    except UNREADABLE as error:
        raise UnreadableCertificateError(f"the certificate is malformed: {error}") from error


@once
def read_leaf(certificate: x509.Certificate) -> Leaf:
    """The facts of a loaded certificate; raises any of UNREADABLE."""
    kind, size, curve = key_of(certificate)
    names, addresses = _alternative_names(certificate)
    der = certificate.public_bytes(Encoding.DER)
    return Leaf(
        names=names,
        addresses=addresses,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        serial=f"{serial_of(certificate):x}",
        sha1=Sha1(hashlib.sha1(der, usedforsecurity=False).hexdigest()),
        sha256=Sha256(hashlib.sha256(der).hexdigest()),
        subject=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        key_kind=kind,
        key_size=size,
        curve=curve,
        is_self_issued=certificate.subject == certificate.issuer,
        is_ca=_is_ca(certificate),
    )


@contextmanager
def quiet() -> Iterator[None]:
    """The library warns on stderr of a serial number that is not positive and of a name that is
    too long; neither is a reason to stop.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


@once
def serial_of(certificate: x509.Certificate) -> int:
    """The serial number, whatever it is."""
    with quiet():
        return certificate.serial_number


@once
def key_of(certificate: x509.Certificate) -> tuple[KeyKind, int, str]:
    """Kind, bits and curve of the public key; a kind that the library lacks is OTHER or SM2."""
    if is_sm2(certificate):
        return KeyKind.SM2, 0, ""
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        return KeyKind.OTHER, 0, ""
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return KeyKind.OTHER, 0, ""
    is_plain = spki_of(certificate) in body_of(certificate)
    if isinstance(key, rsa.RSAPublicKey):  # not RSASSA-PSS, and with the NULL of RFC 3279
        return (KeyKind.RSA, key.key_size, "") if is_plain else (KeyKind.OTHER, 0, "")
    # not by its curve's parameters: RFC 5480
    return KeyKind.EC, key.key_size, key.curve.name if is_plain else "a curve without a name"


@once
def spki_of(certificate: x509.Certificate) -> bytes:
    """The key in its plain form, whatever form it has there; raises any of UNREADABLE."""
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@once
def is_sm2(certificate: x509.Certificate) -> bool:
    """Whether key or signature is SM2, which needs TLCP: no browser handshake is possible."""
    signature = certificate.signature_algorithm_oid.dotted_string
    return signature == _SM2_SIGNATURE or _SM2_CURVE in body_of(certificate)


def common_name(name: x509.Name) -> str:
    """The first common name, for people and for CAS's chain summary; never matched to hosts."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _alternative_names(certificate: x509.Certificate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    san = extension(certificate, x509.SubjectAlternativeName)
    if san is None:
        return (), ()
    names = tuple(name.lower() for name in san.get_values_for_type(x509.DNSName))
    return names, tuple(str(address) for address in san.get_values_for_type(x509.IPAddress))


def _is_ca(certificate: x509.Certificate) -> bool:
    basic = extension(certificate, x509.BasicConstraints)
    return basic is not None and basic.ca
