"""What of the installed packages a function needs, and what a package is made of."""

from __future__ import annotations

import shutil
from pathlib import Path

_FOLDERS = (
    "bin",
    "cffi",  # cryptography needs only _cffi_backend; without it pycryptodome takes ctypes, faster
    "pycparser",
    "wrapt-stubs",
    "Crypto/SelfTest",
    "certifi/tests",
    "urllib3/contrib/emscripten",
)
_FILES = (".lock", "publicsuffixlist/test.py", "publicsuffixlist/test_psl.txt")
_SUFFIXES = frozenset({".pyi", ".c", ".h", ".pyc"})
_NAMES = frozenset({"py.typed"})


def trim(folder: Path) -> None:
    """Take away what nothing imports: command lines, tests, type stubs, C sources.

    Of each package's metadata the licences and METADATA stay: the first are owed to the authors,
    the second is what scanners read. The rest holds how and where it was installed.
    """
    for place in _FOLDERS:
        shutil.rmtree(folder / place, ignore_errors=True)
    for place in _FILES:
        (folder / place).unlink(missing_ok=True)
    for path in list(folder.rglob("*")):
        if path.is_file() and (path.suffix in _SUFFIXES or path.name in _NAMES):
            path.unlink()
    for metadata in folder.glob("pycparser-*.dist-info"):
        shutil.rmtree(metadata)
    for metadata in folder.glob("*.dist-info"):
        _trim_metadata(metadata)
    _remove_empty(folder)


def versions(folder: Path) -> dict[str, str]:
    """Name and version of each package, from the metadata, sorted."""
    found = (path.name.removesuffix(".dist-info") for path in folder.glob("*.dist-info"))
    pairs = (name.rpartition("-") for name in found)
    return dict(sorted((name.replace("_", "-"), version) for name, _, version in pairs))


def _trim_metadata(folder: Path) -> None:
    for path in list(folder.rglob("*")):
        is_licence = any(word in path.name.upper() for word in ("LICEN", "NOTICE", "COPYING"))
        inside = path.relative_to(folder).parts[0] == "licenses"
        if path.is_file() and not (is_licence or inside or path.name == "METADATA"):
            path.unlink()


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
