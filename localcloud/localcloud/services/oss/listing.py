"""One page of names: prefix, delimiter, marker, limit."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Page:
    """`keys` and `prefixes` of a page; `next_marker` is "" on the last one."""

    keys: tuple[str, ...]
    prefixes: tuple[str, ...]
    next_marker: str

    @property
    def is_truncated(self) -> bool:
        """Whether there is more."""
        return self.next_marker != ""


def page_of(
    names: Sequence[str], *, prefix: str = "", delimiter: str = "", after: str = "", limit: int
) -> Page:
    """Names after `after` that begin with `prefix`, at most `limit` of names and groups.

    `names` is sorted. With a delimiter, names that have it behind the prefix count as one group,
    named by all up to and with the delimiter; a group that `after` names is behind us.
    """
    keys: list[str] = []
    groups: list[str] = []
    last = ""
    position = max(bisect.bisect_right(names, after), bisect.bisect_left(names, prefix))
    while position < len(names) and names[position].startswith(prefix):
        name = names[position]
        group = group_of(name, prefix, delimiter)
        if group:
            position = bisect.bisect_right(names, group + _LAST)
        else:
            position += 1
        if group and group <= after:
            continue
        if len(keys) + len(groups) == limit:
            return Page(tuple(keys), tuple(groups), last)
        (groups if group else keys).append(group or name)
        last = group or name
    return Page(tuple(keys), tuple(groups), "")


def group_of(name: str, prefix: str, delimiter: str) -> str:
    """The group that the name counts to; "" for one that stands alone."""
    if not delimiter:
        return ""
    end = name.find(delimiter, len(prefix))
    return "" if end < 0 else name[: end + len(delimiter)]
