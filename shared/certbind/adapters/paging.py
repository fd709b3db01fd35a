"""Reading a numbered list whole, while others change it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page; `total` is the number of items on all pages, as the service said it then."""

    items: tuple[T, ...]
    total: int


def read_all_pages(
    read_page: Callable[[int], Page[T]], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """Every item of a list that is paged by number, from page 1.

    An item deleted meanwhile moves the others forward, and one slips over the page boundary. So
    a reading counts only when it has as many items as the service said, the same all the time;
    else the list is read again, and after three readings all that was ever seen is returned:
    an item too many is found out later, one too few would be missed.
    """
    seen: dict[Hashable, T] = {}
    for _ in range(_ROUNDS):
        items, is_whole = _read_once(read_page, key)
        seen |= items
        if is_whole:
            return tuple(items.values())
    return tuple(seen.values())


def _read_once(
    read_page: Callable[[int], Page[T]], key: Callable[[T], Hashable]
) -> tuple[dict[Hashable, T], bool]:
    items: dict[Hashable, T] = {}
    totals: set[int] = set()
    read = 0
    number = 1
    while True:
        page = read_page(number)
        totals.add(page.total)
        items.update((key(item), item) for item in page.items)
        read += len(page.items)
        if not page.items or read >= page.total:
            return items, totals == {len(items)}
        number += 1
