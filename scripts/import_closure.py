"""Which modules of the library the functions can reach, by what their code imports.

A module that is named in text counts as imported: the registry of products does so.

Imports inside functions count, for that is how a factory imports what it wires; imports that only
a type checker sees do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = "certbind"


def reachable(library: Path, entries: Iterable[Path]) -> set[Path]:
    """Every file below `library` that the entries need, packages' `__init__.py` included."""
    found: set[Path] = set()
    known: set[str] = set()
    waiting = list(entries)
    while waiting:
        names = _imported(waiting.pop().read_text(encoding="utf-8"))
        for name in names - known:
            new = set(_files_of(library, name)) - found
            found |= new
            waiting.extend(new)
        known |= names
    return found


def _files_of(library: Path, name: str) -> Iterator[Path]:
    """The files of a dotted name: each package on the way, and the module itself."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        place = library.joinpath(*parts[:end])
        if (place / "__init__.py").is_file():
            yield place / "__init__.py"
        elif place.with_suffix(".py").is_file():
            yield place.with_suffix(".py")


@cache
def _imported(source: str) -> frozenset[str]:
    """Dotted names of the library in a module's text. Tests ask for the same texts many times."""
    return frozenset(_names_in(source))


def _names_in(source: str) -> Iterator[str]:
    """`from a import b` may mean the module a.b."""
    names_modules = any(f"{quote}{PACKAGE}." in source for quote in "'\"")
    for node in _runtime_nodes(ast.parse(source), with_values=names_modules):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith(PACKAGE))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            yield str(node.module)
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Constant) and _is_module(node.value):
            yield str(node.value)


def _is_module(value: object) -> bool:
    return isinstance(value, str) and value.startswith(f"{PACKAGE}.") and " " not in value


def _runtime_nodes(tree: ast.AST, *, with_values: bool) -> Iterator[ast.AST]:
    """with_values: else without expressions, most of all, in which nothing is imported."""
    waiting = [tree]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if isinstance(child, ast.expr) and not with_values:
                continue
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            yield child
            waiting.append(child)
