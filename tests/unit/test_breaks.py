"""Each break of a promise finds what it takes out, and leaves a module that can be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import certbind
from tests.breaks.table import BREAKS, Break

LIBRARY = Path(certbind.__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: f"{one.place}-{one.name}")
def test_its_line_is_there_once_and_without_it_the_module_is_one(one: Break) -> None:
    """Whether a test tells is `python -m tests.breaks`; here only that it would be asked."""
    text = (LIBRARY / one.file).read_text("utf-8")
    assert text.count(one.old) == 1
    ast.parse(text.replace(one.old, one.new))
    assert all((ROOT / path.partition("::")[0]).exists() for path in one.tests.split())
