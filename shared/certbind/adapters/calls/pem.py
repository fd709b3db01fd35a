"""PEM text into DER, and what a certificate is recognised by."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from certbind.domain.model.identity import Sha1, Sha256

_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----"
)


def certificates(pem: str) -> tuple[bytes, ...]:
    """The DER of every CERTIFICATE block, in order; () where there is none or one is damaged.

    Only the envelope is opened: whether a certificate is inside is not looked at.
    """
    try:
        return tuple(
            base64.b64decode("".join(body.split()), validate=True)
            for body in _CERTIFICATE.findall(pem)
        )
    except binascii.Error:
        return ()


def sha1_of(der: bytes) -> Sha1:
    """The fingerprint that CAS and OSS show; it identifies, it protects nothing."""
    return Sha1(hashlib.sha1(der, usedforsecurity=False).hexdigest())


def sha256_of(der: bytes) -> Sha256:
    """The fingerprint that certbind goes by."""
    return Sha256(hashlib.sha256(der).hexdigest())
