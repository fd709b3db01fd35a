"""What each store says of a leaf whose paths all other rules allow.

A cut or a removal kills the paths that end in that root, and no others: a store takes a leaf when
one path is left to it. Chrome's and Mozilla's refusals are faults. Apple's list is old, so that
it only warns. Roots that no store was ever asked to hold are a private CA's, and not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.stores.age import dropped_for_age
from certbind.domain.trust.stores.calendar import Root, Standing, Store, calendar
from certbind.domain.trust.stores.issued import lasts_too_long, stamps, stamps_wanted

Path = tuple[x509.Certificate, ...]

NAMES = {
    Store.CHROME: "Chrome",
    Store.MOZILLA: "Firefox",
    Store.APPLE: "Apple",
    Store.PROGRAMS: "programs with certifi",
}
_BLOCKING = frozenset({Store.CHROME, Store.MOZILLA})
REFUSALS = frozenset(
    {
        FaultClass.ROOT_REFUSED,
        FaultClass.ROOT_REFUSED_BY_FIREFOX,
        FaultClass.FEW_STAMPS,
        FaultClass.LASTS_TOO_LONG,
    }
)
"""Faults of a chain that has a trusted path."""


@dataclass(frozen=True, slots=True)
class StoreVerdict:
    """Of one store. root: the one by which it takes the leaf, or for which it refuses.

    until: the first day without that root, where one is known; estimated: by its age alone.
    cut: the last day on which this root's leaves may be issued, if there is one.
    why: a clause, "" where it takes the leaf. source: code of the calendar.
    """

    store: Store
    takes: bool
    root: str
    until: date | None = None
    estimated: bool = False
    cut: date | None = None
    why: str = ""
    source: str = ""

    def to_json(self) -> dict[str, object]:
        """For the ledger and `--json` output."""
        return {
            "store": self.store.value,
            "takes": self.takes,
            "root": self.root,
            "until": None if self.until is None else self.until.isoformat(),
            "estimated": self.estimated,
            "cut": None if self.cut is None else self.cut.isoformat(),
            "why": self.why,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class _Issue:
    """When a leaf was issued, as each store reckons. stamped: None without a stamp."""

    begins: date
    stamped: date | None
    today: date


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
    issue = _issue(leaf, at)
    return tuple(_best([_ask(store, root, issue) for root in roots]) for store in Store)


def store_faults(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> tuple[Fault, ...]:
    """Why Chrome or Firefox refuses it; empty where neither does, or nobody was asked."""
    return tuple(_faults(leaf, told)) if told else ()


def announced_ends(told: tuple[StoreVerdict, ...]) -> Iterator[datetime]:
    """From when Chrome or Firefox will take it no more, as their owners have said."""
    for one in told:
        if one.store in _BLOCKING and one.until is not None and not one.estimated:
            yield datetime(one.until.year, one.until.month, one.until.day, tzinfo=timezone.utc)


def store_warnings(leaf: x509.Certificate, told: tuple[StoreVerdict, ...]) -> tuple[Fault, ...]:
    """What stands against nothing today, and will, or stands against it on some devices."""
    return tuple(_warnings(leaf, told)) if told else ()


def _roots(paths: Iterable[Path], anchors: TrustAnchors) -> tuple[Root, ...]:
    known = calendar().roots
    found: dict[str, Root] = {}
    for path in paths:
        sha256 = path[-1].fingerprint(hashes.SHA256()).hex()
        if sha256 not in known and not anchors.are_public:
            return ()
        found[sha256] = known.get(sha256) or _by_age(path[-1])
    return tuple(found.values())


def _by_age(root: x509.Certificate) -> Root:
    off = dropped_for_age(root.not_valid_before_utc.date())
    stores = {
        store: Standing(off=off, estimated=True, source=source)
        for store, source in ((Store.CHROME, "CRP-1.8"), (Store.MOZILLA, "MRSP-3.1"))
    }
    return Root(f"{shown(root)}, which the calendar does not know", stores)


def _issue(leaf: x509.Certificate, at: datetime) -> _Issue:
    try:
        seen = stamps(leaf)
    except UNREADABLE:
        seen = ()
    stamped = seen[0].date() if seen else None
    return _Issue(leaf.not_valid_before_utc.date(), stamped, at.astimezone(timezone.utc).date())


def _ask(store: Store, root: Root, issue: _Issue) -> StoreVerdict:
    one = root.standing(store)
    off, estimated = one.off, one.estimated
    if store is Store.PROGRAMS:  # certifi is Mozilla's list, which cannot say the cuts
        mozilla = root.standing(Store.MOZILLA)
        off, estimated = mozilla.off, True
    why = _why(store, root.name, one, issue)
    return StoreVerdict(store, not why, root.name, off, estimated, one.cut, why, one.source)


def _why(store: Store, name: str, one: Standing, issue: _Issue) -> str:
    """Why it refuses; an estimated day refuses nothing, since nobody has said that it came."""
    who = NAMES[store]
    if one.absent:
        when = " in July 2025" if store is Store.APPLE else ""
        return f"{name} {'was' if when else 'is'} not among the roots of {who}{when}"
    if one.off is not None and not one.estimated and one.off <= issue.today:
        return f"{who} dropped {name} on {one.off}"
    if one.cut is None:
        return ""
    issued = issue.stamped if store is Store.CHROME else issue.begins
    if issued is None:
        return f"{who} takes of {name} only what a log stamped until {one.cut}; this has no stamp"
    if issued > one.cut:
        how = "stamped by a log" if store is Store.CHROME else "issued"
        return f"{who} takes of {name} only what was {how} until {one.cut}; this was on {issued}"
    return ""


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
