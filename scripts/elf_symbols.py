"""Which versions of the C library a shared object asks for.

The ELF format, section "Symbol versioning" of the Linux Standard Base: `.gnu.version_r` is a
chain of needed libraries, each with a chain of version names. 64-bit little-endian only, as
Function Compute's x86-64.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, little-endian
_X86_64 = 62
_VERNEED = 0x6FFFFFFE


class ElfError(ValueError):
    """No shared object of this platform."""


@dataclass(frozen=True, slots=True)
class _Section:
    kind: int
    offset: int
    link: int
    entries: int


def needed_versions(data: bytes) -> set[str]:
    """Every version name asked for, such as `GLIBC_2.28`. ElfError: another platform's file."""
    if not data.startswith(_MAGIC) or _at(data, "<H", 18) != _X86_64:
        raise ElfError("no 64-bit x86 object")
    sections = list(_sections(data))
    return {
        name
        for section in sections
        if section.kind == _VERNEED
        for name in _needed(data, section, sections[section.link].offset)
    }


def highest_glibc(versions: set[str]) -> tuple[int, ...]:
    """The newest `GLIBC_x.y` among them as numbers; empty when none is asked for."""
    found = [v.removeprefix("GLIBC_") for v in versions if v.startswith("GLIBC_")]
    return max((tuple(int(n) for n in v.split(".")) for v in found if v[0].isdigit()), default=())


def _sections(data: bytes) -> Iterator[_Section]:
    table, size, count = _at(data, "<Q", 0x28), _at(data, "<H", 0x3A), _at(data, "<H", 0x3C)
    for start in range(table, table + size * count, size):
        yield _Section(
            kind=_at(data, "<I", start + 4),
            offset=_at(data, "<Q", start + 0x18),
            link=_at(data, "<I", start + 0x28),
            entries=_at(data, "<I", start + 0x2C),
        )


def _needed(data: bytes, section: _Section, names: int) -> Iterator[str]:
    library = section.offset
    for _ in range(section.entries):
        version = library + _at(data, "<I", library + 8)
        for _ in range(_at(data, "<H", library + 2)):
            start = names + _at(data, "<I", version + 8)
            yield data[start : data.index(b"\0", start)].decode("ascii")
            version += _at(data, "<I", version + 12)
        library += _at(data, "<I", library + 12)


def _at(data: bytes, form: str, offset: int) -> int:
    value: int = struct.unpack_from(form, data, offset)[0]
    return value
