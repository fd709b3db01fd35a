"""What each store says of a leaf whose paths all other rules allow.

A cut or a removal kills the paths that end in that root, and no others: a store takes a leaf when
one path is left to it. Chrome's and Mozilla's refusals are faults. Apple's list is old, so that
it only warns. Roots that no store was ever asked to hold are a private CA's, and not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timezone

from cryptography import x509

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.parts.certificate import fingerprint_of
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.stores.age import dropped_for_age
from certbind.domain.trust.stores.asked import BLOCKING, NAMES, StoreVerdict, ask, issue_of
from certbind.domain.trust.stores.calendar import Root, Standing, Store, calendar
from certbind.domain.trust.stores.issued import lasts_too_long, stamps, stamps_wanted

Path = tuple[x509.Certificate, ...]

REFUSALS = frozenset(
    {
        FaultClass.ROOT_REFUSED,
        FaultClass.ROOT_REFUSED_BY_FIREFOX,
        FaultClass.FEW_STAMPS,
        FaultClass.LASTS_TOO_LONG,
    }
)
"""Faults of a chain that has a trusted path."""


def judge_stores(
    leaf: x509.Certificate, paths: Iterable[Path], anchors: TrustAnchors, at: datetime
) -> tuple[StoreVerdict, ...]:
    """One a store; empty where a path ends in a root that no store ever held.

    A public root that is newer than the calendar has what its age makes expected.

    paths: trusted by all other rules, from the leaf to an anchor.
    """
    roots = _roots(paths, anchors)
    if not roots:
        return ()
    issue = issue_of(leaf, at)
    return tuple(_best([ask(store, root, issue) for root in roots]) for store in Store)


def known_root(root: x509.Certificate, anchors: TrustAnchors) -> Root | None:
    """As the calendar has it; by its age where it is public and the calendar does not know it;
    None for a private CA's.
    """
    known = calendar().roots.get(fingerprint_of(root))
    return known or (_by_age(root) if anchors.are_public else None)


def store_faults(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> tuple[Fault, ...]:
    """Why Chrome or Firefox refuses it; empty where neither does, or nobody was asked."""
    return tuple(_faults(leaf, told)) if told else ()


def announced_ends(told: tuple[StoreVerdict, ...]) -> Iterator[datetime]:
    """From when Chrome or Firefox will take it no more, as their owners have said."""
    for one in told:
        if one.store in BLOCKING and one.until is not None and not one.estimated:
            yield datetime(one.until.year, one.until.month, one.until.day, tzinfo=timezone.utc)


def store_warnings(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> tuple[Fault, ...]:
    """What stands against nothing today, and will, or stands against it on some devices."""
    return tuple(_warnings(leaf, told)) if told else ()


def _roots(paths: Iterable[Path], anchors: TrustAnchors) -> tuple[Root, ...]:
    found: dict[str, Root] = {}
    for path in paths:
        root = known_root(path[-1], anchors)
        if root is None:
            return ()
        found[fingerprint_of(path[-1])] = root
    return tuple(found.values())


def _by_age(root: x509.Certificate) -> Root:
    off = dropped_for_age(root.not_valid_before_utc.date())
    stores = {
        store: Standing(off=off, estimated=True, source=source)
        for store, source in ((Store.CHROME, "CRP-1.8"), (Store.MOZILLA, "MRSP-3.1"))
    }
    return Root(f"{shown(root)}, which the calendar does not know", stores)


def _best(told: list[StoreVerdict]) -> StoreVerdict:
    """Of several roots the one that takes it for longest."""
    return max(told, key=lambda one: (one.takes, one.until or date.max, one.cut or date.max))


def _faults(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> Iterator[Fault]:
    by_store = {one.store: one for one in told}
    chrome, mozilla = by_store[Store.CHROME], by_store[Store.MOZILLA]
    if not chrome.takes:
        yield Fault(FaultClass.ROOT_REFUSED, chrome.why)
    if not mozilla.takes:
        yield Fault(FaultClass.ROOT_REFUSED_BY_FIREFOX, mozilla.why)
    begin, end = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    limit = lasts_too_long(begin, end)
    if limit is not None:
        lasts = f"it lasts {(end - begin).days} days, and issued on {begin:%Y-%m-%d} may last"
        yield Fault(FaultClass.LASTS_TOO_LONG, f"{lasts} {limit}")
    yield from _stamp_faults(leaf)


def _stamp_faults(leaf: x509.Certificate) -> Iterator[Fault]:
    try:
        found = len(stamps(leaf))
    except UNREADABLE:
        found = 0
    wanted = stamps_wanted(leaf.not_valid_before_utc, leaf.not_valid_after_utc)
    if found < wanted:
        holds = f"it holds the stamps of {found} logs, and needs {wanted}"
        yield Fault(FaultClass.FEW_STAMPS, holds)


def _warnings(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> Iterator[Fault]:
    end = leaf.not_valid_after_utc.date()
    yield from _outlived(told, end)
    for one in told:
        if one.store in {Store.APPLE, Store.PROGRAMS} and not one.takes:
            yield Fault(_UNKNOWN_TO[one.store], one.why)
        if one.takes and one.cut is not None and one.cut < end:
            text = f"{NAMES[one.store]} takes of {one.root} only what was issued until {one.cut}"
            yield Fault(FaultClass.ROOT_CUT_AHEAD, text)


_UNKNOWN_TO = {
    Store.APPLE: FaultClass.ROOT_NOT_IN_APPLE,
    Store.PROGRAMS: FaultClass.ROOT_NOT_IN_PROGRAMS,
}


def _outlived(told: tuple[StoreVerdict, ...], end: date) -> Iterator[Fault]:
    """Stores that drop the root on one day are named together."""
    days: dict[tuple[str, date, bool], list[str]] = {}
    for one in told:
        if one.takes and one.until is not None and one.until <= end:
            days.setdefault((one.root, one.until, one.estimated), []).append(NAMES[one.store])
    for (root, day, estimated), who in days.items():
        said = "expected to drop" if estimated else "to drop"
        text = f"{' and '.join(who)}: {said} {root} on {day}, and this ends on {end}"
        yield Fault(FaultClass.ROOT_ENDS_FIRST, text)
