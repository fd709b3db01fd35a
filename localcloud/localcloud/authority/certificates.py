"""Making certificates: one function for a CA's, one for a leaf's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from localcloud.authority.names import COMMON_NAME_LIMIT, general_name

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
BACKDATED = timedelta(days=5 * 365)
ROOT_LIFE = timedelta(days=30 * 365)
INTERMEDIATE_LIFE = timedelta(days=20 * 365)
_AIA = "http://ca.localtrust.invalid/{}.crt"


@dataclass(frozen=True, slots=True)
class Signer:
    """A CA certificate with its key."""

    certificate: x509.Certificate
    key: PrivateKey

    def __repr__(self) -> str:
        """Without the key."""
        return f"Signer({self.certificate.subject.rfc4514_string()})"


@dataclass(frozen=True, slots=True)
class LeafOrder:
    """What a leaf is to say. `names` are A-labels, the first becomes the CN."""

    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    is_ca: bool = False
    server_auth: bool = True
    crl: str = ""


def new_key(kind: str) -> PrivateKey:
    """`ec`: P-256; `rsa`: 2048 bits; `rsa1024`: too weak for any browser."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    bits = {"rsa": 2048, "rsa1024": 1024}[kind]
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def key_to_pem(key: PrivateKey) -> str:
    """PKCS#1 or SEC1, unencrypted: the forms that CDN's upload takes."""
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return plain.decode("ascii")


def key_from_pem(pem: str) -> PrivateKey:
    """The reverse of `key_to_pem`; TypeError for a kind that no authority here has."""
    key = load_pem_private_key(pem.encode("ascii"), None)
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise TypeError("neither RSA nor EC")
    return key


def to_pem(certificate: x509.Certificate) -> str:
    """PEM with a trailing newline, so that chains are made by joining."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def ca_certificate(
    subject: x509.Name,
    key: PrivateKey,
    now: datetime,
    signer: Signer | None,
    path_length: int | None,
    crl: str = "",
) -> x509.Certificate:
    """A root (no signer), an intermediate, or a cross-sign of somebody's root key. crl: where the
    signer's list of revoked ones is.
    """
    issuer = subject if signer is None else signer.certificate.subject
    signing_key = key if signer is None else signer.key
    start = now - BACKDATED
    end = start + (ROOT_LIFE if signer is None else INTERMEDIATE_LIFE)
    constraints = x509.BasicConstraints(ca=True, path_length=path_length)
    builder = (
        _start(subject, issuer, key, start, end)
        .add_extension(constraints, critical=True)
        .add_extension(_usage(is_ca=True, is_rsa=False), critical=True)
    )
    if signer is not None:
        builder = builder.add_extension(_server_auth(), critical=False)
    builder = _pointing(builder, crl)
    return _identified(builder, key, signing_key).sign(signing_key, hashes.SHA256())


def leaf_certificate(order: LeafOrder, key: PrivateKey, signer: Signer | None) -> x509.Certificate:
    """A TLS server's certificate (RFC 5280, CA/B baseline §7.1.2.7); no signer: self-signed."""
    common = [n for n in order.names[:1] if len(n) <= COMMON_NAME_LIMIT]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in common])
    issuer = subject if signer is None else signer.certificate.subject
    signing_key = key if signer is None else signer.key
    constraints = x509.BasicConstraints(ca=order.is_ca, path_length=None)
    usage = _usage(is_ca=order.is_ca, is_rsa=isinstance(key, rsa.RSAPrivateKey))
    names = x509.SubjectAlternativeName([general_name(name) for name in order.names])
    builder = (
        _start(subject, issuer, key, order.not_before, order.not_after)
        .add_extension(constraints, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(names, critical=not common)
    )
    if order.server_auth:
        builder = builder.add_extension(_server_auth(), critical=False)
    if signer is not None:
        builder = builder.add_extension(_issuer_address(signer), critical=False)
        builder = _pointing(builder, order.crl)
    return _identified(builder, key, signing_key).sign(signing_key, hashes.SHA256())


def _pointing(builder: x509.CertificateBuilder, crl: str) -> x509.CertificateBuilder:
    if not crl:
        return builder
    name = x509.UniformResourceIdentifier(crl)
    point = x509.DistributionPoint([name], None, None, None)
    return builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)


def _start(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _identified(
    builder: x509.CertificateBuilder, key: PrivateKey, signing_key: PrivateKey
) -> x509.CertificateBuilder:
    subject_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    return builder.add_extension(subject_id, critical=False).add_extension(
        issuer_id, critical=False
    )


def _server_auth() -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


def _issuer_address(signer: Signer) -> x509.AuthorityInformationAccess:
    name = signer.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    url = x509.UniformResourceIdentifier(_AIA.format(str(name).replace(" ", "-").lower()))
    issuers = AuthorityInformationAccessOID.CA_ISSUERS
    return x509.AuthorityInformationAccess([x509.AccessDescription(issuers, url)])


def _usage(*, is_ca: bool, is_rsa: bool) -> x509.KeyUsage:
    """Key encipherment is for RSA leaves alone: an EC key only signs (RFC 5480 §3)."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=is_rsa and not is_ca,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
