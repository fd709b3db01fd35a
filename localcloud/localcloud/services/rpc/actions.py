"""Lists of actions' names, as one reads them."""

from __future__ import annotations


def named(text: str) -> frozenset[str]:
    """Each word of the text."""
    return frozenset(text.split())
