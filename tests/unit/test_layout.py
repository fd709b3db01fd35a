"""How the library is laid out: folders that one can survey, and names that say what is inside."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "shared" / "certbind"
MOST_MODULES = 12

JUNK = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "base"}
SOURCES = ("shared", "functions", "localcloud", "scripts", "demo", "benchmarks", "tests")


def too_full(folder: Path) -> set[str]:
    """Folders below it, and how they are called from there."""
    modules = (path for path in folder.rglob("*.py") if path.name != "__init__.py")
    counts = Counter(path.parent.relative_to(folder).as_posix() for path in modules)
    return {name for name, count in counts.items() if count > MOST_MODULES and name != "."}


def junk(folder: Path) -> list[str]:
    """Modules and packages whose name says nothing."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if JUNK & {path.stem, *path.relative_to(folder).parts[:-1]}
    )


def test_no_folder_of_the_library_is_too_full_to_be_surveyed() -> None:
    assert too_full(LIBRARY) == set()


@pytest.mark.parametrize("folder", SOURCES)
def test_no_module_is_called_by_a_name_that_says_nothing(folder: str) -> None:
    assert junk(ROOT / folder) == []


def test_a_folder_with_one_too_many_and_a_helper_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for number in range(MOST_MODULES):
        (tmp_path / "room" / f"module_{number}.py").touch()
    assert too_full(tmp_path) == set()
    (tmp_path / "room" / "helpers.py").touch()
    assert too_full(tmp_path) == {"room"}
    assert junk(tmp_path) == [os.path.join("room", "helpers.py")]  # noqa: PTH118
