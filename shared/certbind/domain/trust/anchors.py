"""The roots that chains are judged with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.leaf import (
    UNREADABLE,
    UnreadableCertificateError,
    common_name,
    quiet,
)
from certbind.values import dataclass, field

_PEM_BLOCK = re.compile(
    r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", flags=re.DOTALL
)


@dataclass(frozen=True, slots=True)
class TrustAnchors:
    """A set of roots. Two are equal when they hold the same certificates.

    identity: SHA-256 over the sorted fingerprints; every verdict depends on it, so record it.
    are_public: whether every one is a public CA's, as certifi's are; an operator's bundle may hold
    private ones.
    unread: how many of the bundle were left out, as certificates that the library cannot read.
    """

    identity: str
    common_names: frozenset[str] = field(compare=False, repr=False)
    by_subject: Mapping[bytes, tuple[x509.Certificate, ...]] = field(compare=False, repr=False)
    are_public: bool = field(default=False, compare=False)
    unread: int = field(default=0, compare=False)

    @classmethod
    def from_pem(cls, pem: str, *, are_public: bool = False) -> TrustAnchors:
        """From a bundle such as certifi's; raises UnreadableCertificateError.

        A root that cannot be read is left out, so what it signed is not trusted.
        """
        roots = _roots(pem)
        if not roots:
            raise UnreadableCertificateError("the bundle holds no readable root")
        by_subject: dict[bytes, tuple[x509.Certificate, ...]] = {}
        for root in roots:
            subject = root.subject.public_bytes()
            by_subject[subject] = (*by_subject.get(subject, ()), root)
        prints = sorted(
            {hashlib.sha256(root.public_bytes(Encoding.DER)).digest() for root in roots}
        )
        return cls(
            identity=hashlib.sha256(b"".join(prints)).hexdigest(),
            common_names=frozenset(filter(None, (common_name(root.subject) for root in roots))),
            by_subject=by_subject,
            are_public=are_public,
            unread=len(_PEM_BLOCK.findall(pem)) - len(roots),
        )


def _roots(pem: str) -> list[x509.Certificate]:
    """One by one: a bundle is not lost for a root of an old form (a serial number of zero)."""
    found = []
    with quiet():
        for block in _PEM_BLOCK.findall(pem):
            try:
                found.append(x509.load_pem_x509_certificate(block.encode()))
            except UNREADABLE:
                continue
    return found
