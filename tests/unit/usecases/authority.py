"""One root, one intermediate, and leaves of it, made anew for each run."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certbind.domain.certificate import Certificate
from certbind.domain.identity import Sha1, Sha256
from tests.fakes.clock import NOON

_ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
_MIDDLE_KEY = ec.generate_private_key(ec.SECP256R1())
_LEAF_KEY = ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _ca(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=1000))
        .not_valid_after(NOON + timedelta(days=3000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
        .sign(by, hashes.SHA256())
    )


_ROOT = _ca("Test Root", _ROOT_KEY, "Test Root", _ROOT_KEY)
_MIDDLE = _ca("Test Intermediate", _MIDDLE_KEY, "Test Root", _ROOT_KEY)
ROOT_PEM = _ROOT.public_bytes(Encoding.PEM).decode()


def issue(names: tuple[str, ...], not_before: datetime, not_after: datetime) -> tuple[bytes, ...]:
    """A leaf with its intermediate, DER."""
    sans = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    leaf = (
        x509.CertificateBuilder()
        .subject_name(_name(names[0]))
        .issuer_name(_MIDDLE.subject)
        .public_key(_LEAF_KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(sans, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(_MIDDLE_KEY.public_key()),
            critical=False,
        )
        .sign(_MIDDLE_KEY, hashes.SHA256())
    )
    return (leaf.public_bytes(Encoding.DER), _MIDDLE.public_bytes(Encoding.DER))


def chain_of(held: Certificate) -> tuple[Certificate, tuple[bytes, ...]]:
    """A certificate of CAS made real: with the fingerprints of a leaf that can be served."""
    chain = issue(held.names, held.not_before, held.not_after)
    leaf = x509.load_der_x509_certificate(chain[0])
    real = Certificate(
        **{
            **{field: getattr(held, field) for field in held.__slots__},
            "sha1": Sha1(leaf.fingerprint(hashes.SHA1()).hex()),  # noqa: S303 - CAS shows it so
            "sha256": Sha256(leaf.fingerprint(hashes.SHA256()).hex()),
            "serial": f"{leaf.serial_number:x}",
        }
    )
    return real, chain
