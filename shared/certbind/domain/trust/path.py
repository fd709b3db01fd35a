"""Why no trusted path was found: our own search of a chain, for the words and not for the trust.

It follows issuer names and signatures (tls-verification, section 4.1) from the leaf and judges
the path that is least at fault. Served chains are hostile: signatures checked, paths kept and
their depth are all bounded, and each property that is read may be malformed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE, common_name
from certbind.domain.trust.path_rules import path_faults

_MAX_SIGNATURES = 256
_MAX_PATHS = 64
_MAX_DEPTH = 12

Roots = Mapping[bytes, tuple[x509.Certificate, ...]]


@dataclass(frozen=True, slots=True)
class Path:
    """Certificates from the leaf upwards.

    anchored: the last one is a trust anchor. mismatched: an issuer of the right name and key id
    is at hand, but its key did not sign the last one.
    """

    certificates: tuple[x509.Certificate, ...]
    anchored: bool
    mismatched: bool = False


def explain_path(
    leaf: x509.Certificate,
    pool: Iterable[x509.Certificate],
    roots: Roots,
    at: datetime,
) -> tuple[Fault, ...]:
    """The faults of the best path there is; empty when our rules find none on it."""
    return min(
        (
            (*path_faults(path.certificates, at, anchored=path.anchored), *ending)
            for path, ending in _endings(leaf, pool, roots)
        ),
        key=len,
        default=(),
    )


def anchored_paths(
    leaf: x509.Certificate, pool: Iterable[x509.Certificate], roots: Roots
) -> list[tuple[x509.Certificate, ...]]:
    """Every path from the leaf to a root whose signatures hold; no other rule is asked."""
    return [path.certificates for path in _Search(pool, roots).paths(leaf) if path.anchored]


def _endings(
    leaf: x509.Certificate,
    pool: Iterable[x509.Certificate],
    roots: Roots,
) -> list[tuple[Path, tuple[Fault, ...]]]:
    """Anchored paths if there are any, else the longest of those that end nowhere."""
    paths = _Search(pool, roots).paths(leaf)
    anchored = [path for path in paths if path.anchored]
    if anchored:
        return [(path, ()) for path in anchored]
    longest = max(len(path.certificates) for path in paths)
    return [(path, (_dead_end(path),)) for path in paths if len(path.certificates) == longest]


def _dead_end(path: Path) -> Fault:
    """Which end it is; OpenSSL calls most of these alike (section 2.1, note 2)."""
    last = path.certificates[-1]
    name, issuer = common_name(last.subject), common_name(last.issuer)
    if path.mismatched:
        return Fault(FaultClass.BAD_SIGNATURE, f"{issuer} did not sign {name}")
    if last.subject == last.issuer:
        return Fault(FaultClass.UNTRUSTED_ROOT, f"{name} is no root that browsers trust")
    if len(path.certificates) == 1:
        return Fault(FaultClass.CHAIN_INCOMPLETE, f"{issuer}, which signed {name}, is not served")
    return Fault(FaultClass.UNTRUSTED_ROOT, f"{name} is signed by {issuer}, which is not known")


class _Search:
    """Depth-first, within the budget of one chain."""

    def __init__(self, pool: Iterable[x509.Certificate], roots: Roots) -> None:
        self._roots = roots
        self._signatures = _MAX_SIGNATURES
        self._served: dict[bytes, list[x509.Certificate]] = {}
        for one in pool:
            self._served.setdefault(one.subject.public_bytes(), []).append(one)

    def paths(self, leaf: x509.Certificate) -> list[Path]:
        """At least one path; the leaf alone if nothing signed it."""
        found: list[Path] = []
        for path in self._extend((leaf,)):
            found.append(path)
            if len(found) >= _MAX_PATHS:
                break
        return found

    def _extend(self, path: tuple[x509.Certificate, ...]) -> Iterator[Path]:
        child = path[-1]
        name = child.issuer.public_bytes()
        named = [
            one
            for one in (*self._roots.get(name, ()), *self._served.get(name, ()))
            if one not in path and _may_sign(one, child)
        ]
        if len(path) == _MAX_DEPTH:
            named = []
        signers = [one for one in named if self._signed(one, child)]
        for issuer in signers:
            if issuer in self._roots.get(name, ()):
                yield Path((*path, issuer), anchored=True)
            else:
                yield from self._extend((*path, issuer))
        if not signers:
            is_root = child.subject == child.issuer
            yield Path(path, anchored=False, mismatched=self._was_checked(named) and not is_root)

    def _was_checked(self, named: list[x509.Certificate]) -> bool:
        """Whether it is known that none signed it, and not just that the budget is spent."""
        return bool(named) and self._signatures > 0

    def _signed(self, issuer: x509.Certificate, child: x509.Certificate) -> bool:
        if self._signatures == 0:
            return False
        self._signatures -= 1
        try:
            child.verify_directly_issued_by(issuer)
        except UNREADABLE:
            return False
        return True


def _may_sign(issuer: x509.Certificate, child: x509.Certificate) -> bool:
    """Same-named CAs are told apart by their key ids; a missing id excludes nothing."""
    try:
        wanted = child.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except (x509.ExtensionNotFound, *UNREADABLE):
        return True
    return wanted.key_identifier is None or wanted.key_identifier == own.digest


def without_repeats(pool: Iterable[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Each certificate once; unreadable ones are dropped.

    Only those that are equal byte for byte are the same: a renewed intermediate shares subject,
    key and issuer with its expired copy, a cross-signed one subject and key (section 1.4).
    """
    kept: dict[bytes, x509.Certificate] = {}
    for one in pool:
        try:
            one.subject.public_bytes(), one.issuer.public_bytes(), one.public_key()
        except UNREADABLE:
            continue
        kept.setdefault(one.public_bytes(Encoding.DER), one)
    return tuple(kept.values())
