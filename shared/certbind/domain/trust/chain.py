"""Chains as served or as read from CAS, and whether today's clients trust them.

The rules are those of browsers (path_rules.py) along every path that the signatures allow
(path.py); `cryptography` reads certificates and checks signatures. Its own verifier keeps the
stricter rules of the CA/Browser Forum, which are told as advice where browsers do not ask for
them. Everything served is hostile input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain as joined
from itertools import islice

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.faults import Fault, FaultClass, in_browser_order
from certbind.domain.trust.handshake import Handshake, handshake_faults
from certbind.domain.trust.leaf import (
    UNREADABLE,
    KeyKind,
    Leaf,
    UnreadableCertificateError,
    is_sm2,
    load_certificate,
    parse_leaf,
    quiet,
)
from certbind.domain.trust.paths.path import PathSearch, without_repeats
from certbind.domain.trust.paths.path_rules import leaf_faults
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.domain.trust.stores.judgement import judge_stores, store_faults

__all__ = [
    "ChainFault",
    "KeyKind",
    "Leaf",
    "TrustAnchors",
    "UnreadableCertificateError",
    "check_chain",
    "date_faults",
    "parse_leaf",
    "parse_pem_chain",
    "served_above",
]

ChainFault = Fault

_MAX_SERVED = 256  # more than fit into what TLS libraries take (100 KB)
MAX_PATHS = 64  # of equal names and keys; those that last longest come first
_GIVEN_UP = "so many CAs of one name are served that browsers give up before they find its path"
_UNEXPLAINED = "browsers refuse its path, for a rule that has no name here"


def parse_pem_chain(pem: str) -> tuple[bytes, ...]:
    """The DER of every certificate of a PEM text, in its order.

    Text between blocks and CRLF are no harm; private keys are passed over unread. Raises
    UnreadableCertificateError when a block is broken or there is none.
    """
    if "BEGIN TRUSTED CERTIFICATE" in pem:
        raise UnreadableCertificateError(
            "OpenSSL's TRUSTED CERTIFICATE form is not read: convert it to CERTIFICATE"
        )
    try:
        with quiet():
            found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise UnreadableCertificateError(f"the PEM holds no readable chain: {error}") from error
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)


def date_faults(leaf: Leaf, at: datetime) -> tuple[Fault, ...]:
    """Whether the leaf itself is out of its dates at that moment; its last second still counts."""
    at = at.replace(microsecond=0)
    if at > leaf.not_after:
        return (Fault(FaultClass.EXPIRED, f"ended {leaf.not_after:%Y-%m-%d %H:%M} UTC"),)
    if at < leaf.not_before:
        return (Fault(FaultClass.NOT_YET_VALID, f"begins {leaf.not_before:%Y-%m-%d %H:%M} UTC"),)
    return ()


def check_chain(
    chain: tuple[bytes, ...],
    anchors: TrustAnchors,
    at: datetime,
    handshake: Handshake | None = None,
) -> tuple[Fault, ...]:
    """Every fault of a chain but those of its name and its leaf's dates; empty: trusted, in
    Chrome and Firefox too where it ends in a public root.

    chain: DER as served, leaf first, the rest in any order. handshake: how it was served; None
    for a stored one, which is judged as a server of today would serve it.
    """
    try:
        leaf = load_certificate(chain[0]) if chain else None
        if leaf is None:
            return (Fault(FaultClass.INVALID, "no certificate was served"),)
        own = (*leaf_faults(leaf), *handshake_faults(leaf, handshake))
    except (UnreadableCertificateError, *UNREADABLE) as error:
        return (Fault(FaultClass.INVALID, f"the leaf cannot be read: {error}"),)
    if is_sm2(leaf):
        return own
    return in_browser_order((*own, *_faults_above(leaf, chain, anchors, at)))


def _faults_above(
    leaf: x509.Certificate, chain: tuple[bytes, ...], anchors: TrustAnchors, at: datetime
) -> tuple[Fault, ...]:
    at = at.replace(microsecond=0)  # certificates count whole seconds
    search = PathSearch(leaf, served_above(chain), anchors.by_subject)
    paths = islice(search.trusted(at), MAX_PATHS)
    first = next(paths, None)
    if first is not None and not search.is_found_by_browsers(first, at):
        return (Fault(FaultClass.BAD_SIGNATURE, _GIVEN_UP),)
    if first is not None:
        return store_faults(leaf, judge_stores(leaf, joined((first,), paths), anchors, at))
    if leaf.subject == leaf.issuer and is_signed_by(leaf, leaf):
        return (Fault(FaultClass.SELF_SIGNED, "it is signed with its own key"),)
    return search.explain(at) or (Fault(FaultClass.INVALID, _UNEXPLAINED),)


def served_above(chain: tuple[bytes, ...]) -> tuple[x509.Certificate, ...]:
    """What was served besides the leaf, each certificate once; what cannot be read is dropped."""
    return without_repeats(_readable(chain[1 : _MAX_SERVED + 1]))


def _readable(chain: Iterable[bytes]) -> Iterator[x509.Certificate]:
    for der in chain:
        try:
            yield load_certificate(der)
        except UnreadableCertificateError:
            continue
