"""The document of DeleteMultipleObjects."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from localcloud import reading
from localcloud.services.oss.xml import text

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*([0-9A-Fa-f]{1,2})|0*([0-9]{1,2}));")
_SHADOW = 0xF0000
_SHADOWS = re.compile("[\U000f0001-\U000f001f]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One object that is to go; with a version only that one of it."""

    key: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Deletion:
    """quiet: what `Quiet` says, None for neither true nor false."""

    objects: tuple[Wanted, ...]
    quiet: bool | None


def read(body: bytes) -> Deletion | None:
    """None for what is no such document.

    Names may hold control characters, as such or as references (`&#1;`), though XML 1.0 has no
    place for them: OSS takes both.
    """
    shaded, shown = _shaded(body)
    root = reading.xml(shaded)
    if root is None or root.tag != "Delete":
        return None
    objects = tuple(
        Wanted(shown(each.findtext("Key") or ""), text(each, "VersionId") or "")
        for each in root.findall("Object")
    )
    quiet = (text(root, "Quiet") or "false").lower()
    return Deletion(objects, {"true": True, "false": False}.get(quiet))


def _shaded(body: bytes) -> tuple[bytes, Callable[[str], str]]:
    """The body with a character of nobody's for each control character, and the way back."""
    document = body.decode("utf-8", "replace")
    if "\ufffd" in document or _SHADOWS.search(document):
        return body, str
    shaded = _CONTROL.sub(_shade, document)
    return shaded.encode(), lambda name: _SHADOWS.sub(lambda m: chr(ord(m[0]) - _SHADOW), name)


def _shade(match: re.Match[str]) -> str:
    found, hexadecimal, decimal = match[0], match[1], match[2]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else ord(found)
    return chr(_SHADOW + code) if 0 < code < ord(" ") and chr(code) not in "\t\n\r" else found
