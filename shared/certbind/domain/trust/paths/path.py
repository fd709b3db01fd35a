"""Paths from a leaf to a trust anchor: one that browsers trust, else why there is none.

The search follows issuer names and signatures (tls-verification, section 4.1). Served chains are
hostile: signatures checked, steps taken, paths kept and their depth are all bounded, and each
property that is read may be malformed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE, common_name, spki_of
from certbind.domain.trust.parts.certificate import body_of, extension, issuer_of, subject_of
from certbind.domain.trust.parts.once import once, once_of_two
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.paths.forms import odd_form
from certbind.domain.trust.paths.path_rules import (
    authority_faults,
    date_faults_above,
    path_faults,
    policy_faults,
)
from certbind.domain.trust.paths.patience import finds_a_path
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.values import dataclass

_MAX_SIGNATURES = 256
_MAX_STEPS = 512
_MAX_PATHS = 32
_MAX_DEPTH = 21  # certificates, leaf and root included: the steps that Chromium takes
_NEVER_TOO_MANY = 2  # served besides the leaf; three of one name may take more than 20 steps

Certificates = tuple[x509.Certificate, ...]
Roots = Mapping[bytes, tuple[x509.Certificate, ...]]


@dataclass(frozen=True, slots=True)
class Path:
    """Certificates from the leaf upwards.

    anchored: the last one is a trust anchor. mismatched: an issuer of the right name and key id
    is at hand, but its key did not sign the last one.
    """

    certificates: Certificates
    anchored: bool
    mismatched: bool = False


class PathSearch:
    """All paths of one served chain, within one budget."""

    def __init__(
        self, leaf: x509.Certificate, pool: Iterable[x509.Certificate], roots: Roots
    ) -> None:
        self._leaf = leaf
        self._roots = roots
        self._signatures = _MAX_SIGNATURES
        self._steps = 0
        self._known: dict[tuple[int, int], bool] = {}
        self._readable_roots: dict[bytes, Certificates] = {}
        self._served: dict[bytes, list[x509.Certificate]] = {}
        for one in pool:
            self._served.setdefault(subject_of(one), []).append(one)
        for named in self._served.values():
            named.sort(key=lambda one: one.not_valid_after_utc, reverse=True)

    def trusted(self, at: datetime) -> Iterator[Certificates]:
        """The paths to an anchor on which no rule is broken, but perhaps by the leaf itself."""

        def may_go_on(path: Certificates, is_anchor: bool) -> bool:
            return not date_faults_above(path[-2:], at) and not authority_faults(
                path, is_anchor=is_anchor
            )

        self._steps = _MAX_STEPS
        for path in self._extend((self._leaf,), may_go_on):
            if path.anchored and not policy_faults(path.certificates):
                yield path.certificates  # each certificate was held to its rules on the way

    def is_found_by_browsers(self, good: Certificates, at: datetime) -> bool:
        """Whether they come to this trusted path, or to another, before they give up."""
        if sum(map(len, self._served.values())) <= _NEVER_TOO_MANY:
            return True

        def issuers(child: x509.Certificate) -> list[tuple[x509.Certificate, bool]]:
            name = issuer_of(child)
            roots = self._roots_named(name)
            served = [one for one in self._served.get(name, ()) if one not in roots]
            served.sort(key=lambda one: _rank(one, _key_id_fit(one, child)))
            return [*((one, True) for one in roots), *((one, False) for one in served)]

        def is_good(path: Certificates) -> bool:
            if path == good:
                return True
            signed = all(map(self._signed, path[1:], path))
            return signed and not path_faults(path, at, anchored=True)

        return finds_a_path(self._leaf, issuers, _subject_and_key, is_good)

    @property
    def has_an_issuer(self) -> bool:
        """Whether a certificate of the leaf's issuer's name is at hand, whoever signed."""
        return bool(self._named((self._leaf,)))

    def explain(self, at: datetime) -> tuple[Fault, ...]:
        """The faults of the path that browsers come to first, or, where none leads to a root, of
        the best; empty when there is none on it.
        """
        self._steps = _MAX_STEPS
        endings = self._endings()
        anchored = [path.certificates for path, _ in endings if path.anchored]
        if anchored:
            return path_faults(min(anchored, key=self._turn), at, anchored=True)
        return min(
            (
                (*path_faults(path.certificates, at, anchored=False), *ending)
                for path, ending in endings
            ),
            key=len,
            default=(),
        )

    def _turn(self, path: Certificates) -> tuple[object, ...]:
        """By which browsers come to one path before another."""
        return tuple(
            (not self._is_root(issuer), *_rank(issuer, _key_id_fit(issuer, child)))
            for child, issuer in pairwise(path)
        )

    def _endings(self) -> list[tuple[Path, tuple[Fault, ...]]]:
        """Anchored paths if there are any, else the longest of those that end nowhere."""
        paths = []
        for path in self._extend((self._leaf,), lambda _, __: True):
            paths.append(path)
            if len(paths) >= _MAX_PATHS:
                break
        anchored = [path for path in paths if path.anchored]
        if anchored:
            return [(path, ()) for path in anchored]
        longest = max((len(path.certificates) for path in paths), default=0)
        return [(path, (_dead_end(path),)) for path in paths if len(path.certificates) == longest]

    def _extend(
        self, path: Certificates, may_go_on: Callable[[Certificates, bool], bool]
    ) -> Iterator[Path]:
        self._steps -= 1
        child = path[-1]
        named = self._named(path)
        signers = [one for one in named if self._signed(one, child)]
        for issuer in signers:
            longer = (*path, issuer)
            is_anchor = self._is_root(issuer)
            if not may_go_on(longer, is_anchor):
                continue
            if is_anchor:
                yield Path(longer, anchored=True)
            elif self._steps > 0:
                yield from self._extend(longer, may_go_on)
        if not signers:
            likely = [one for one in named if _fits(one, child)]
            is_root = child.subject == child.issuer
            was_checked = bool(likely) and self._signatures > 0
            yield Path(path, anchored=False, mismatched=was_checked and not is_root)

    def _named(self, path: Certificates) -> list[x509.Certificate]:
        """Those of the issuer's name: roots first, then by key id, then the ones that last."""
        if len(path) == _MAX_DEPTH:
            return []
        child = path[-1]
        name = issuer_of(child)
        roots = self._roots_named(name)
        used = {_subject_and_key(one) for one in path}
        served = [
            one
            for one in self._served.get(name, ())
            if one not in roots and _subject_and_key(one) not in used
        ]
        if len(served) > 1:
            served.sort(key=lambda one: not _fits(one, child))
        return [*(one for one in roots if one not in path), *served]

    def _is_root(self, certificate: x509.Certificate) -> bool:
        return certificate in self._roots_named(subject_of(certificate))

    def _roots_named(self, name: bytes) -> Certificates:
        """Without those that browsers cannot read, and so do not know."""
        if name not in self._readable_roots:
            found = self._roots.get(name, ())
            self._readable_roots[name] = tuple(one for one in found if not odd_form(one))
        return self._readable_roots[name]

    def _signed(self, issuer: x509.Certificate, child: x509.Certificate) -> bool:
        pair = (id(issuer), id(child))
        if pair not in self._known:
            if self._signatures == 0:
                return False
            self._signatures -= 1
            self._known[pair] = is_signed_by(child, issuer)
        return self._known[pair]


def _rank(issuer: x509.Certificate, fit: int) -> tuple[int, bool, float, float]:
    began, ends = issuer.not_valid_before_utc, issuer.not_valid_after_utc
    return fit, issuer.subject != issuer.issuer, -began.timestamp(), -ends.timestamp()


def _dead_end(path: Path) -> Fault:
    """Which end it is; OpenSSL calls most of these alike (section 2.1, note 2)."""
    last = path.certificates[-1]
    name, issuer = shown(last), shown_issuer(last)
    if path.mismatched:
        return Fault(FaultClass.BAD_SIGNATURE, f"{issuer} did not sign {name}")
    if is_signed_by(last, last) and last.subject == last.issuer:
        return Fault(FaultClass.UNTRUSTED_ROOT, f"{name} is no root that browsers trust")
    missing = f"{issuer}, which signed {name}, is neither served nor a root that browsers trust"
    if _says_where_its_issuer_is(last):
        return Fault(
            FaultClass.CHAIN_FETCHED,
            f"{missing}; desktop Chrome fetches it from the address in {name}, phones, curl and "
            "programs do not",
        )
    return Fault(FaultClass.CHAIN_INCOMPLETE, missing)


def _says_where_its_issuer_is(certificate: x509.Certificate) -> bool:
    """An http address in caIssuers (RFC 5280, section 4.2.2.1); browsers take no other."""
    try:
        access = extension(certificate, x509.AuthorityInformationAccess)
    except UNREADABLE:
        return False
    return any(
        one.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and isinstance(one.access_location, x509.UniformResourceIdentifier)
        and one.access_location.value.lower().startswith("http://")
        for one in access or ()
    )


def shown_issuer(certificate: x509.Certificate) -> str:
    """The issuer's common name, for people."""
    return common_name(certificate.issuer) or "a CA without a common name"


_SAME_KEY, _UNKNOWN_KEY, _OTHER_KEY = range(3)


def _fits(issuer: x509.Certificate, child: x509.Certificate) -> bool:
    return _key_id_fit(issuer, child) != _OTHER_KEY


@once_of_two
def _key_id_fit(issuer: x509.Certificate, child: x509.Certificate) -> int:
    """Same-named CAs are told apart by their key ids; a missing id excludes nothing."""
    try:
        wanted = extension(child, x509.AuthorityKeyIdentifier)
        own = extension(issuer, x509.SubjectKeyIdentifier)
    except UNREADABLE:
        return _UNKNOWN_KEY
    if wanted is None or own is None or wanted.key_identifier is None:
        return _UNKNOWN_KEY
    return _SAME_KEY if wanted.key_identifier == own.digest else _OTHER_KEY


@once
def _subject_and_key(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    """A CA whatever its certificate: a path passes each but once."""
    try:
        key = spki_of(certificate)
    except UNREADABLE:
        key = body_of(certificate)
    return subject_of(certificate), key


def without_repeats(pool: Iterable[x509.Certificate]) -> Certificates:
    """Each certificate once; unreadable ones are dropped, as browsers drop them.

    Only those that are equal byte for byte are the same: a renewed intermediate shares subject,
    key and issuer with its expired copy, a cross-signed one subject and key (section 1.4).
    """
    kept: dict[bytes, x509.Certificate] = {}
    for one in pool:
        try:
            subject_of(one), issuer_of(one), one.public_key()
        except UNREADABLE:
            continue
        if odd_form(one):
            continue
        kept.setdefault(one.public_bytes(Encoding.DER), one)
    return tuple(kept.values())
