"""What was judged of a served chain, kept until the answer may change.

Many domains are served by one chain, and judging it costs more than the handshake that showed it.
Its name is no part of this: each domain's is judged for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from cryptography import x509

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.chain import JudgedChain, Leaf
from certbind.domain.trust.faults import Fault
from certbind.domain.trust.handshake import Handshake
from certbind.domain.trust.leaf import UNREADABLE, UnreadableCertificateError, load_certificate
from certbind.domain.trust.observation import FetchedCrl
from certbind.domain.trust.parts.certificate import issuer_of
from certbind.values import dataclass

MOST_KEPT = 1024

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


class Asked(NamedTuple):
    """All that an answer depends on but the moment. Roots are the same by their identity."""

    chain: tuple[bytes, ...]
    cipher: str
    scheme: int
    crls: tuple[FetchedCrl, ...] | None
    anchors: TrustAnchors

    @property
    def handshake(self) -> Handshake:
        """By which the chain was served."""
        return Handshake(self.cipher, self.scheme)

    @property
    def key(self) -> tuple[object, ...]:
        """Whether all roots are public decides what stores are asked, so it belongs to it."""
        chain, cipher, scheme, crls, anchors = self
        return chain, cipher, scheme, crls, anchors.identity, anchors.are_public


@dataclass(frozen=True, slots=True)
class ServedChain:
    """leaf: None where it cannot be read. findings: of the chain and of its leaf's dates."""

    leaf: Leaf | None
    judged: JudgedChain
    findings: tuple[Fault, ...]
    advice: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


class _Kept(NamedTuple):
    since: datetime
    until: datetime
    answer: ServedChain


class KnownChains:
    """MOST_KEPT answers; then all are forgotten. Many threads may ask."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], _Kept] = {}

    def get(self, asked: Asked, at: datetime) -> ServedChain | None:
        """None where it is not known for this moment."""
        kept = self._kept.get(asked.key)
        return kept.answer if kept is not None and kept.since <= at < kept.until else None

    def keep(self, asked: Asked, at: datetime, answer: ServedChain) -> None:
        """It was judged at this moment."""
        since = at.replace(microsecond=0)
        self._kept[asked.key] = _Kept(since, next_change(asked, at), answer)
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()


def next_change(asked: Asked, at: datetime) -> datetime:
    """The first moment after this one at which it may be judged otherwise: a certificate served,
    or a root that one of them names, begins or has ended, or a list of revoked ones does; or a day
    (UTC) begins, since stores drop roots by days.
    """
    today = at.astimezone(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    later = (moment for moment in _moments(asked) if moment > at)
    return min((today + _DAY, *later))


def _moments(asked: Asked) -> Iterator[datetime]:
    for one in (*_certificates(asked), *_lists(asked.crls or ())):
        begins, ends = one
        yield begins
        if ends is not None:
            yield ends + _SECOND  # the last second counts


def _certificates(asked: Asked) -> Iterator[tuple[datetime, datetime]]:
    for der in asked.chain:
        try:
            served = load_certificate(der)
            named = asked.anchors.by_subject.get(issuer_of(served), ())
            for one in (served, *named):
                yield one.not_valid_before_utc, one.not_valid_after_utc
        except (UnreadableCertificateError, *UNREADABLE):
            continue


def _lists(crls: Iterable[FetchedCrl]) -> Iterator[tuple[datetime, datetime | None]]:
    for one in crls:
        try:
            crl = x509.load_der_x509_crl(one.der)
            yield crl.last_update_utc, crl.next_update_utc
        except UNREADABLE:
            continue
