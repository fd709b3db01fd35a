"""Whatever the code says to people in a whole sentence, the catalogue has in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import certbind
from certbind.domain.words.sentences import is_said

LIBRARY = Path(certbind.__file__).parent
PLACES = ("cli", "usecases", "adapters", "config", "domain", "errors.py", "envelopes.py")
NOT_SAID = ("domain/words", "domain/deployment/permissions.py", "config/table.py")
"""The catalogue; what roles and settings are for, which docs list."""
NAME = "7"
WORD = re.compile(r"\b[a-z]{2,}\b")


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts with their line, whole; what is filled in is a NAME. No docstrings."""
    inner = {
        id(value)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for value in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            inner.add(id(node.value))
        elif isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in inner:
            yield node.lineno, _text(node)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else NAME for one in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_sentence(text: str) -> bool:
    """What begins with a name goes on a sentence that was begun elsewhere."""
    return (
        bool(re.match(r"[A-Z`]", text))
        and not text.startswith(NAME)
        and text[-1:] in {".", "?"}
        and len(WORD.findall(text)) > 2
    )


def files() -> Iterator[Path]:
    for place in PLACES:
        found = LIBRARY / place
        for path in sorted(found.rglob("*.py")) if found.is_dir() else (found,):
            if not str(path.relative_to(LIBRARY)).startswith(NOT_SAID):
                yield path


def test_every_sentence_of_the_code_is_in_the_catalogue() -> None:
    """Whoever writes a new one adds its Chinese to a room of domain/words/sentences/."""
    missing = [
        f"{path.relative_to(LIBRARY)}:{line}: {text}"
        for path in files()
        for line, text in texts(ast.parse(path.read_text("utf-8")))
        if is_sentence(text) and not is_said(text)
    ]
    assert missing == []


def test_a_sentence_is_told_from_a_fragment() -> None:
    tree = ast.parse(
        'def f(a):\n    """No text of ours at all."""\n    return f"It {a} went on."\n'
    )
    assert [*texts(tree)] == [(3, "It 7 went on.")]
    assert is_sentence("It 7 went on well.")
    assert not is_sentence("7 went on well to the end.")
    assert not is_sentence("and went on to the end.")
