"""Where an entry lies in the ledger's bucket.

`<prefix><kind>/<name>/<number>.json`; the number runs down from 9999999999, so that the newest
entry is the first key of its folder.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_TOP = 9_999_999_999
_WILDCARD = "_wildcard."
"""Stands for the dot that CDN's wildcard domains start with: a name of its own for people."""


def key_of(prefix: str, subject: str, sequence: int) -> str:
    """The key of one entry; ValueError for a number beyond ten digits."""
    if not 0 < sequence < _TOP:
        raise ValueError(f"{sequence} is no number of an entry")
    return f"{prefix_of(prefix, subject)}{_TOP - sequence:010d}.json"


def sequence_of(key: str, folder: str) -> int:
    """The number of the entry that lies there; 0 for a key that is no entry's of this folder."""
    found = re.fullmatch(r"([0-9]{10})\.json", key.removeprefix(folder))
    sequence = _TOP - int(found[1]) if found else 0
    return sequence if sequence < _TOP else 0


def prefix_of(prefix: str, subject: str) -> str:
    """The folder of a subject's entries."""
    kind, _, name = subject.partition("/")
    return f"{prefix}{_safe(kind)}/{_safe(name)}/"


def subject_of(prefix: str, folder: str) -> str:
    """The subject of a folder, as `prefix_of` made it."""
    kind, _, name = folder.removeprefix(prefix).rstrip("/").partition("/")
    return f"{_plain(kind)}/{_plain(name)}"


def _safe(name: str) -> str:
    """Letters, digits, `.`, `-` and `_` stay; a leading `_` is ours, so one in a name is escaped.

    A name of dots only would be no folder: its first character is escaped too.
    """
    if name.startswith(".") and name.strip("."):
        return _WILDCARD + quote(name[1:], safe="")
    escaped = quote(name, safe="")
    if escaped.startswith(("_", ".")):
        return f"%{ord(escaped[0]):02X}{escaped[1:]}"
    return escaped.replace("~", "%7E")


def _plain(safe: str) -> str:
    if safe.startswith(_WILDCARD):
        return "." + unquote(safe.removeprefix(_WILDCARD))
    return unquote(safe)
