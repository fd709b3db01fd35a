"""Private keys in every form that CAs and servers keep them in, as the one that CDN takes.

Traditional form (PKCS#1, SEC1), unencrypted: CAS lists PKCS#8 among the forms to convert.
"""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)

from certbind.adapters.keystores.opening import (
    WrongPassphraseError,
    by_library,
    opened,
)
from certbind.domain.trust.material.refusals import (
    MaterialFileError,
    Sm2Error,
    UnsupportedFileError,
)
from certbind.domain.trust.material.values import HeldKey, PublicKey, curve_kind
from certbind.ports.files import Passphrases

_SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")  # OID 1.2.156.10197.1.301 in DER
_CIPHER = re.compile(rb"DEK-Info: ?([A-Z0-9-]+)")
_READ_CIPHERS = frozenset({b"AES-128-CBC", b"AES-192-CBC", b"AES-256-CBC", b"DES-EDE3-CBC"})
"""Of traditional PEM, as the library reads them."""


def plain_key(der: bytes, place: str) -> HeldKey:
    """PKCS#8, PKCS#1 or SEC1, not encrypted."""
    if _SM2_CURVE in der:
        raise Sm2Error("holds an SM2 key.", subject=place)
    try:
        loaded = by_library(lambda: load_der_private_key(der, None), "The key", place)
    except WrongPassphraseError:
        raise MaterialFileError(
            "holds a private key that cannot be read.", subject=place
        ) from None
    return held(loaded, place)


def encrypted_key(der: bytes, place: str, passphrases: Passphrases, what: str) -> HeldKey:
    """PKCS#8's EncryptedPrivateKeyInfo."""
    return opened(what, place, passphrases, lambda given: with_passphrase(der, given, place))


def with_passphrase(der: bytes, passphrase: bytes, place: str) -> HeldKey:
    """An EncryptedPrivateKeyInfo; WrongPassphraseError."""
    return held(by_library(lambda: load_der_private_key(der, passphrase), "The key", place), place)


def encrypted_pem_key(block: bytes, place: str, passphrases: Passphrases) -> HeldKey:
    """Of traditional form with Proc-Type and DEK-Info (RFC 1421). block: with LF, whole."""
    cipher = _CIPHER.search(block)
    if cipher is None or cipher[1] not in _READ_CIPHERS:
        name = cipher[1].decode("ascii") if cipher else "an unknown cipher"
        raise UnsupportedFileError(
            f"holds a private key encrypted by {name}, which is not read.",
            subject=place,
            hint="`openssl pkey -aes256 -in FILE -out new.key`, with the legacy provider.",
        )

    def try_one(passphrase: bytes) -> HeldKey:
        load = lambda: load_pem_private_key(block, passphrase)  # noqa: E731
        return held(by_library(load, "The key", place), place)

    return opened("The private key", place, passphrases, try_one)


def held(loaded: object, place: str) -> HeldKey:
    """UnsupportedFileError for a kind that browsers, OSS and CDN do not take."""
    if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        kind = type(loaded).__name__.removesuffix("PrivateKey").lstrip("_")
        raise UnsupportedFileError(
            f"holds a key of the kind {kind}; OSS, CDN and browsers take RSA and EC.",
            subject=place,
            hint="Order the certificate for an RSA key of 2048 bits or an EC key on P-256.",
        )
    public = loaded.public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kind = "RSA" if isinstance(public, rsa.RSAPublicKey) else curve_kind(public.curve.name)
    pem = loaded.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return HeldKey(PublicKey(spki, kind, public.key_size), pem.decode("ascii"), place)
