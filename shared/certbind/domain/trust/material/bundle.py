"""What several files hold together, as one certificate with its chain and key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.leaf import (
    UNREADABLE,
    Leaf,
    UnreadableCertificateError,
    load_certificate,
    read_leaf,
)
from certbind.domain.trust.material.chain_order import Missing, is_root, order_chain
from certbind.domain.trust.material.leaf_of import leaf_of, only_key, public_key_of
from certbind.domain.trust.material.refusals import AmbiguousFilesError, MaterialFileError
from certbind.domain.trust.material.values import Contents, HeldKey, PublicKey
from certbind.domain.trust.paths.extensions import shown
from certbind.values import dataclass

MOST_CERTIFICATES = 256
"""Of the files that are converted; a chain has three. The pool may hold more."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """chain: DER, leaf first, without a root. key: None where no file held one. missing: the CA's
    certificate that the chain lacks. notes: what was left out, and why, for a person.
    """

    leaf: Leaf
    public: PublicKey
    chain: tuple[bytes, ...]
    names: tuple[str, ...]
    key: HeldKey | None
    missing: Missing | None
    notes: tuple[str, ...]

    @property
    def chain_pem(self) -> str:
        """As CAS and CDN take it: blocks of 64 columns, LF, nothing between them."""
        loaded = (load_certificate(der) for der in self.chain)
        return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in loaded)


def assemble(
    files: Sequence[Contents],
    pool: Iterable[bytes],
    anchors: TrustAnchors,
    at: datetime,
) -> Bundle:
    """Raises the errors of refusals.py. pool: DER from which the chain may be completed; what
    cannot be read there is passed over.
    """
    key = only_key(files)
    given = _each_once(files)
    leaf, replaced = leaf_of(given, key)
    at_hand = tuple(_readable(pool))
    others = [one for one in given if one != leaf and one not in replaced]
    ordered = order_chain(leaf, others, at_hand, anchors, at)
    notes = (
        *(note for one in files for note in one.notes),
        *_about_replaced(replaced),
        *_about_roots(others),
        *_about_unused([one for one in others if one not in ordered.chain]),
    )
    try:
        return Bundle(
            read_leaf(leaf),
            public_key_of(leaf),
            tuple(one.public_bytes(Encoding.DER) for one in ordered.chain),
            tuple(shown(one) for one in ordered.chain),
            key,
            ordered.missing,
            notes,
        )
    except UNREADABLE as error:
        raise MaterialFileError(
            f"is a malformed certificate: {error}.", subject=shown(leaf)
        ) from None


def _each_once(files: Sequence[Contents]) -> tuple[x509.Certificate, ...]:
    found: dict[bytes, x509.Certificate] = {}
    for one in files:
        for der in one.certificates:
            try:
                found.setdefault(der, _loaded(der))
            except (UnreadableCertificateError, *UNREADABLE):
                told = "holds a certificate that cannot be read."
                raise MaterialFileError(told, subject=one.source) from None
    if len(found) > MOST_CERTIFICATES:
        told = f"There are {len(found)} certificates; at most {MOST_CERTIFICATES} are sorted out."
        hint = "Give the files of one certificate, and collections with --pool."
        raise AmbiguousFilesError(told, hint=hint)
    return tuple(found.values())


def _readable(pool: Iterable[bytes]) -> Iterable[x509.Certificate]:
    for der in dict.fromkeys(pool):
        try:
            yield _loaded(der)
        except (UnreadableCertificateError, *UNREADABLE):
            continue


def _loaded(der: bytes) -> x509.Certificate:
    """With what it is sorted by, which is read lazily and may be malformed."""
    one = load_certificate(der)
    one.subject.public_bytes(), one.issuer.public_bytes()
    one.not_valid_before_utc, one.not_valid_after_utc  # noqa: B018
    return one


def _about_replaced(replaced: Sequence[x509.Certificate]) -> Iterable[str]:
    for one in replaced:
        began = f"{one.not_valid_before_utc:%Y-%m-%d}"
        yield f"left out: an earlier certificate for the same key, of {began}"


def _about_roots(others: Sequence[x509.Certificate]) -> Iterable[str]:
    for one in others:
        if is_root(one):
            yield f"left out: {shown(one)}, a root: whoever trusts it has it"


def _about_unused(unused: Sequence[x509.Certificate]) -> Iterable[str]:
    named = [shown(one) for one in unused if not is_root(one)]
    if named:
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        yield f"left out: {', '.join(named[:_SHOWN])}{more}, not on the way to a root"
