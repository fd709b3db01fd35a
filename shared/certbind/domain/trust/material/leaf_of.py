"""Which of the certificates that were handed in is the site's own, and which key is its."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certbind.domain.trust.leaf import UNREADABLE, is_sm2, read_leaf
from certbind.domain.trust.material.refusals import (
    AmbiguousFilesError,
    IncompleteFilesError,
    KeyMismatchError,
    Sm2Error,
)
from certbind.domain.trust.material.values import Contents, HeldKey, PublicKey, curve_kind
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.paths.signatures import is_signed_by

_SHOWN = 4
_MOST_COMPARED = 32  # with each other, which takes the square of signatures


def only_key(contents: Sequence[Contents]) -> HeldKey | None:
    """The one key, however often it is there. AmbiguousFilesError names them where there are
    several.
    """
    found: dict[bytes, HeldKey] = {}
    for key in (key for one in contents for key in one.keys):
        found.setdefault(key.public.spki, key)
    if len(found) > 1:
        named = "; ".join(f"{one.public} in {one.source}" for one in found.values())
        raise AmbiguousFilesError(f"There are {len(found)} private keys: {named}.")
    return next(iter(found.values()), None)


def leaf_of(
    certificates: Sequence[x509.Certificate], key: HeldKey | None
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The site's certificate, and others that were issued for the same key, which it replaces.

    With a key: the certificate that it belongs to; of several the one that began last. Without:
    the only one that is no CA's. KeyMismatchError, AmbiguousFilesError, IncompleteFilesError,
    Sm2Error.
    """
    if not certificates:
        raise IncompleteFilesError("There is no certificate in what was given.")
    for one in certificates:
        if is_sm2(one):
            raise Sm2Error("is an SM2 certificate.", subject=shown(one))
    if key is None:
        return _without_key(certificates), ()
    fitting = [one for one in certificates if _fits(one, key)]
    if not fitting:
        named = "; ".join(_told(one) for one in _likely(certificates)[:_SHOWN])
        told = f"The {key.public} belongs to none of the certificates: {named}."
        raise KeyMismatchError(told, subject=key.source)
    fitting.sort(key=lambda one: (one.not_valid_before_utc, one.public_bytes(Encoding.DER)))
    return fitting[-1], tuple(fitting[:-1])


def public_key_of(certificate: x509.Certificate) -> PublicKey:
    """Raises any of UNREADABLE."""
    key = certificate.public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if isinstance(key, rsa.RSAPublicKey):
        return PublicKey(spki, "RSA", key.key_size)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return PublicKey(spki, curve_kind(key.curve.name), key.key_size)
    return PublicKey(spki, type(key).__name__.removesuffix("PublicKey"), 0)


def _fits(certificate: x509.Certificate, key: HeldKey) -> bool:
    try:
        return public_key_of(certificate).spki == key.public.spki
    except UNREADABLE:
        return False


def _without_key(certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    likely = _likely(certificates)
    if len(likely) == 1:
        return likely[0]
    named = "; ".join(_told(one) for one in likely[:_SHOWN])
    more = f" and {len(likely) - _SHOWN} more" if len(likely) > _SHOWN else ""
    told = f"There are {len(likely)} certificates that may be the site's own: {named}{more}."
    raise AmbiguousFilesError(told, hint="Give its key as well: it says which one is meant.")


def _likely(certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Those that are no CA's; where all are, those that signed no other."""
    leaves = [one for one in certificates if not _is_ca(one)]
    if len(certificates) > _MOST_COMPARED:
        return leaves or list(certificates)
    return (
        leaves
        or [one for one in certificates if not _signed_any(one, certificates)]
        or list(certificates)
    )


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return read_leaf(certificate).is_ca
    except UNREADABLE:
        return False


def _signed_any(issuer: x509.Certificate, certificates: Iterable[x509.Certificate]) -> bool:
    return any(
        one.issuer == issuer.subject and one is not issuer and is_signed_by(one, issuer)
        for one in certificates
    )


def _told(certificate: x509.Certificate) -> str:
    """`www.example.com with the RSA key of 2048 bits (…)`."""
    try:
        return f"{shown(certificate)} has the {public_key_of(certificate)}"
    except UNREADABLE:
        return f"{shown(certificate)} has a key that cannot be read"
