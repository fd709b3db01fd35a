"""One store asked of one root: whether it takes a leaf that was issued when this one was."""

from __future__ import annotations

from datetime import date, datetime, timezone
from enum import Enum

from cryptography import x509

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.stores.calendar import Root, Standing, Store
from certbind.domain.trust.stores.issued import stamps
from certbind.values import dataclass

NAMES = {
    Store.CHROME: "Chrome",
    Store.MOZILLA: "Firefox",
    Store.APPLE: "Apple",
    Store.PROGRAMS: "programs with certifi",
}
BLOCKING = frozenset({Store.CHROME, Store.MOZILLA})
"""Whose refusal is a fault; the others' is a warning."""


class Refusal(Enum):
    """Why a store does not take a leaf of a root."""

    ABSENT = "absent"  # the root is not in its copy
    DROPPED = "dropped"  # on a day that was announced and is past
    NO_STAMP = "no_stamp"  # it takes what a log stamped until a day, and this has none
    CUT = "cut"  # it takes what was issued until a day, and this was later


@dataclass(frozen=True, slots=True)
class StoreVerdict:
    """Of one store. root: the one by which it takes the leaf, or for which it refuses.

    until: the first day without that root, where one is known; estimated: by its age alone.
    cut: the last day on which this root's leaves may be issued, if there is one.
    why: a clause, "" where it takes the leaf; refusal: the same as a code. source: code of the
    calendar.
    """

    store: Store
    takes: bool
    root: str
    until: date | None = None
    estimated: bool = False
    cut: date | None = None
    why: str = ""
    source: str = ""
    refusal: Refusal | None = None

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
class Issue:
    """When a leaf was issued, as each store reckons. stamped: None without a stamp."""

    begins: date
    stamped: date | None
    today: date


def issue_of(leaf: x509.Certificate, at: datetime) -> Issue:
    """Of this leaf, looked at on this day."""
    try:
        seen = stamps(leaf)
    except UNREADABLE:
        seen = ()
    stamped = seen[0].date() if seen else None
    return Issue(leaf.not_valid_before_utc.date(), stamped, at.astimezone(timezone.utc).date())


def ask(store: Store, root: Root, issue: Issue) -> StoreVerdict:
    """What it says of a leaf below this root."""
    one = root.standing(store)
    off, estimated = one.off, one.estimated
    if store is Store.PROGRAMS:  # certifi is Mozilla's list, which cannot say the cuts
        mozilla = root.standing(Store.MOZILLA)
        off, estimated = mozilla.off, True
    refusal = _refusal(store, one, issue)
    why = "" if refusal is None else _why(store, root.name, one, issue, refusal)
    return StoreVerdict(
        store, refusal is None, root.name, off, estimated, one.cut, why, one.source, refusal
    )


def ask_each(root: Root, issue: Issue) -> tuple[StoreVerdict, ...]:
    """What every store says of a leaf below this one root."""
    return tuple(ask(store, root, issue) for store in Store)


def _refusal(store: Store, one: Standing, issue: Issue) -> Refusal | None:
    """An estimated day refuses nothing, since nobody has said that it came."""
    if one.absent:
        return Refusal.ABSENT
    if one.off is not None and not one.estimated and one.off <= issue.today:
        return Refusal.DROPPED
    if one.cut is None:
        return None
    issued = _issued(store, issue)
    if issued is None:
        return Refusal.NO_STAMP
    return Refusal.CUT if issued > one.cut else None


def _issued(store: Store, issue: Issue) -> date | None:
    return issue.stamped if store is Store.CHROME else issue.begins


def _why(store: Store, name: str, one: Standing, issue: Issue, refusal: Refusal) -> str:
    who = NAMES[store]
    if refusal is Refusal.ABSENT:
        when = " in July 2025" if store is Store.APPLE else ""
        return f"{name} {'was' if when else 'is'} not among the roots of {who}{when}"
    if refusal is Refusal.DROPPED:
        return f"{who} dropped {name} on {one.off}"
    if refusal is Refusal.NO_STAMP:
        return f"{who} takes of {name} only what a log stamped until {one.cut}; this has no stamp"
    how = "stamped by a log" if store is Store.CHROME else "issued"
    was = f"this was on {_issued(store, issue)}"
    return f"{who} takes of {name} only what was {how} until {one.cut}; {was}"
