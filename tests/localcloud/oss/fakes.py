"""The neighbours of OSS, small and in memory, and certificates to hand to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from localcloud.contracts import PLAIN, Manner, Material

NOT_BEFORE = datetime(2026, 5, 4, 10, 14, 51, tzinfo=timezone.utc)
NOT_AFTER = NOT_BEFORE + timedelta(days=365)


def new_material(identifier: str, name: str) -> Material:
    """A self-signed leaf for one name, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    leaf = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Material(identifier, leaf.public_bytes(Encoding.PEM).decode(), key_pem.decode())


@dataclass
class FakeCertificates:
    """CAS, as a dictionary."""

    held: dict[tuple[int, str], Material] = field(default_factory=dict)

    def issue(self, number: int, name: str = "www.example.com", site: str = "cn-hangzhou") -> str:
        identifier = f"{number}-{site}"
        self.held[number, site] = new_material(identifier, name)
        return identifier

    def resolve(self, number: int, site: str) -> Material | None:
        return self.held.get((number, site))

    def file(self, chain_pem: str, key_pem: str, name: str) -> Material:
        number = 900 + len(self.held)
        made = Material(f"{number}-cn-hangzhou", chain_pem, key_pem)
        self.held[number, "cn-hangzhou"] = made
        return made


@dataclass
class FakeServing:
    """The edges: what each was told last."""

    served: dict[tuple[str, str], Material | None] = field(default_factory=dict)

    def addresses(self, site: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        self.served[domain, site] = material

    def withdraw(self, domain: str, site: str) -> None:
        self.served.pop((domain, site), None)

    def identifier(self, domain: str, site: str = "oss/cn-hangzhou") -> str | None:
        material = self.served[domain, site]
        return material.identifier if material else None


@dataclass
class FakeNames:
    """The DNS zone."""

    cnames: dict[str, str] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def set_cname(self, name: str, target: str) -> None:
        self.cnames[name] = target

    def txt(self, name: str) -> tuple[str, ...]:
        return self.texts.get(name, ())
