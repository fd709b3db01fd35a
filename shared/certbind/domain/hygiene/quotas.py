"""Quotas that certificates fill, and when they will be full at the present rate.

What is replaced in place takes no more room, so a full quota is no trouble by itself: it is one
where something without a certificate waits for an entry, or where none will be left in time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.trust.names import covers_any
from certbind.values import dataclass

_LOOKED_BACK = timedelta(days=90)
_MONTH = timedelta(days=30)
SOON = timedelta(days=30)
"""As long before it is full as a long certificate is renewed before its end."""


class Shortage(Enum):
    """Words of the catalogue, the worse first."""

    FULL = "quota_full"
    SOON = "quota_soon"


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """What takes one place. id: the product's own. added: when it came; None where that is not
    told. deleted_by: the command of Alibaba's own CLI that takes it away; certbind does not.
    """

    id: str
    name: str
    names: tuple[str, ...]
    certificate: CertificateId | None = None
    sha256: str = ""
    ends: datetime | None = None
    added: datetime | None = None
    deleted_by: str = ""

    def __str__(self) -> str:
        """`shop-2025 (4f2a…, until 2026-01-02)`."""
        ends = f", until {self.ends:%Y-%m-%d}" if self.ends is not None else ""
        return f"{self.name or 'unnamed'} ({self.id}{ends})"


@dataclass(frozen=True, slots=True)
class Quota:
    """where: `ESA site shop.example`. most: None where none is published. zone: the names that
    could want an entry of it lie below; "" for any.
    """

    where: str
    most: int | None
    used: int
    entries: tuple[HeldEntry, ...] = ()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """wanting: names without a certificate that would need a new entry each. idle: entries that
    serve nobody; () too where not every target was read. a_month: how many came lately. full_on:
    None for never, as far as one sees.
    """

    quota: Quota
    short: Shortage | None = None
    wanting: tuple[Domain, ...] = ()
    idle: tuple[HeldEntry, ...] = ()
    a_month: float = 0.0
    full_on: datetime | None = None

    @property
    def told(self) -> str:
        """A clause for people."""
        one = self.quota
        told = f"{one.where} number {one.used}"
        if one.most is not None:
            told = f"{one.where} has {one.used} of {one.most} places taken"
        if self.wanting:
            told += f"; without a place is {_listed(self.wanting)}"
        if self.full_on is not None and one.most is not None and one.used < one.most:
            told += f"; full by {self.full_on:%Y-%m-%d} at the rate of the last 90 days"
        if one.most is None:
            told += f"; {self.a_month:.1f} a month of late; no quota is published"
        if self.idle:
            told += f"; serving nobody is {_listed(self.idle)}"
        return told


_NAMED = 5


def _listed(some: Sequence[object]) -> str:
    more = f" and {len(some) - _NAMED} more" if len(some) > _NAMED else ""
    return f"{', '.join(map(str, some[:_NAMED]))}{more}"


def uploads_of(certificates: Iterable[Certificate]) -> tuple[Quota, ...]:
    """Of each site, as its list has them: what has ended is not in it. CAS publishes no quota of
    uploads; when one came is its first day at the latest.
    """
    by_site: dict[str, list[HeldEntry]] = {}
    for one in certificates:
        if one.uploaded:
            entry = HeldEntry(str(one.id), one.name, one.names, one.id, added=one.not_before)
            by_site.setdefault(one.id.region, []).append(entry)
    return tuple(
        Quota(f"CAS {site}, uploads that have not ended,", None, len(some), tuple(some))
        for site, some in sorted(by_site.items())
    )


def forecasts(
    quotas: Iterable[Quota], targets: Collection[BoundTarget], now: datetime, *, is_whole: bool
) -> tuple[Forecast, ...]:
    """The fullest first. targets: as they were read, which tell what waits for an entry and what
    serves. is_whole: every one was read; else of none it is said that it serves nobody.
    """
    found = []
    for quota in quotas:
        here = tuple(one for one in targets if is_below(quota.zone, one.target.domain))
        wanting = tuple(sorted(one.target.domain for one in here if one.binding.is_empty))
        idle = _idle(quota, here, now) if is_whole and quota.zone else ()
        found.append(_forecast(quota, wanting, idle, now))
    return tuple(sorted(found, key=_fullest))


def _fullest(one: Forecast) -> tuple[int, str]:
    order = (*Shortage, None)
    return order.index(one.short), one.quota.where


def _idle(quota: Quota, targets: Collection[BoundTarget], now: datetime) -> tuple[HeldEntry, ...]:
    """What no target shows, and what has ended or covers no name: which one of several that cover
    a name is served is told nowhere, so none of those is said to serve nobody.
    """
    names = [name for one in targets for name in (one.target.domain, *one.names)]
    return tuple(
        one
        for one in quota.entries
        if not _is_shown(one, targets)
        and (_has_ended(one, now) or not any(covers_any(one.names, name) for name in names))
    )


def _is_shown(entry: HeldEntry, targets: Iterable[BoundTarget]) -> bool:
    """What tells nothing of itself may be shown anywhere."""
    if entry.certificate is None and not entry.sha256:
        return True
    return any(
        (entry.certificate is not None and one.binding.certificate_id == entry.certificate)
        or (one.binding.sha256 is not None and one.binding.sha256 == entry.sha256)
        for one in targets
    )


def _has_ended(entry: HeldEntry, now: datetime) -> bool:
    return entry.ends is not None and entry.ends < now


def is_below(zone: str, name: str) -> bool:
    """A quota without a zone is no name's."""
    bare = name.removeprefix(".")
    return bool(zone) and (bare == zone or bare.endswith(f".{zone}"))


def _forecast(
    quota: Quota, wanting: tuple[Domain, ...], idle: tuple[HeldEntry, ...], now: datetime
) -> Forecast:
    begins = now - _LOOKED_BACK
    lately = sum(one.added is not None and one.added > begins for one in quota.entries)
    a_month = lately * (_MONTH / _LOOKED_BACK)
    if quota.most is None:
        return Forecast(quota, None, wanting, idle, a_month)
    left = quota.most - quota.used
    if len(wanting) > left:
        return Forecast(quota, Shortage.FULL, wanting, idle, a_month, now)
    if left <= 0:
        return Forecast(quota, None, wanting, idle, a_month, now)
    full_on = now + _LOOKED_BACK * left / lately if lately else None
    is_soon = full_on is not None and full_on - now <= SOON
    return Forecast(quota, Shortage.SOON if is_soon else None, wanting, idle, a_month, full_on)
