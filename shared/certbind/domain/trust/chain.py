"""Chains as served or as read from CAS, and whether today's clients trust them.

The rules are those of browsers (path_rules.py) along every path that the signatures allow
(path.py); `cryptography` reads certificates and checks signatures. Its own verifier keeps the
stricter rules of the CA/Browser Forum, which are told as advice where browsers do not ask for
them. Everything served is hostile input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

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
from certbind.domain.trust.observation import FetchedCrl
from certbind.domain.trust.paths.path import PathSearch, without_repeats
from certbind.domain.trust.paths.path_rules import alone, leaf_faults
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.judgement import (
    REFUSALS,
    judge_stores,
    store_faults,
)
from certbind.domain.trust.stores.path_end import date_faults, end_of_paths
from certbind.values import dataclass

if TYPE_CHECKING:  # most functions ask no CA what it revoked, and start without it
    from certbind.domain.trust.revocation.paths import Answer, Question

__all__ = [
    "ChainFault",
    "JudgedChain",
    "KeyKind",
    "Leaf",
    "TrustAnchors",
    "UnreadableCertificateError",
    "check_chain",
    "crl_questions",
    "date_faults",
    "judge_chain",
    "parse_leaf",
    "parse_pem_chain",
]

ChainFault = Fault

_MAX_SERVED = 256  # more than fit into what TLS libraries take (100 KB)
_MAX_PATHS = 64  # of equal names and keys; those that last longest come first
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


@dataclass(frozen=True, slots=True)
class JudgedChain:
    """faults: every one but those of its name and its leaf's dates; empty: trusted, in Chrome and
    Firefox too where it ends in a public root.

    stores: what each says, where all other rules allow a path to a public root.
    end: the last second at which it is trusted; None: it is not trusted now.
    revocation: what the CAs' lists say of each certificate of its paths, where they were asked.
    """

    faults: tuple[Fault, ...]
    stores: tuple[StoreVerdict, ...] = ()
    end: datetime | None = None
    revocation: tuple[Answer, ...] = ()


def check_chain(
    chain: tuple[bytes, ...],
    anchors: TrustAnchors,
    at: datetime,
    handshake: Handshake | None = None,
) -> tuple[Fault, ...]:
    """As `judge_chain` tells them."""
    return judge_chain(chain, anchors, at, handshake).faults


def judge_chain(
    chain: tuple[bytes, ...],
    anchors: TrustAnchors,
    at: datetime,
    handshake: Handshake | None = None,
    crls: tuple[FetchedCrl, ...] | None = None,
) -> JudgedChain:
    """Its faults, and until when it is trusted, from one walk over its paths.

    chain: DER as served, leaf first, the rest in any order. handshake: how it was served; None
    for a stored one, which is judged as a server of today would serve it. crls: those that
    `crl_questions` asks for; None: whether anything is revoked is not asked.
    """
    try:
        leaf = load_certificate(chain[0]) if chain else None
        if leaf is None:
            return JudgedChain((Fault(FaultClass.INVALID, "no certificate was served"),))
        own = (*leaf_faults(leaf), *handshake_faults(leaf, handshake))
    except (UnreadableCertificateError, *UNREADABLE) as error:
        return JudgedChain((Fault(FaultClass.INVALID, f"the leaf cannot be read: {error}"),))
    if is_sm2(leaf):
        return JudgedChain(own)
    at = at.replace(microsecond=0)  # certificates count whole seconds
    above = _judge_above(leaf, chain, anchors, at, crls)
    own = alone(own, leaf) if above.is_empty else own
    faults = in_browser_order((*own, *above.faults))
    if any(fault.kind not in REFUSALS for fault in faults):
        return JudgedChain(faults, revocation=above.revocation)
    end = None if faults else end_of_paths(leaf, above.paths, above.stores, at)
    return JudgedChain(faults, above.stores, end, above.revocation)


def crl_questions(
    chain: tuple[bytes, ...], anchors: TrustAnchors, at: datetime
) -> tuple[Question, ...]:
    """Which lists of revoked certificates the chain's trusted paths name; none of a chain that is
    not trusted.
    """
    from certbind.domain.trust.revocation.paths import questions_of  # noqa: PLC0415

    try:
        leaf = load_certificate(chain[0]) if chain else None
        if leaf is None or is_sm2(leaf):
            return ()
        search = PathSearch(leaf, served_above(chain), anchors.by_subject)
        at = at.replace(microsecond=0)
        return questions_of(islice(search.trusted(at), _MAX_PATHS))
    except (UnreadableCertificateError, *UNREADABLE):
        return ()


@dataclass(frozen=True, slots=True)
class _Above:
    """paths: those that every rule but the stores' allows, and on which nothing is revoked.
    is_empty: no issuer of the leaf is at hand.
    """

    faults: tuple[Fault, ...]
    stores: tuple[StoreVerdict, ...] = ()
    paths: tuple[tuple[x509.Certificate, ...], ...] = ()
    revocation: tuple[Answer, ...] = ()
    is_empty: bool = False


def _judge_above(
    leaf: x509.Certificate,
    chain: tuple[bytes, ...],
    anchors: TrustAnchors,
    at: datetime,
    crls: tuple[FetchedCrl, ...] | None,
) -> _Above:
    search = PathSearch(leaf, served_above(chain), anchors.by_subject)
    paths = tuple(islice(search.trusted(at), _MAX_PATHS))
    if paths and not search.is_found_by_browsers(paths[0], at):
        return _Above((Fault(FaultClass.BAD_SIGNATURE, _GIVEN_UP),))
    if paths and crls is not None:
        return _not_revoked(leaf, paths, anchors, at, crls)
    if paths:
        stores = judge_stores(leaf, paths, anchors, at)
        return _Above(store_faults(leaf, stores), stores, paths)
    is_empty = not search.has_an_issuer
    if leaf.subject == leaf.issuer and is_signed_by(leaf, leaf):
        own = Fault(FaultClass.SELF_SIGNED, "it is signed with its own key")
        return _Above((own,), is_empty=is_empty)
    found = search.explain(at) or (Fault(FaultClass.INVALID, _UNEXPLAINED),)
    return _Above(found, is_empty=is_empty)


def _not_revoked(
    leaf: x509.Certificate,
    paths: tuple[tuple[x509.Certificate, ...], ...],
    anchors: TrustAnchors,
    at: datetime,
    crls: tuple[FetchedCrl, ...],
) -> _Above:
    from certbind.domain.trust.revocation.paths import apart, revoked_fault  # noqa: PLC0415

    alive, answers = apart(paths, crls, at)
    if not alive:
        return _Above((revoked_fault(answers),), revocation=answers)
    stores = judge_stores(leaf, alive, anchors, at)
    return _Above(store_faults(leaf, stores), stores, alive, answers)


def served_above(chain: tuple[bytes, ...]) -> tuple[x509.Certificate, ...]:
    """What was served besides the leaf, each certificate once; what cannot be read is dropped."""
    return without_repeats(_readable(chain[1 : _MAX_SERVED + 1]))


def _readable(chain: Iterable[bytes]) -> Iterator[x509.Certificate]:
    for der in chain:
        try:
            yield load_certificate(der)
        except UnreadableCertificateError:
            continue
