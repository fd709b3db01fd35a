"""Reading a list of OSS whole: each page but the last one tells the marker of the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from certbind.errors import UnavailableError


def read_pages(
    read_page: Callable[[str], Any], marker_of: Callable[[Any], object], action: str, subject: str
) -> Iterator[Any]:
    """oss2's pages, from marker "". UnavailableError where a page is cut and tells no new marker:
    what follows is neither nothing nor what was read before.
    """
    asked = {""}
    marker = ""
    while True:
        page = read_page(marker)
        yield page
        if not page.is_truncated:
            return
        marker = str(marker_of(page) or "")
        if marker in asked:
            raise UnavailableError(
                "the list is cut and does not say where it goes on",
                service="oss",
                action=action,
                subject=subject,
            )
        asked.add(marker)
