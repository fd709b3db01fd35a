"""What each label of a PEM block stands for (RFC 7468, and what OpenSSL writes besides)."""

from __future__ import annotations

from collections.abc import Callable

from certbind.adapters.keystores.found import REQUEST, Found
from certbind.adapters.keystores.pem_blocks import Block
from certbind.domain.trust.material.refusals import UnsupportedFileError

_OF_OTHER_PROGRAMS: dict[str, tuple[str, str]] = {
    "OPENSSH PRIVATE KEY": (
        "holds a key in OpenSSH's own form.",
        "`ssh-keygen -p -m PEM -f FILE` rewrites it as PEM; but is it the key of the certificate?",
    ),
    "DSA PRIVATE KEY": (
        "holds a DSA key; OSS, CDN and browsers take RSA and EC.",
        "Order the certificate for an RSA key of 2048 bits or an EC key on P-256.",
    ),
    "PGP PRIVATE KEY BLOCK": ("holds a PGP key, which is none of TLS.", ""),
}
_READ: dict[str, Callable[[Found, bytes], None]] = {
    "CERTIFICATE": Found.take_certificate,
    "X509 CERTIFICATE": Found.take_certificate,
    "TRUSTED CERTIFICATE": Found.take_trusted,
    "PRIVATE KEY": Found.take_key,
    "RSA PRIVATE KEY": Found.take_key,
    "EC PRIVATE KEY": Found.take_key,
    "ENCRYPTED PRIVATE KEY": Found.take_encrypted_key,
    "PKCS7": Found.take_pkcs7,
    "PKCS #7 SIGNED DATA": Found.take_pkcs7,
    "CMS": Found.take_pkcs7,
}
_BEFORE_KEYS = frozenset({"EC PARAMETERS", "DH PARAMETERS"})
"""A curve's name, or a group for key exchange: nobody misses them."""

_REQUESTS = frozenset({"CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"})


def read_block(block: Block, found: Found) -> None:
    """Raises the errors of refusals.py. What is neither certificate nor key is passed over, and a
    note says so.
    """
    label, place = block.label, found.place
    if label in _OF_OTHER_PROGRAMS:
        told, hint = _OF_OTHER_PROGRAMS[label]
        raise UnsupportedFileError(told, subject=place, hint=hint)
    if block.is_encrypted and label.endswith("PRIVATE KEY"):
        found.take_encrypted_pem_key(block.text)
    elif label in _READ:
        _READ[label](found, block.der())
    elif label in _REQUESTS:
        found.notes.append(f"passed over: {place} {REQUEST}")
    elif label not in _BEFORE_KEYS:
        found.notes.append(f"passed over: {label} in {place}")
