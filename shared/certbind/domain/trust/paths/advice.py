"""What browsers take and we advise against: told beside a verdict, never as a browser's word."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import (
    UNREADABLE,
    UnreadableCertificateError,
    load_certificate,
    serial_of,
)
from certbind.domain.trust.parts.certificate import extension

_MIN_RSA_BITS = 2048  # CA/B Forum, 6.1.5
_MIN_EXPONENT = 65537  # CA/B Forum, 6.1.6


def chain_advice(chain: tuple[bytes, ...]) -> tuple[Fault, ...]:
    """Of a leaf; each stands against binding, and against no visitor."""
    try:
        return tuple(_advice(load_certificate(chain[0]))) if chain else ()
    except (UnreadableCertificateError, *UNREADABLE):
        return ()


def _advice(leaf: x509.Certificate) -> Iterator[Fault]:
    basic = extension(leaf, x509.BasicConstraints)
    if basic is not None and basic.ca:
        yield Fault(FaultClass.LEAF_IS_CA, "it may sign other certificates")
    key = leaf.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        yield from _about(key)
    if serial_of(leaf) <= 0:
        yield Fault(FaultClass.ODD_SERIAL, "its serial number is not positive")


def _about(key: rsa.RSAPublicKey) -> Iterator[Fault]:
    if key.key_size < _MIN_RSA_BITS or key.key_size % 8:
        yield Fault(FaultClass.WEAK_KEY, f"it has an RSA key of {key.key_size} bits")
    exponent = key.public_numbers().e
    if exponent < _MIN_EXPONENT:
        yield Fault(FaultClass.WEAK_KEY, f"its RSA key has the exponent {exponent}")
