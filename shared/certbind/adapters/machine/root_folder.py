"""The roots of a client: a bundle, or a folder as OpenSSL and the distributions keep it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from certbind.domain.trust.material.refusals import MaterialFileError

MOST_FILES = 4096

Read = Callable[[str], tuple[bytes, ...]]
"""The certificates of a file, DER; MaterialFileError for one that is not to be used."""


def read_roots(place: str, read: Read) -> tuple[tuple[bytes, ...], int]:
    """Every certificate, and how many files hold none or cannot be read. Of a single file the
    error is raised. Where there is no certificate at all it is another place that was meant: that
    a client lacks a root is said only of a list that was seen.
    """
    found: list[bytes] = []
    unread = 0
    if not Path(place).is_dir():
        return _some(read(place), place), 0
    for path in _files(Path(place)):
        try:
            found += read(str(path))
        except MaterialFileError:
            unread += 1
    return _some(tuple(found), place), unread


def _some(found: tuple[bytes, ...], place: str) -> tuple[bytes, ...]:
    if found:
        return found
    hint = "Name the folder or file of roots itself, such as /etc/ssl/certs."
    raise MaterialFileError("holds no certificate.", subject=place, hint=hint)


def _files(folder: Path) -> Iterator[Path]:
    """Each once, whatever links lead to it (OpenSSL's hashes do); none of folders below."""
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        told = f"cannot be read: {error.strerror or 'the system does not say why'}."
        hint = "Check its name and rights."
        raise MaterialFileError(told, subject=str(folder), hint=hint) from None
    if len(listed) > MOST_FILES:
        told = f"holds more than {MOST_FILES} files: no folder of roots does."
        raise MaterialFileError(told, subject=str(folder), hint="Name the folder of roots alone.")
    seen: set[Path] = set()
    for path in listed:
        real = Path(os.path.realpath(path))  # of a link that leads to itself the link
        if real not in seen and real.is_file():
            seen.add(real)
            yield path


def read_os_release() -> dict[str, str]:
    """os-release(5) of this machine; empty where there is none."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
