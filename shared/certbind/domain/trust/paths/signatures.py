"""Who signed a certificate, and whether browsers read such a signature.

Chromium reads RSA (PKCS#1 and PSS) and ECDSA with SHA-256, SHA-384 and SHA-512, and nothing else
(measured on 156: SHA-1, MD5 and SHA-224 are ERR_CERT_INVALID).
"""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import SignatureAlgorithmOID as Algorithm

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.paths.der import signature_algorithm

BROKEN_HASHES: dict[x509.ObjectIdentifier, hashes.HashAlgorithm] = {
    Algorithm.RSA_WITH_MD5: hashes.MD5(),  # noqa: S303 - read, to say who signed
    Algorithm.RSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303
    Algorithm.ECDSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303
}
"""Signatures that once were fit, and that the library verifies no more."""

_PSS = (
    "304106092a864886f70d01010a3034a00f300d060960864801650304020{0}0500a11c301a06092a864886f70d01"
    "0108300d060960864801650304020{0}0500a2030201{1}"
)
"""One hash for both, and a salt of its length."""

_READ_BY_BROWSERS = frozenset(
    map(
        bytes.fromhex,
        (
            # RSA with SHA-256, 384 and 512; then the same without their NULL
            "300d06092a864886f70d01010b0500",
            "300d06092a864886f70d01010c0500",
            "300d06092a864886f70d01010d0500",
            "300b06092a864886f70d01010b",
            "300b06092a864886f70d01010c",
            "300b06092a864886f70d01010d",
            _PSS.format("1", "20"),
            _PSS.format("2", "30"),
            _PSS.format("3", "40"),
            # ECDSA
            "300a06082a8648ce3d040302",
            "300a06082a8648ce3d040303",
            "300a06082a8648ce3d040304",
        ),
    )
)
"""AlgorithmIdentifiers to the letter (CA/B Forum, 7.1.3.2)."""


def is_read_by_browsers(certificate: x509.Certificate) -> bool:
    """Whether its signature is of a form that Chromium reads, parameters and all."""
    return signature_algorithm(certificate) in _READ_BY_BROWSERS


def is_signed_by(child: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether this issuer's key made the child's signature; the names are to be equal.

    It says nothing of the signature's strength: one that browsers do not read is a fault of
    itself (path_rules), so that SHA-1 is told as SHA-1 and not as a forgery.
    """
    try:
        broken = BROKEN_HASHES.get(child.signature_algorithm_oid)
        if broken is None:
            child.verify_directly_issued_by(issuer)
        else:
            _verify(child, issuer.public_key(), broken)
    except UNREADABLE:
        return False
    return True


def _verify(child: x509.Certificate, key: object, hash_: hashes.HashAlgorithm) -> None:
    signature, body = child.signature, child.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, body, padding.PKCS1v15(), hash_)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, body, ec.ECDSA(hash_))
    else:
        raise TypeError("a key of another kind")
