"""What of the installed packages a function needs, and what a package is made of."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

_FOLDERS = (
    "bin",
    "cffi",  # cryptography needs only _cffi_backend
    "pycparser",
    "wrapt-stubs",
    "certifi/tests",
    "urllib3/contrib/emscripten",
)
_UNUSED = (
    # of the services' calls those that nothing here makes
    "aliyunsdkkms/request/v20160120/*.py",
)
"""What no function loads (tests/deploy/test_running_alone.py runs each without them)."""

_KEPT = frozenset(
    {
        "__init__.py",
        "DecryptRequest.py",
        "EncryptRequest.py",
        "GenerateDataKeyRequest.py",
    }
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
    for path in _that_nothing_loads(folder):
        path.unlink(missing_ok=True)
    for metadata in folder.glob("pycparser-*.dist-info"):
        shutil.rmtree(metadata)
    for metadata in folder.glob("*.dist-info"):
        _trim_metadata(metadata)
    _remove_empty(folder)


def _that_nothing_loads(folder: Path) -> Iterator[Path]:
    yield from (folder / place for place in _FILES)
    for place in _UNUSED:
        yield from (path for path in list(folder.glob(place)) if path.name not in _KEPT)
    for path in list(folder.rglob("*")):
        if path.is_file() and (path.suffix in _SUFFIXES or path.name in _NAMES):
            yield path


def strip(folder: Path) -> bool:
    """Take what only debuggers read out of the shared objects; whether that could be done."""
    tool = shutil.which("strip")
    if tool is None:
        return False
    for one in sorted(folder.rglob("*.so")):
        stripped = one.with_suffix(".stripped")
        subprocess.run([tool, "--strip-unneeded", "-o", stripped, one], check=True)
        stripped.replace(one)  # never in its place: others may have it open
    return True


_READ_FIRST = frozenset({"idna", "publicsuffixlist"})
"""Imported before a function says that it is on another Python than its package is for."""


def without_sources(folder: Path, own: Collection[Path]) -> None:
    """Bytecode in the place of each source that is not ours, where it was compiled: tracebacks
    name its files and lines all the same.
    """
    for compiled in list(folder.rglob("__pycache__/*.pyc")):
        name = compiled.name.partition(".")[0]
        source = compiled.parent.parent / f"{name}.py"
        place = source.relative_to(folder)
        if place not in own and place.parts[0] not in _READ_FIRST:
            compiled.replace(source.with_suffix(".pyc"))
            source.unlink()
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
