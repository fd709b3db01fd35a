"""Where else certificates stand: at products that certbind does not bind at.

CAS's list of them is a copy that lags and lacks products (ESA): what it names is told, and what it
does not name is never taken as gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import Enum

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.resource import CloudResource
from certbind.domain.model.target import BoundTarget
from certbind.values import dataclass


class Handled(Enum):
    """What a person can do there; words of the catalogue."""

    BY_JOB = "elsewhere"  # CAS's own deployment job binds there
    BY_HAND = "elsewhere_by_hand"  # HTTPS is off there: no job can


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One place. ends: of what stands there, by CAS's list of certificates or else by the copy.
    stage: None where its end is far, or not known.
    """

    resource: CloudResource
    handled: Handled
    ends: datetime | None = None
    stage: ExpiryStage | None = None

    @property
    def told(self) -> str:
        """A clause for people."""
        end = "its end is not known" if self.ends is None else f"ends {self.ends:%Y-%m-%d}"
        return f"{self.resource.certificate} stands at {self.resource} too and {end}"


@dataclass(frozen=True, slots=True)
class Radar:
    """All of them, what ends first first. newest: the last change that the copy knows of; no call
    tells how old it is. contradicted: places that certbind reads itself, and finds otherwise.
    """

    places: tuple[Elsewhere, ...] = ()
    newest: datetime | None = None
    contradicted: int = 0


def radar(
    resources: Iterable[CloudResource],
    products: Collection[str],
    ends: Mapping[CertificateId, tuple[datetime, datetime]],
    targets: Iterable[BoundTarget],
    now: datetime,
) -> Radar:
    """products: those that certbind binds at, in upper case. ends: begin and end of CAS's."""
    every = tuple(resources)
    found = [_place(one, ends, now) for one in every if _is_elsewhere(one, products)]
    moments = [one.modified for one in every if one.modified is not None]
    return Radar(
        tuple(sorted(found, key=_soonest)),
        max(moments, default=None),
        _contradicted(every, targets),
    )


def _is_elsewhere(one: CloudResource, products: Collection[str]) -> bool:
    return one.certificate is not None and one.product not in products


def _place(
    one: CloudResource, known: Mapping[CertificateId, tuple[datetime, datetime]], now: datetime
) -> Elsewhere:
    begins, ends = None, one.ends
    if one.certificate is not None and one.certificate in known:
        begins, ends = known[one.certificate]
    stage = expiry_stage(begins or now, ends, now) if ends is not None else None
    handled = Handled.BY_JOB if one.has_https else Handled.BY_HAND
    return Elsewhere(one, handled, ends, stage)


def _contradicted(resources: tuple[CloudResource, ...], targets: Iterable[BoundTarget]) -> int:
    """Only where certbind knows exactly which certificate of CAS stands."""
    stands: dict[tuple[str, Domain], CertificateId | None] = {
        (one.target.product, one.target.domain): one.binding.certificate_id
        for one in targets
        if one.binding_is_exact
    }
    own = (one for one in resources if (one.product, one.domain) in stands)
    return sum(stands[one.product, one.domain] != one.certificate for one in own)


def _soonest(one: Elsewhere) -> tuple[bool, float, str]:
    return (one.ends is None, one.ends.timestamp() if one.ends else 0.0, str(one.resource))
