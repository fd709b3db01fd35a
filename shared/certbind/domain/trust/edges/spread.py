"""How far a certificate has come: which addresses serve it, and who is the last to follow."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.trust.verdict_values import AddressVerdict, Match, Sight
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Addresses by what each served, of the certificate that was asked for.

    none: it answered and served no certificate. out_of_reach: takes no part in the share.
    """

    new: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Addresses within reach."""
        served = (self.new, self.old, self.other, self.none, self.not_seen)
        return sum(map(len, served))

    @property
    def percent_new(self) -> int:
        """Of those within reach, rounded down: 100 is said of all alone."""
        return 100 * len(self.new) // self.total if self.total else 0

    @property
    def straggler(self) -> str:
        """The one address that still serves what was there before, while all others that were
        seen serve the new one; "" where there is none or more than one.
        """
        behind = (*self.old, *self.other, *self.none)
        return self.old[0] if self.new and len(behind) == len(self.old) == 1 else ""

    def to_json(self) -> dict[str, object]:
        """For `--json` output."""
        return {
            **{name: list(getattr(self, name)) for name in _KINDS},
            "percent_new": self.percent_new,
            "straggler": self.straggler,
        }


_KINDS = ("new", "old", "other", "none", "not_seen", "out_of_reach")


def spread_of(addresses: Iterable[AddressVerdict]) -> Spread | None:
    """None where no certificate was asked for, or none was recognised anywhere."""
    found: dict[str, list[str]] = {name: [] for name in _KINDS}
    asked = False
    for one in addresses:
        asked = asked or one.match is not None
        found[_kind(one)].append(one.address)
    return Spread(**{name: tuple(each) for name, each in found.items()}) if asked else None


def _kind(one: AddressVerdict) -> str:
    if one.match is not None:
        return _NAMES[one.match]
    return one.sight.value if one.sight in _UNSEEN else "none"


_NAMES = {Match.NEW: "new", Match.OLD: "old", Match.OTHER: "other"}
_UNSEEN = frozenset({Sight.NOT_SEEN, Sight.OUT_OF_REACH})
