"""Where code of a function that brings no bytecode is compiled to: a folder of the local cloud.

Packages of the environment have their own; an instance that compiled these anew would take three
times as long to start.
"""

from __future__ import annotations

import sys
import threading
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
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import PathEntryFinder

_prefix: str | None = None
_ONE_AT_A_TIME = threading.Lock()


class KeptApart(SourceFileLoader):
    """A module of the function's own code, compiled below `keep_below`'s folder.

    What was compiled counts as long as the source is the same, not its time: a builder of folders
    that are the same byte for byte gives all files one.
    """

    def get_code(self, fullname: str) -> CodeType | None:
        """See importlib.abc.SourceLoader. Nothing is imported while the lock is held."""
        with _ONE_AT_A_TIME:
            sys.pycache_prefix = _prefix
            try:
                return super().get_code(fullname)
            finally:
                sys.pycache_prefix = None

    def path_stats(self, path: str) -> Mapping[str, float]:
        """See importlib.abc.SourceLoader."""
        source = self.get_data(path)
        return {"mtime": zlib.crc32(source), "size": len(source)}


def loader_of(name: str, path: Path) -> KeptApart | None:
    """None for the usual one."""
    return KeptApart(name, str(path)) if _prefix else None


def keep_below(folder: str, code: str) -> None:
    """From now on, of what is imported from the folder `code`. folder: "" for nowhere."""
    global _prefix  # noqa: PLW0603 - as the importing of a process is one for all
    if not folder:
        return
    _prefix = folder
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
