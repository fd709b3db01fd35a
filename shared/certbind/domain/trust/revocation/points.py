"""Where a certificate says that its CA's list of revoked ones (CRL) is to be had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from cryptography import x509

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.parts.certificate import extension
from certbind.values import dataclass

_MOST_URLS = 2
_SHORT = timedelta(days=7)  # CA/B Forum, 1.6.1: need not be revoked, and need no pointer
_SHORT_BEFORE = timedelta(days=10)
_SHORTER_FROM = datetime(2026, 3, 15, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Points:
    """urls: those that are asked, http alone (CA/B Forum, 7.1.2.11.2, has no other), in order.
    names: every URL, by which a part of a divided list is known to be this certificate's.
    odd: why there is none to ask; "" where there is, or where none is needed.
    """

    urls: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    odd: str = ""


def points_of(certificate: x509.Certificate) -> Points:
    """RFC 5280, section 4.2.1.13. Malformed ones are told as odd."""
    try:
        found = extension(certificate, x509.CRLDistributionPoints)
        names = tuple(_names(found)) if found is not None else ()
        is_short = found is None and _is_short_lived(certificate)
    except UNREADABLE as error:
        return Points(odd=f"what it says of its CRL cannot be read ({type(error).__name__})")
    if found is None:
        return Points(odd="" if is_short else "it names no CRL")
    urls = tuple(name for name in names if name.lower().startswith("http://"))[:_MOST_URLS]
    odd = "" if urls else "it names no CRL of its own CA at an http address"
    return Points(urls, frozenset(names), odd)


def _names(points: x509.CRLDistributionPoints) -> Iterator[str]:
    """Of those points that stand for the whole list of the certificate's own CA: indirect ones
    and those for some reasons only are not understood here.
    """
    for point in points:
        if point.crl_issuer or point.reasons:
            continue
        for name in point.full_name or ():
            if isinstance(name, x509.UniformResourceIdentifier):
                yield name.value


def _is_short_lived(certificate: x509.Certificate) -> bool:
    began = certificate.not_valid_before_utc
    longest = _SHORT if began >= _SHORTER_FROM else _SHORT_BEFORE
    return certificate.not_valid_after_utc - began < longest
