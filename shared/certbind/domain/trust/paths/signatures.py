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
from certbind.domain.trust.parts.once import once_of_two
from certbind.domain.trust.paths.der import signature_algorithm

BROKEN_HASHES: dict[x509.ObjectIdentifier, hashes.HashAlgorithm] = {
    Algorithm.RSA_WITH_MD5: hashes.MD5(),  # noqa: S303 - read, to say who signed
    Algorithm.RSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303
    Algorithm.ECDSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303
}
"""Signatures that once were fit, and that the library verifies no more."""

_READ_BY_BROWSERS = frozenset(
    {
        Algorithm.RSA_WITH_SHA256,
        Algorithm.RSA_WITH_SHA384,
        Algorithm.RSA_WITH_SHA512,
        Algorithm.ECDSA_WITH_SHA256,
        Algorithm.ECDSA_WITH_SHA384,
        Algorithm.ECDSA_WITH_SHA512,
    }
)
"""Whose parameters the library holds to their form when it reads a certificate."""

_PSS = (
    "304106092a864886f70d01010a3034a00f300d060960864801650304020{0}0500a11c301a06092a864886f70d01"
    "0108300d060960864801650304020{0}0500a2030201{1}"
)
_PSS_READ = frozenset(
    bytes.fromhex(_PSS.format(hashed, salt))
    for hashed, salt in (("1", "20"), ("2", "30"), ("3", "40"))
)
"""RSASSA-PSS with one hash for both and a salt of its length, to the letter."""


def is_read_by_browsers(certificate: x509.Certificate) -> bool:
    """Whether its signature is of a form that Chromium reads, parameters and all."""
    algorithm = certificate.signature_algorithm_oid
    if algorithm == Algorithm.RSASSA_PSS:
        return signature_algorithm(certificate) in _PSS_READ
    return algorithm in _READ_BY_BROWSERS


@once_of_two
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
