"""The chain as CAS, OSS and CDN take it: the leaf first, each certificate signed by the next, no
root (CDN, "configure an HTTPS certificate": leaf, then intermediates in order).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.parts.certificate import extension
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.paths.path import shown_issuer
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.values import dataclass, field

_MAX_DEPTH = 10
_MAX_PATHS = 64
_MAX_SIGNATURES = 512

Certificates = tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A CA's certificate that nobody gave. issuer: its common name. of: whom it signed. places:
    where the CA says that it is (RFC 5280, section 4.2.2.1); nothing is fetched from there.
    """

    issuer: str
    of: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """With what to do about it."""
        where = f" The CA has it at {', '.join(self.places)}:" if self.places else ""
        told = f"{self.issuer}, which signed {self.of}, is neither here nor a root of browsers."
        get = "download it" if where else "Get it from the CA"
        return f"{told}{where} {get} and give it with --pool."


@dataclass(frozen=True, slots=True)
class Ordered:
    """chain: leaf first, without a root. missing: what it lacks; None: it is whole."""

    chain: Certificates
    missing: Missing | None


def order_chain(
    leaf: x509.Certificate,
    given: Sequence[x509.Certificate],
    pool: Sequence[x509.Certificate],
    anchors: TrustAnchors,
    at: datetime,
) -> Ordered:
    """The best way up from the leaf. What was given is used before the pool, a cross-signed root
    that was given stays (older devices find their root by it), and of several certificates of one
    CA the one counts that is valid now and lasts longest.
    """
    search = _Search(anchors, _by_subject(given), _by_subject(pool))
    paths = _some(search.paths((leaf,)), _MAX_PATHS)
    best = max(paths, key=lambda path: search.worth(path, at))
    return Ordered(best, None if search.is_whole(best) else _missing(best[-1]))


def is_root(certificate: x509.Certificate) -> bool:
    """Whether it signed itself."""
    return certificate.subject == certificate.issuer and is_signed_by(certificate, certificate)


@dataclass(slots=True)
class _Search:
    anchors: TrustAnchors
    given: Mapping[bytes, Certificates]
    pool: Mapping[bytes, Certificates]
    signatures: int = _MAX_SIGNATURES
    known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def paths(self, path: Certificates) -> Iterator[Certificates]:
        """Every way on from here, and those that end here: at a root, or where nothing is known.
        Where a root that browsers trust signed the last one it may end as well.
        """
        further = list(self._issuers(path)) if len(path) < _MAX_DEPTH else []
        if not further or self._is_anchored(path[-1]):
            yield path
        for issuer in further:
            yield from self.paths((*path, issuer))

    def worth(self, path: Certificates, at: datetime) -> tuple[object, ...]:
        """Comparable; the last part makes the choice one of content alone."""
        given = sum(one in self.given.get(one.subject.public_bytes(), ()) for one in path[1:])
        ends = [one.not_valid_after_utc for one in path[1:]]
        is_valid = all(
            one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in path[1:]
        )
        return (
            self._reaches_an_anchor(path),
            is_valid,
            self.is_whole(path),
            given,
            given - len(path),
            sorted(ends),
            [one.public_bytes(Encoding.DER) for one in path],
        )

    def is_whole(self, path: Certificates) -> bool:
        """Whether a root is known for it, be it one that nobody trusts."""
        last = path[-1]
        own = last.issuer.public_bytes()
        at_hand = (*self.given.get(own, ()), *self.pool.get(own, ()))
        roots = (one for one in at_hand if one.subject == one.issuer)
        ends = any(self._signed(root, last) for root in roots)
        return self._reaches_an_anchor(path) or ends or self._is_root(last)

    def _reaches_an_anchor(self, path: Certificates) -> bool:
        return any(self._is_anchored(one) for one in path)

    def _is_anchored(self, certificate: x509.Certificate) -> bool:
        roots = self.anchors.by_subject.get(certificate.issuer.public_bytes(), ())
        return any(self._signed(root, certificate) for root in roots)

    def _issuers(self, path: Certificates) -> Iterator[x509.Certificate]:
        """What was given first; without roots."""
        last = path[-1]
        name = last.issuer.public_bytes()
        for one in (*self.given.get(name, ()), *self.pool.get(name, ())):
            if one not in path and self._signed(one, last) and not self._is_root(one):
                yield one

    def _is_root(self, certificate: x509.Certificate) -> bool:
        is_self_issued = certificate.subject == certificate.issuer
        return is_self_issued and self._signed(certificate, certificate)

    def _signed(self, issuer: x509.Certificate, child: x509.Certificate) -> bool:
        pair = (id(issuer), id(child))
        if pair not in self.known:
            if self.signatures == 0:
                return False
            self.signatures -= 1
            self.known[pair] = is_signed_by(child, issuer)
        return self.known[pair]


def _by_subject(certificates: Iterable[x509.Certificate]) -> dict[bytes, Certificates]:
    found: dict[bytes, Certificates] = {}
    for one in certificates:
        name = one.subject.public_bytes()
        found[name] = (*found.get(name, ()), one)
    return found


def _some(paths: Iterator[Certificates], most: int) -> list[Certificates]:
    return [path for path, _ in zip(paths, range(most), strict=False)]


def _missing(last: x509.Certificate) -> Missing:
    return Missing(shown_issuer(last), shown(last), _places(last))


def _places(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        access = extension(certificate, x509.AuthorityInformationAccess)
    except UNREADABLE:
        return ()
    return tuple(
        one.access_location.value
        for one in access or ()
        if one.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and isinstance(one.access_location, x509.UniformResourceIdentifier)
    )
