"""Which roots can end a chain, and what each store says of each; a verdict tells the best of them.

Signatures are checked as far as certificates are at hand. A root that nobody carries any more
(GlobalSign R1, which older devices end at) is at hand in no bundle: it is named by what the served
cross-sign calls its issuer, and told apart from those that were checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.chain import check_chain, served_above
from certbind.domain.trust.faults import Fault
from certbind.domain.trust.leaf import (
    UNREADABLE,
    UnreadableCertificateError,
    common_name,
    is_sm2,
    load_certificate,
)
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.paths.path import PathSearch
from certbind.domain.trust.stores.asked import Issue, StoreVerdict, ask_each, issue_of
from certbind.domain.trust.stores.calendar import Root, calendar
from certbind.domain.trust.stores.judgement import known_root
from certbind.values import dataclass

_MAX_PATHS = 64

Certificates = tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """One root at which the chain can end.

    sha256: "" where only its name is known. path: names from the leaf to it. ends: the last second
    of its path by its certificates' dates, and the one that ends then; None where no path was
    checked. stores: what each says; empty of a private CA's root.
    """

    name: str
    sha256: str
    path: tuple[str, ...]
    stores: tuple[StoreVerdict, ...]
    ends: datetime | None = None
    ends_first: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether its certificate is at hand and every signature up to it was checked."""
        return self.ends is not None


@dataclass(frozen=True, slots=True)
class Endings:
    """Of one chain. faults: why there is no path; empty where there is one."""

    leaf: str
    roots: tuple[Ending, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def checked(self) -> tuple[Ending, ...]:
        """Those that were checked."""
        return tuple(one for one in self.roots if one.is_checked)


def endings_of(chain: Sequence[bytes], anchors: TrustAnchors, at: datetime) -> Endings:
    """Every root that some trusted path ends in, the one that lasts longest first; then those
    that the chain only names. It never raises, whatever the chain is.
    """
    chain = tuple(chain)
    try:
        leaf = load_certificate(chain[0])
        if is_sm2(leaf):
            return Endings(shown(leaf), (), check_chain(chain, anchors, at))
        issue = issue_of(leaf, at)
        above = served_above(chain)
        roots = (*_checked(leaf, above, anchors, issue, at), *_named(leaf, above, anchors, issue))
    except (UnreadableCertificateError, IndexError, *UNREADABLE):
        return Endings("", (), check_chain(chain, anchors, at))
    has_a_path = any(one.is_checked for one in roots)
    return Endings(shown(leaf), roots, () if has_a_path else check_chain(chain, anchors, at))


def _checked(
    leaf: x509.Certificate,
    above: Certificates,
    anchors: TrustAnchors,
    issue: Issue,
    at: datetime,
) -> Iterator[Ending]:
    search = PathSearch(leaf, above, anchors.by_subject)
    longest: dict[str, Certificates] = {}
    for path in islice(search.trusted(at.replace(microsecond=0)), _MAX_PATHS):
        sha256 = _sha256(path[-1])
        if sha256 not in longest or _end(longest[sha256]) < _end(path):
            longest[sha256] = path
    for sha256, path in sorted(longest.items(), key=lambda one: _end(one[1]), reverse=True):
        root = known_root(path[-1], anchors)
        first = min(path, key=lambda one: one.not_valid_after_utc)
        yield Ending(
            shown(path[-1]) if root is None else root.name,
            sha256,
            tuple(map(shown, path)),
            () if root is None else ask_each(root, issue),
            _end(path),
            shown(first),
        )


def _named(
    leaf: x509.Certificate, above: Certificates, anchors: TrustAnchors, issue: Issue
) -> Iterator[Ending]:
    """Roots that the calendar knows and nobody here holds: served themselves, or named as the
    issuer of what was served.
    """
    known = calendar().roots
    by_name = {root.name: (sha256, root) for sha256, root in known.items()}
    served = (leaf, *above)
    signers = {one.issuer for one in served if one.subject != one.issuer}
    here = {one.subject.public_bytes() for one in above} | anchors.by_subject.keys()
    found: dict[str, tuple[Root, x509.Certificate]] = {}
    for one in served:
        sha256 = _sha256(one)
        if one.subject == one.issuer:
            is_missing = one.subject.public_bytes() not in anchors.by_subject
            if sha256 in known and one.subject in signers and is_missing:
                found[sha256] = (known[sha256], one)
        elif one.issuer.public_bytes() not in here and common_name(one.issuer) in by_name:
            sha256, root = by_name[common_name(one.issuer)]
            found.setdefault(sha256, (root, one))
    for sha256, (root, below) in found.items():
        between = () if below is leaf or below.subject == below.issuer else (shown(below),)
        yield Ending(root.name, sha256, (shown(leaf), *between, root.name), ask_each(root, issue))


def _end(path: Certificates) -> datetime:
    return min(one.not_valid_after_utc for one in path)


def _sha256(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()
