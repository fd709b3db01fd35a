"""Parts of a certificate, each read once: the library writes bytes anew whenever it is asked, and
names, bodies and extensions are asked for over and over while a path is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from certbind.domain.trust.parts.once import once

E = TypeVar("E", bound=x509.ExtensionType)


@once
def body_of(certificate: x509.Certificate) -> bytes:
    """What is signed."""
    return certificate.tbs_certificate_bytes


@once
def subject_of(certificate: x509.Certificate) -> bytes:
    """DER of its name."""
    return certificate.subject.public_bytes()


@once
def issuer_of(certificate: x509.Certificate) -> bytes:
    """DER of its issuer's name."""
    return certificate.issuer.public_bytes()


@once
def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256, lower-case hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    """None where it is not there; raises UNREADABLE where the extensions cannot be read."""
    found: E | None = _by_kind(certificate).get(kind)
    return found


@once
def _by_kind(certificate: x509.Certificate) -> Mapping[type, Any]:
    """Of two that cannot be told apart by kind the first; the library takes none twice."""
    found: dict[type, Any] = {}
    for one in certificate.extensions:
        found.setdefault(type(one.value), one.value)
    return found
