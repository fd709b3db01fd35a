"""What CAS tells of a certificate, read once from its PEM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Link:
    """One certificate of a chain, as the details list it."""

    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """The leaf and its chain. sha1, sha256: hex, upper case, of the leaf's DER; serial: hex,
    lower case, padded to whole bytes; key_digest: hex, of the public key (SubjectPublicKeyInfo).
    """

    common_name: str
    names: tuple[str, ...]
    issuer: str
    organisation: str
    country: str
    province: str
    city: str
    not_before: datetime
    not_after: datetime
    sha1: str
    sha256: str
    serial: str
    algorithm: str
    key_size: int
    key_digest: str
    chain: tuple[Link, ...]

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        record = asdict(self)
        for item in (record, *record["chain"]):
            item["not_before"] = item["not_before"].isoformat()
            item["not_after"] = item["not_after"].isoformat()
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Facts:
        """The reverse of `to_json`."""
        chain = tuple(Link(**{**link, **_dates(link)}) for link in record["chain"])
        names = tuple(record["names"])
        return cls(**{**record, **_dates(record), "chain": chain, "names": names})


def read_chain(pem: str) -> tuple[x509.Certificate, ...]:
    """Every certificate of a PEM text, in its order. ValueError: none, or a bad one."""
    return tuple(x509.load_pem_x509_certificates(pem.encode()))


def facts_of(leaf: x509.Certificate, chain: Sequence[x509.Certificate]) -> Facts:
    """`chain`: all certificates in the order of the PEM, the leaf among them."""
    serial = f"{leaf.serial_number:x}"
    common = _attribute(leaf.subject, NameOID.COMMON_NAME)
    names = _names(leaf)
    algorithm, size = _key(leaf)
    return Facts(
        common_name=common or (names[0] if names else ""),
        names=names or ((common,) if common else ()),
        issuer=_attribute(leaf.issuer, NameOID.COMMON_NAME),
        organisation=_attribute(leaf.subject, NameOID.ORGANIZATION_NAME),
        country=_attribute(leaf.subject, NameOID.COUNTRY_NAME),
        province=_attribute(leaf.subject, NameOID.STATE_OR_PROVINCE_NAME),
        city=_attribute(leaf.subject, NameOID.LOCALITY_NAME),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        sha1=leaf.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - CAS shows it
        sha256=leaf.fingerprint(hashes.SHA256()).hex().upper(),
        serial=serial.zfill(len(serial) + len(serial) % 2),
        algorithm=algorithm,
        key_size=size,
        key_digest=_key_digest(leaf),
        chain=tuple(_link(certificate) for certificate in chain),
    )


def covers(names: Sequence[str], domain: str) -> bool:
    """RFC 9525: a wildcard stands for one whole left label. That label is empty in CDN's wildcard
    domains (`.example.com`), which only `*.example.com` covers.
    """
    wanted = domain.lower()
    candidates = {wanted, "*." + wanted.partition(".")[2]}
    return any(name.lower() in candidates for name in names)


def _dates(record: dict[str, Any]) -> dict[str, datetime]:
    return {
        name: datetime.fromisoformat(record[name]).astimezone(timezone.utc)
        for name in ("not_before", "not_after")
    }


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    addresses = [str(address) for address in found.get_values_for_type(x509.IPAddress)]
    return (*found.get_values_for_type(x509.DNSName), *addresses)


def _key(leaf: x509.Certificate) -> tuple[str, int]:
    key = leaf.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", key.key_size
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "ECC", key.key_size
    return type(key).__name__, 0


def _key_digest(leaf: x509.Certificate) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def _link(certificate: x509.Certificate) -> Link:
    return Link(
        _attribute(certificate.subject, NameOID.COMMON_NAME),
        _attribute(certificate.issuer, NameOID.COMMON_NAME),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )
