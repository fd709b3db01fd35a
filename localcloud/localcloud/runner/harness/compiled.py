"""Where code of a function that brings no bytecode is compiled to: a folder of the local cloud.

Packages of the environment have their own; an instance that compiled these anew would take three
times as long to start.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Mapping
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import PathEntryFinder

    from _typeshed import ReadableBuffer

_CACHED = f"{os.sep}__pycache__{os.sep}"
_code = _folder = ""


class KeptApart(SourceFileLoader):
    """A module of the function's own code, compiled below `keep_below`'s folder.

    What was compiled counts as long as the source is the same, not its time: a builder of folders
    that are the same byte for byte gives all files one. Nor does it matter where the code lies, so
    that the same code in another place is not compiled again.
    """

    def get_data(self, path: str) -> bytes:
        """See importlib.abc.ResourceLoader."""
        return super().get_data(_kept(path))

    def set_data(self, path: str, data: ReadableBuffer, *, _mode: int = 0o666) -> None:
        """See importlib.abc.SourceLoader."""
        super().set_data(_kept(path), data, _mode=_mode)

    def path_stats(self, path: str) -> Mapping[str, float]:
        """See importlib.abc.SourceLoader."""
        source = self.get_data(path)
        return {"mtime": zlib.crc32(source), "size": len(source)}


def _kept(path: str) -> str:
    """Where what Python would keep beside the code is kept; anything else is where it is."""
    if path.startswith(_code) and _CACHED in path[len(_code) - 1 :]:
        return _folder + path[len(_code) :]
    return path


def loader_of(name: str, path: Path) -> KeptApart | None:
    """None for the usual one."""
    return KeptApart(name, str(path)) if _folder else None


def keep_below(folder: str, code: str) -> None:
    """From now on, of what is imported from the folder `code`. folder: "" for nowhere."""
    global _code, _folder  # as the importing of a process is one for all
    if not folder:
        return
    _code, _folder = f"{code.rstrip(os.sep)}{os.sep}", f"{folder}{os.sep}"
    sys.dont_write_bytecode = False
    find = FileFinder.path_hook(
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (KeptApart, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )

    def hook(path: str) -> PathEntryFinder:
        if not Path(path).is_relative_to(code):
            raise ImportError(path)
        return find(path)

    sys.path_hooks.insert(0, hook)
    for path in [one for one in sys.path_importer_cache if Path(one).is_relative_to(code)]:
        del sys.path_importer_cache[path]
