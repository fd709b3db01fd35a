"""PEM text of an answer into DER, and what a certificate is recognised by."""

from __future__ import annotations

import hashlib
import re

from certbind.domain.model.identity import Sha1, Sha256

_BLOCK = re.compile(r"-----BEGIN (?![A-Z ]*PRIVATE KEY-----)")


def certificates(pem: str) -> tuple[bytes, ...]:
    """The DER of every block, in order; () where there is none, or one is anything else than a
    whole certificate: a chain with a gap would be judged as another chain, and its intermediate
    as the leaf. Keys are passed over.
    """
    # Few functions read a chain, and what reads it is slow to import.
    from certbind.domain.trust.chain import (  # noqa: PLC0415
        UnreadableCertificateError,
        parse_pem_chain,
    )

    try:
        found = parse_pem_chain(pem)
    except UnreadableCertificateError:
        return ()
    return found if len(found) == len(_BLOCK.findall(pem)) else ()


def sha1_of(der: bytes) -> Sha1:
    """The fingerprint that CAS and OSS show; it identifies, it protects nothing."""
    return Sha1(hashlib.sha1(der, usedforsecurity=False).hexdigest())


def sha256_of(der: bytes) -> Sha256:
    """The fingerprint that certbind goes by."""
    return Sha256(hashlib.sha256(der).hexdigest())
