"""Certificates made for tests: authorities, leaves, and every defect that a chain can have.

Keys are P-256 and made anew, nothing is checked in. All dates are given, none is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.fakes.clock import NOON

NOW = NOON
DAY = timedelta(days=1)

Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Spec:
    """How a certificate is made; the defaults are those of a sound one."""

    not_before: datetime = NOW - 30 * DAY
    not_after: datetime = NOW + 60 * DAY
    is_ca: bool | None = None  # None: no basic constraints at all
    path_length: int | None = None
    may_sign: bool = True
    purposes: tuple[x509.ObjectIdentifier, ...] | None = (ExtendedKeyUsageOID.SERVER_AUTH,)
    permitted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    hash_: hashes.SHA256 | hashes.SHA384 = field(default_factory=hashes.SHA256)
    key: Key | None = None
    serial: int | None = None
    key_ids: bool = True
    unknown_critical: bool = False  # an extension that nobody knows and all must heed


CA_SPEC = Spec(NOW - 1000 * DAY, NOW + 2000 * DAY, is_ca=True, purposes=None)


@dataclass(frozen=True)
class Issued:
    """A certificate with its key and those above it, without the root."""

    certificate: x509.Certificate
    key: Key
    above: tuple[bytes, ...] = ()

    @property
    def der(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> str:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def chain(self) -> tuple[bytes, ...]:
        """As a server should send it: itself, then the intermediates."""
        return (self.der, *self.above)


@dataclass(frozen=True)
class Authority:
    """A CA: a root or an intermediate."""

    issued: Issued
    is_root: bool

    @classmethod
    def root(cls, name: str = "Test Root", spec: Spec = CA_SPEC) -> Authority:
        """A self-signed CA."""
        key = spec.key or ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        made = _sign(_builder(subject, subject, key, key, spec), (), spec, key)
        return cls(Issued(made, key), is_root=True)

    def subordinate(self, name: str = "Test Intermediate", spec: Spec = CA_SPEC) -> Authority:
        """A CA below this one; pass another's key in `spec` for a cross-sign."""
        return Authority(self._issue(_name(name), (), spec), is_root=False)

    def leaf(self, *names: str, spec: Spec | None = None, subject: str = "leaf") -> Issued:
        """A server certificate for these dNSNames."""
        return self._issue(_name(subject), names, spec or Spec())

    def _issue(self, subject: x509.Name, names: tuple[str, ...], spec: Spec) -> Issued:
        key = spec.key or ec.generate_private_key(ec.SECP256R1())
        issuer = self.issued.certificate.subject
        builder = _builder(subject, issuer, key, self.issued.key, spec)
        made = _sign(builder, names, spec, self.issued.key)
        return Issued(made, key, () if self.is_root else self.issued.chain)


def self_signed(*names: str, spec: Spec | None = None) -> Issued:
    """A leaf that signed itself."""
    chosen = spec or Spec()
    key = chosen.key or ec.generate_private_key(ec.SECP256R1())
    subject = _name("self")
    return Issued(_sign(_builder(subject, subject, key, key, chosen), names, chosen, key), key)


def pem_of(*authorities: Authority) -> str:
    """A bundle of roots."""
    return "".join(one.issued.pem for one in authorities)


def with_broken_signature(issued: Issued) -> Issued:
    """The same certificate with the last byte of its signature changed."""
    der = issued.der[:-1] + bytes([issued.der[-1] ^ 1])
    return Issued(x509.load_der_x509_certificate(der), issued.key, issued.above)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, issuer_key: Key, spec: Spec
) -> x509.CertificateBuilder:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(spec.serial or x509.random_serial_number())
        .not_valid_before(spec.not_before)
        .not_valid_after(spec.not_after)
    )
    if not spec.key_ids:
        return builder
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(own, critical=False).add_extension(above, critical=False)


def _sign(
    builder: x509.CertificateBuilder, names: tuple[str, ...], spec: Spec, key: Key
) -> x509.Certificate:
    if names:
        san = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(san, critical=False)
    if spec.is_ca is not None:
        basic = x509.BasicConstraints(spec.is_ca, spec.path_length)
        builder = builder.add_extension(basic, critical=True)
        builder = builder.add_extension(_usage(signs=spec.may_sign), critical=True)
    if spec.purposes is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(spec.purposes), critical=False)
    if spec.permitted or spec.excluded:
        limits = x509.NameConstraints(
            [x509.DNSName(name) for name in spec.permitted] or None,
            [x509.DNSName(name) for name in spec.excluded] or None,
        )
        builder = builder.add_extension(limits, critical=True)
    if spec.unknown_critical:
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.4711"), b"\x05\x00")
        builder = builder.add_extension(unknown, critical=True)
    # Deterministic, so that given keys and serials make the same bytes every time.
    deterministic = True if isinstance(key, ec.EllipticCurvePrivateKey) else None
    return builder.sign(key, spec.hash_, ecdsa_deterministic=deterministic)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
