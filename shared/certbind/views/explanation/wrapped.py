"""Sentences laid out for a terminal: broken at blanks and between Chinese characters, never inside
a name, an id or an address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PIECE = re.compile(r"\s+|[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+")
# Full-width punctuation, which never begins a line (`_CLOSES`) or ends one (`_OPENS`).
_CLOSES = frozenset("\uff0c\u3002\uff1b\uff1a\u3001\uff01\uff1f\uff09\u300b\u300d")
_OPENS = frozenset("\uff08\u300a\u300c")


def wrapped(text: str, width: int | None, indent: int) -> Iterator[str]:
    """Lines of at most `width` columns, but for a piece that is longer itself. width: None where
    nobody wraps. A second line stands two columns further in.
    """
    line, room = " " * indent, width
    is_begun = False
    for piece in _pieces(text):
        is_over = room is not None and columns(line + piece.rstrip()) > room
        if is_begun and is_over:
            yield line.rstrip()
            line, is_begun = " " * (indent + 2), False
        if is_begun or piece.strip():
            line += piece
            is_begun = True
    if is_begun:
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What stays together: a Chinese mark of punctuation with the character that it belongs to."""
    kept = ""
    for found in _PIECE.findall(" ".join(text.split())):
        if kept and found not in _CLOSES and kept[-1] not in _OPENS:
            yield kept
            kept = ""
        kept += found
    if kept:
        yield kept


def columns(text: str) -> int:
    """A wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
