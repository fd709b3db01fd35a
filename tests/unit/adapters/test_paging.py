"""Reading a numbered list that others change meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certbind.adapters.calls.paging import Listing, Page, read_all_pages

SIZE = 3


class Numbered:
    """A list paged by number; `before` is called before each reading with its count."""

    def __init__(self, *items: str, before: Callable[[Numbered, int], None] | None = None) -> None:
        self.items = list(items)
        self.reads = 0
        self._before = before

    def page(self, number: int) -> Page[str]:
        self.reads += 1
        if self._before:
            self._before(self, self.reads)
        start = (number - 1) * SIZE
        return Page(tuple(self.items[start : start + SIZE]), len(self.items))

    def read(self) -> list[str]:
        listing = read_all_pages(self.page, str)
        assert listing.missing == 0
        return list(listing.items)


@pytest.mark.parametrize(("count", "reads"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_a_list_at_rest_is_read_once_page_by_page(count: int, reads: int) -> None:
    listing = Numbered(*"abcdefg"[:count])
    assert listing.read() == list("abcdefg"[:count])
    assert listing.reads == reads


def test_an_item_deleted_between_two_pages_hides_no_other() -> None:
    def delete_first(listing: Numbered, reads: int) -> None:
        if reads == 2:
            listing.items.remove("a")

    assert Numbered(*"abcdefg", before=delete_first).read() == list("bcdefg")


def test_an_item_inserted_between_two_pages_is_neither_lost_nor_doubled() -> None:
    def insert(listing: Numbered, reads: int) -> None:
        if reads == 2:
            listing.items.insert(0, "new")

    assert Numbered(*"abcdefg", before=insert).read() == ["new", *"abcdefg"]


def test_a_list_that_never_rests_gives_all_that_was_seen() -> None:
    def rotate(listing: Numbered, reads: int) -> None:
        listing.items.insert(0, f"new{reads}")

    found = Numbered(*"abcdefg", before=rotate).read()
    assert set("abcdefg") <= set(found)


def test_a_total_that_is_too_high_ends_the_reading_and_is_told() -> None:
    pages = {1: ("a", "b", "c"), 2: ("d",)}
    found = read_all_pages(lambda number: Page(pages.get(number, ()), 9), str)
    assert found == Listing(("a", "b", "c", "d"), missing=5, is_steady=True)


def test_readings_that_differ_and_lack_an_item_are_told_apart_from_a_wrong_total() -> None:
    pages = iter(("abc", "e", "", "abc", "e", "", "abc", ""))
    found = read_all_pages(lambda _: Page(tuple(next(pages)), 5), str)
    assert found == Listing(("a", "b", "c", "e"), missing=1, is_steady=False)


def test_a_total_that_is_too_low_hides_nothing_that_was_shown() -> None:
    found = read_all_pages(lambda _: Page(("a", "b"), 1), str)
    assert found == Listing(("a", "b"), missing=0, is_steady=True)
