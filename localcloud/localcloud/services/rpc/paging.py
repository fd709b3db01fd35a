"""PageNumber and PageSize."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from localcloud.services.rpc.errors import invalid_parameter
from localcloud.services.rpc.parameters import Arguments

_MOST_PAGES = 100_000
Item = TypeVar("Item")


def page(
    items: Sequence[Item], arguments: Arguments, *, size: int, most: int
) -> tuple[dict[str, int], Sequence[Item]]:
    """From 1: the fields that lists answer with, and that page's items; past the end none."""
    number = arguments.number("PageNumber", 1)
    wanted = arguments.number("PageSize", size)
    if not 1 <= number <= _MOST_PAGES:
        raise invalid_parameter("PageNumber")
    if not 1 <= wanted <= most:
        raise invalid_parameter("PageSize")
    return {"PageNumber": number, "PageSize": wanted}, items[(number - 1) * wanted :][:wanted]
