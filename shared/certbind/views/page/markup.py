"""HTML built of elements, so that nothing of a name or a message can be read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from certbind.domain.words import Language, Text
from certbind.domain.words.labels import label
from certbind.views.harmless import harmless

Child = Element | str | None


def el(tag: str, attributes: dict[str, str] | None = None, *children: Child) -> Element:
    """An element; text is escaped when it is written out. Attributes are the page's own words."""
    made = Element(tag, attributes or {})
    for child in children:
        if isinstance(child, str):
            _add_text(made, harmless(child))
        elif child is not None:
            made.append(child)
    return made


def _add_text(to: Element, text: str) -> None:
    if len(to):
        to[-1].tail = (to[-1].tail or "") + text
    else:
        to.text = (to.text or "") + text


def say(text: Text) -> tuple[Child, ...]:
    """In both languages, of which the reader sees one; once where they are the same."""
    if text.en == text.zh:
        return tuple(prose(text.en))
    return (
        el("span", {"lang": "en"}, *prose(text.en)),
        el("span", {"lang": "zh-CN"}, *prose(text.zh)),
    )


def aside(english: str, chinese: str) -> tuple[Child, ...]:
    """In brackets behind what was said."""
    pair: tuple[tuple[Language, str], ...] = (("en", english), ("zh", chinese))
    return say(Text(*(label("explain.aside", language, text=text) for language, text in pair)))


def prose(text: str) -> Iterator[Child]:
    """The little Markdown of the catalogue: `code`, *a word*, [text](page); and ids, which no end
    of a line breaks.
    """
    at = 0
    for found in _MARKED.finditer(text):
        yield text[at : found.start()]
        code, word, link, whole = found.groups()
        if whole:
            yield el("span", {"class": "whole"}, whole)
        else:
            yield el("code", None, code or word) if code or word else link
        at = found.end()
    yield text[at:]


_MARKED = re.compile(
    r"`([^`]+)`|\*([\w ]+)\*|\[([^\]]+)]\([^)]*\)"
    r"|(\b\d+-(?:cn|ap)-[a-z0-9-]+\b|\b\d{4}-\d\d-\d\d\b)"
)


def html(node: Element) -> str:
    """One element with all that is in it."""
    return tostring(node, encoding="unicode", method="html")
