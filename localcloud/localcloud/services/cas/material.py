"""Certificates and keys as they are handed in: what CAS and CDN check before they take them."""

from __future__ import annotations

from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from localcloud.services.cas.facts import Facts, facts_of, read_chain


class Fault(Enum):
    """Why a certificate with its key is not taken; each product has codes of its own for these."""

    CERTIFICATE = "certificate cannot be read"
    KEY = "key cannot be read, or is encrypted"
    MISMATCH = "key does not belong to the first certificate"


class MaterialError(ValueError):
    """A certificate or a key was refused; nothing of either is in the message."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def check_upload(chain_pem: str, key_pem: str) -> Facts:
    """The facts of an acceptable pair; MaterialError otherwise.

    The first certificate must be the leaf; whether intermediates follow is not looked at. Keys in
    PKCS#1, SEC1 and PKCS#8 are taken, encrypted ones are not (CAS, seen live 2026-09).
    """
    try:
        chain = read_chain(chain_pem)
        facts = facts_of(chain[0], chain)
    # ValueError, InvalidVersion, DuplicateExtension …: what the parser raises is its own affair.
    except Exception:  # noqa: BLE001
        raise MaterialError(Fault.CERTIFICATE) from None
    public = _public_of(key_pem)
    if public is None:
        raise MaterialError(Fault.KEY)
    if not _same(public, chain[0]):
        raise MaterialError(Fault.MISMATCH)
    return facts


def issued_facts(chain_pem: str, key_pem: str) -> Facts:
    """As the world hands it in, defects and all: the leaf is the certificate that the key fits,
    else the first. ValueError when there is no certificate to read.
    """
    try:
        chain = read_chain(chain_pem)
        public = _public_of(key_pem)
        fitting = [c for c in chain if public is not None and _same(public, c)]
        return facts_of((fitting or list(chain))[0], chain)
    except Exception as error:
        raise ValueError("the certificate cannot be read") from error


def _public_of(key_pem: str) -> PublicKeyTypes | None:
    try:
        return load_pem_private_key(key_pem.encode(), None).public_key()
    # TypeError: encrypted. What the parser raises for junk is its own affair.
    except Exception:  # noqa: BLE001
        return None


def _same(public: PublicKeyTypes, certificate: x509.Certificate) -> bool:
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public.public_bytes(*form) == certificate.public_key().public_bytes(*form)
