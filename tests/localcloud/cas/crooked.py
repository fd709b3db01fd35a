"""Certificates that no authority issues: their DER is changed by hand, so that readers stumble."""

from __future__ import annotations

import base64

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.localcloud.oss.fakes import NOT_AFTER, NOT_BEFORE

_VERSION_3 = bytes.fromhex("a003020102")
_FIRST, _SECOND = "1.2.3.4.5", "1.2.3.4.6"


def crooked(kind: str) -> tuple[str, str]:
    """Certificate and key. kind: `version` (X.509 of version 6), `extension` (one twice)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.example.com")])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(NOT_BEFORE).not_valid_after(NOT_AFTER)
    for number in (_FIRST, _SECOND):
        extension = x509.UnrecognizedExtension(x509.ObjectIdentifier(number), b"\x05\x00")
        builder = builder.add_extension(extension, critical=False)
    der = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    if kind == "version":
        der = der.replace(_VERSION_3, bytes.fromhex("a003020105"), 1)
    else:
        der = der.replace(bytes.fromhex("06042a030406"), bytes.fromhex("06042a030405"))
    lines = base64.encodebytes(der).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"
    return pem, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
