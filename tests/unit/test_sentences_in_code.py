"""Whatever the code says to people in a whole sentence, the catalogue has in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import certbind
from certbind.domain.words.sentences import is_said, said

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


PARTICULARS = {"Finding", "Fault", "Cause", "Want"}
"""Made of a reason and what it is in this case; so are errors that people get to see."""
PROGRAMMERS = {"TypeError", "ValueError", "UnexpectedFactError"}
IN_PIECES = {
    "7 has not ended yet",
    "7 has 7 of 7 additional certificates7",
    "7keep: there would be no way back",
    "7: 7, and it is left so",
    "7; desktop Chrome fetches it from the address in 7, phones, curl and programs do not",
    "7, and 7 are there",
    "7, which are handled at once.",
    "7; it takes no writes",
    "7 is encrypted, 7.",
    "7 For example: --passphrase-fd 3 3<FILE.",
    "7 The option is --hsts-days.",
    "Among 7, 7 the id 7.",
}
"""Their first words are made before: `WHOLE` has them."""
WHOLE = (
    "store.jks is encrypted, and no passphrase was given.",
    (
        "--passphrase-fd 3: nothing can be read from this descriptor. "
        "For example: --passphrase-fd 3 3<FILE."
    ),
    "hsts and hsts_days (1 to 730) go together. The option is --hsts-days.",
    "Among 5, no letter has the id 3F1A.",
    "Among 5, 2 letters begin with the id 3F1A.",
    "its job 8812 has not ended yet",
    "a job of before has not ended yet",
    "alb-1 has 10 of 10 additional certificates; none of them is over",
    "alb-1 has 10 of 10 additional certificates; these are over: 1-cn-hangzhou, 2-cn-hangzhou",
    (
        "policy holds what looks like a secret, which the ledger does not keep: there would be no "
        "way back"
    ),
    "brotli: a person undid it, and it is left so",
    "https_force: another hand set it since certbind did, and it is left so",
    (
        "R, which signed I, is neither served nor a root that browsers trust; desktop Chrome "
        "fetches it from the address in I, phones, curl and programs do not"
    ),
    "R allows 0 CAs below it, and 1 are there",
    "The array of 70 holds more messages than 64, which are handled at once.",
    "1-cn-hangzhou is taken off: visitors were seen to get 2-cn-hangzhou; it takes no writes",
)


TOLD_BY = {"unreadable", "_unreadable", "_refuse"}
"""Methods that make an error of what an answer lacked."""


def particulars(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if name in PARTICULARS | TOLD_BY or (name.endswith("Error") and name not in PROGRAMMERS):
            given = (*node.args, *(one.value for one in node.keywords))
            yield from ((one.lineno, _text(one)) for one in given)


def test_what_errors_and_findings_say_is_in_the_catalogue() -> None:
    missing = [
        f"{path.relative_to(LIBRARY)}:{line}: {text}"
        for path in files()
        for line, text in particulars(ast.parse(path.read_text("utf-8")))
        if len(WORD.findall(text)) > 1 and text not in IN_PIECES and not is_said(text)
    ]
    assert missing == []


def test_what_is_made_in_pieces_is_in_the_catalogue_as_a_whole() -> None:
    assert [text for text in WHOLE if re.search(r"[a-z]{2,} [a-z]{2,}", said(text, "zh"))] == []
    ends = [piece.rpartition("7")[2] for piece in IN_PIECES]
    assert [end for end in ends if not any(end in text for text in WHOLE)] == []


def test_what_a_product_says_of_a_target_that_is_off_is_said_behind_the_target() -> None:
    """`sight.offline` puts the two together; the catalogue had the words alone."""
    found = {
        text
        for path in sorted((LIBRARY / "adapters").rglob("reading.py"))
        for _, text in texts(ast.parse(path.read_text("utf-8")))
        if re.match(r"(is|has|lies|failed) [a-z]", text)
    }
    assert len(found) >= 10
    for target in ("OSS bucket assets / www.shop.example", "CDN www.shop.example"):
        left = [text for text in sorted(found) if text[:8] in said(f"{target} {text}", "zh")]
        assert left == []
