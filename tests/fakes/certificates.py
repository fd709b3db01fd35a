"""Certificates made for tests: authorities, leaves, and every defect that a chain can have.

Keys are P-256 and made anew, nothing is checked in. All dates are given, none is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
)

from tests.fakes.clock import NOON
from tests.fakes.stamps import stamped

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
    usage: tuple[str, ...] | None = None  # of a key, where not that of `may_sign`; (): none
    basic_critical: bool = True
    critical: tuple[str, ...] = ()  # names of extensions to be made so
    directory: str = ""  # a common name: only subjects that begin with it
    issuer_at: str = ""  # caIssuers
    stamps: tuple[datetime, ...] = ()  # of public logs, each of another
    crl_at: tuple[str, ...] = ()  # its CA's list of revoked ones
    points: tuple[x509.DistributionPoint, ...] = ()  # the same in any form


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
    for extension, critical in _extensions(names, spec):
        builder = builder.add_extension(extension, critical)
    # Deterministic, so that given keys and serials make the same bytes every time.
    deterministic = True if isinstance(key, ec.EllipticCurvePrivateKey) else None
    return builder.sign(key, spec.hash_, ecdsa_deterministic=deterministic)


def _extensions(names: tuple[str, ...], spec: Spec) -> Iterator[tuple[x509.ExtensionType, bool]]:
    if names:
        san = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        yield san, "subjectAltName" in spec.critical
    if spec.is_ca is not None:
        yield x509.BasicConstraints(spec.is_ca, spec.path_length), spec.basic_critical
    usage = _usage_of(spec)
    if usage is not None:
        yield usage, True
    if spec.purposes is not None:
        yield x509.ExtendedKeyUsage(spec.purposes), "extendedKeyUsage" in spec.critical
    if spec.permitted or spec.excluded or spec.directory:
        yield x509.NameConstraints(_permitted(spec), _excluded(spec)), True
    yield from _rare_extensions(spec)


def _rare_extensions(spec: Spec) -> Iterator[tuple[x509.ExtensionType, bool]]:
    if "certificatePolicies" in spec.critical:
        yield _POLICIES, True
    if spec.issuer_at:
        place = x509.UniformResourceIdentifier(spec.issuer_at)
        method = AuthorityInformationAccessOID.CA_ISSUERS
        yield x509.AuthorityInformationAccess([x509.AccessDescription(method, place)]), False
    named = [x509.UniformResourceIdentifier(url) for url in spec.crl_at]
    points = [*spec.points, *([x509.DistributionPoint(named, None, None, None)] if named else [])]
    if points:
        yield x509.CRLDistributionPoints(points), False
    if spec.stamps:
        yield stamped(*spec.stamps), False
    if spec.unknown_critical:
        yield x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.4711"), b"\x05\x00"), True


_POLICIES = x509.CertificatePolicies(
    [x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)]
)


def _permitted(spec: Spec) -> list[x509.GeneralName] | None:
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in spec.permitted]
    if spec.directory:
        names.append(x509.DirectoryName(_name(spec.directory)))
    return names or None


def _excluded(spec: Spec) -> list[x509.GeneralName] | None:
    return [x509.DNSName(name) for name in spec.excluded] or None


def _usage_of(spec: Spec) -> x509.KeyUsage | None:
    if spec.usage is not None:
        return _usage(*spec.usage) if spec.usage else None
    if spec.is_ca is None:
        return None
    return _usage("digital_signature", *(("key_cert_sign", "crl_sign") if spec.may_sign else ()))


def _usage(*bits: str) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{bit: bit in bits for bit in every})
