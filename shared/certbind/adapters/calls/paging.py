"""Reading a numbered list whole, while others change it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from certbind.values import dataclass

T = TypeVar("T")

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page; `total` is the number of items on all pages, as the service said it then."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """What was read of a list. missing: how many items fewer than the service counted when the
    last reading began; is_steady: every reading showed the same, so that reading again is no use.
    The service may count what it does not show to this caller; no documentation says.
    """

    items: tuple[T, ...]
    missing: int = 0
    is_steady: bool = True


def read_all_pages(
    read_page: Callable[[int], Page[T]], key: Callable[[T], Hashable]
) -> Listing[T]:
    """Every item of a list that is paged by number, from page 1.

    An item deleted meanwhile moves the others forward, and one slips over the page boundary. So
    a reading counts only when it has as many items as the service said, the same all the time;
    else the list is read again, and after three readings all that was ever seen is returned:
    an item too many is found out later, one too few would be missed.
    """
    seen: dict[Hashable, T] = {}
    readings: list[tuple[list[Hashable], list[int]]] = []
    for _ in range(_ROUNDS):
        items, totals = _read_once(read_page, key)
        seen |= items
        if set(totals) == {len(items)}:
            return Listing(tuple(items.values()))
        readings.append((list(items), totals))
    last_total = readings[-1][1][0]
    missing = max(0, last_total - len(seen))
    return Listing(tuple(seen.values()), missing, all(one == readings[0] for one in readings))


def _read_once(
    read_page: Callable[[int], Page[T]], key: Callable[[T], Hashable]
) -> tuple[dict[Hashable, T], list[int]]:
    items: dict[Hashable, T] = {}
    totals: list[int] = []
    read = 0
    while True:
        page = read_page(len(totals) + 1)
        totals.append(page.total)
        items.update((key(item), item) for item in page.items)
        read += len(page.items)
        if not page.items or read >= page.total:
            return items, totals
