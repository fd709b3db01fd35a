"""Which uploaded certificates may be deleted from CAS: only what is surely used nowhere.

Anything that was not read makes the answer no, and is named. A certificate is judged by its leaf:
the same one under another id is used where that one is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.hygiene.quotas import HeldEntry
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource
from certbind.values import dataclass, field

WINDOW = timedelta(days=14)
"""How long visitors must have been seen to get the successor before the old one may go."""


class Kept(Enum):
    """Why a certificate is not deleted; words of the catalogue."""

    NOT_ALL_READ = "not_all_read"
    STILL_BOUND = "still_bound"
    STANDS_ELSEWHERE = "stands_elsewhere"
    TAKES_A_PLACE = "takes_a_place"
    STILL_NEEDED = "still_needed"
    NO_SUCCESSOR = "no_successor"
    SUCCESSOR_NOT_SEEN = "successor_not_seen"


@dataclass(frozen=True, slots=True)
class Standing:
    """One place. certificate: None where what stands there is none of CAS's ids; sha1, sha256: of
    its leaf, where its product tells. is_told: whether it is known what stands there at all.
    """

    where: str
    domain: Domain
    certificate: CertificateId | None
    prints: frozenset[str] = frozenset()
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that was read. certificates: every one of CAS, ended ones too. unread: parts that were
    not read, or are out of sight. needed: what the ledger or a setting may want again, and why.
    places: what takes a place of a quota, by where that is, whether or not it serves anybody.
    seen: certificate → how long visitors were seen to get it, at each domain where it stands;
    None: at one they were not.
    """

    now: datetime
    certificates: tuple[Certificate, ...]
    standing: tuple[Standing, ...]
    elsewhere: tuple[CloudResource, ...]
    unread: tuple[str, ...] = ()
    needed: Mapping[CertificateId, str] = field(default_factory=dict)
    seen: Mapping[CertificateId, timedelta | None] = field(default_factory=dict)
    places: tuple[tuple[str, HeldEntry], ...] = ()


Reasons = tuple[tuple[Kept, str], ...]


def against(one: Certificate, inventory: Inventory) -> Reasons:
    """Every reason to keep it; () where it may go."""
    return (
        *_unread(inventory),
        *_in_use(one, inventory),
        *_elsewhere(one, inventory),
        *_in_places(one, inventory),
        *_needed(one, inventory),
        *_successor(one, inventory),
    )


def _unread(inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    for part in inventory.unread:
        yield Kept.NOT_ALL_READ, part
    for place in inventory.standing:
        if not place.is_told:
            yield Kept.NOT_ALL_READ, f"{place.where}: which certificate stands there is not told"


def _in_use(one: Certificate, inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    twins, prints = _twins(one, inventory.certificates), _prints(one)
    for place in inventory.standing:
        if place.certificate in twins or not prints.isdisjoint(place.prints):
            yield Kept.STILL_BOUND, f"it is bound at {place.where}"


def _elsewhere(one: Certificate, inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    """By CAS's list, whatever product that is: its word counts against deleting, never for it."""
    twins = _twins(one, inventory.certificates)
    for place in inventory.elsewhere:
        if place.certificate in twins:
            yield Kept.STANDS_ELSEWHERE, f"CAS's list has it at {place}"


def _in_places(one: Certificate, inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    """A product that has it may serve it tomorrow."""
    twins, prints = _twins(one, inventory.certificates), _prints(one)
    for where, entry in inventory.places:
        if entry.certificate in twins or entry.sha256 in prints:
            yield Kept.TAKES_A_PLACE, f"{where} has it as {entry}"


def _needed(one: Certificate, inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    for twin in sorted(_twins(one, inventory.certificates)):
        if twin in inventory.needed:
            yield Kept.STILL_NEEDED, inventory.needed[twin]


def _successor(one: Certificate, inventory: Inventory) -> Iterator[tuple[Kept, str]]:
    """Another leaf that presents all its names and ends later, bound, and seen for long enough."""
    twins = _twins(one, inventory.certificates)
    later = [
        other
        for other in inventory.certificates
        if other.id not in twins
        and set(one.names) <= set(other.names)
        and other.not_after > max(one.not_after, inventory.now)
    ]
    if not later:
        yield Kept.NO_SUCCESSOR, "no certificate of CAS has all its names and ends later"
        return
    spans = [inventory.seen[other.id] for other in later if other.id in inventory.seen]
    if not any(span is not None and span >= WINDOW for span in spans):
        ids = ", ".join(str(other.id) for other in sorted(later, key=lambda c: c.id))
        told = f"visitors were not seen for {WINDOW.days} days to get what follows it ({ids})"
        yield Kept.SUCCESSOR_NOT_SEEN, told


def _twins(one: Certificate, every: Collection[Certificate]) -> frozenset[CertificateId]:
    """Under whatever ids the same leaf is there."""
    prints = _prints(one)
    same = (other.id for other in every if not prints.isdisjoint(_prints(other)))
    return frozenset({one.id, *same})


def _prints(one: Certificate) -> frozenset[str]:
    return frozenset(str(print_) for print_ in (one.sha1, one.sha256) if print_)
