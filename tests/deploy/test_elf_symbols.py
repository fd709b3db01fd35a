"""The reader of shared objects, against binutils where they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.elf_symbols import ElfError, highest_glibc, needed_versions

CRYPTOGRAPHY = next(
    Path(folder, "cryptography/hazmat/bindings/_rust.abi3.so")
    for folder in sys.path
    if Path(folder, "cryptography/hazmat/bindings/_rust.abi3.so").exists()
)


@pytest.mark.skipif(not shutil.which("readelf"), reason="readelf is not here (Debian: binutils)")
def test_it_reads_what_readelf_reads() -> None:
    done = subprocess.run(
        ["readelf", "--version-info", "--wide", CRYPTOGRAPHY],
        capture_output=True,
        text=True,
        check=True,
    )
    _, _, needs = done.stdout.partition(".gnu.version_r")
    told = set(re.findall(r"Name: (\S+)\s+Flags", needs))
    assert needed_versions(CRYPTOGRAPHY.read_bytes()) == told
    assert any(name.startswith("GLIBC_2.") for name in told)


def test_versions_are_compared_as_numbers() -> None:
    assert highest_glibc({"GLIBC_2.4", "GLIBC_2.28", "GCC_4.2", "GLIBC_PRIVATE"}) == (2, 28)
    assert highest_glibc({"GCC_4.2"}) == ()


@pytest.mark.parametrize("change", [(0, b"\x7fELG"), (4, b"\x01"), (18, b"\xb7\x00")])
def test_another_platform_s_object_is_refused(change: tuple[int, bytes]) -> None:
    """No ELF at all, 32 bits, aarch64."""
    offset, put = change
    data = bytearray(CRYPTOGRAPHY.read_bytes())
    data[offset : offset + len(put)] = put
    with pytest.raises(ElfError):
        needed_versions(bytes(data))
