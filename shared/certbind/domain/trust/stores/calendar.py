"""The calendar of roots: what each store said of each root on the day the calendar was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache

from certbind.values import dataclass, field


class Store(Enum):
    """Who decides on roots. Programs: those that carry certifi, as Python's do."""

    CHROME = "chrome"
    MOZILLA = "mozilla"
    APPLE = "apple"
    PROGRAMS = "programs"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one root in one store.

    cut: the last day on which a leaf may be issued; those of before live on. off: the first day
    without the root. estimated: whether `off` is only what the root's age makes expected.
    source: of what was said last (a code of `Calendar.sources`).
    """

    absent: bool = False
    cut: date | None = None
    off: date | None = None
    estimated: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """A public root. A store that says nothing of it has it, and no day is known."""

    name: str
    stores: Mapping[Store, Standing]

    def standing(self, store: Store) -> Standing:
        """In this store."""
        return self.stores.get(store, Standing())


@dataclass(frozen=True, slots=True)
class Calendar:
    """made: the day on which it was. roots: by SHA-256, in hex. certifi: the version of which
    the programs' roots were read. sources: what their codes mean.
    """

    made: date
    certifi: str
    roots: Mapping[str, Root] = field(repr=False)
    sources: Mapping[str, str] = field(repr=False)


@cache
def calendar() -> Calendar:
    """Ours; read when the first public root is met, and once."""
    from certbind.domain.trust.stores import calendar_data as data  # noqa: PLC0415 - when wanted

    return Calendar(date.fromisoformat(data.MADE), data.CERTIFI, read(data.ROOTS), data.SOURCES)


def read(text: str) -> dict[str, Root]:
    """The form is told in calendar_data.py. Raises ValueError."""
    roots: dict[str, Root] = {}
    stores: dict[Store, Standing] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            sha256, _, name = line.partition(" ")
            stores = {Store.PROGRAMS: Standing(absent=True)}
            roots[sha256] = Root(name, stores)
        elif line.strip() == "certifi":
            del stores[Store.PROGRAMS]
        else:
            owner, event, *rest = line.split()
            store = Store(owner)
            stores[store] = _with(stores.get(store, Standing()), event, rest)
    return roots


def _with(standing: Standing, event: str, rest: list[str]) -> Standing:
    *days, source = rest
    if event == "absent":
        return Standing(absent=True, cut=standing.cut, source=source)
    day = date.fromisoformat(days[0])
    if event == "cut":
        return Standing(standing.absent, day, standing.off, standing.estimated, source)
    if event.rstrip("~") != "off":
        raise ValueError(f"{event!r} is no event of the calendar")
    return Standing(standing.absent, standing.cut, day, event.endswith("~"), source)
