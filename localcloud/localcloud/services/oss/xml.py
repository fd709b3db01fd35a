"""XML in and out, without namespaces, as OSS speaks it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree as ET

from localcloud import reading
from localcloud.services.oss import errors

Element = ET.Element


def node(tag: str, content: str | Iterable[Element] = "") -> Element:
    """An element with text or with children."""
    made = ET.Element(tag)
    if isinstance(content, str):
        made.text = content
    else:
        made.extend(content)
    return made


def document(root: Element) -> bytes:
    """The document, UTF-8, with its declaration."""
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def parse(body: bytes, root: str) -> Element:
    """The document's root; MalformedXML for anything else, a DTD included."""
    found = reading.xml(body)
    if found is None:
        raise errors.malformed_xml()
    if found.tag != root:
        raise errors.malformed_xml(f"{root} is expected.")
    return found


def text(parent: Element, path: str) -> str | None:
    """The text at a path, stripped; None when the element is absent, "" when it is empty."""
    found = parent.find(path)
    return None if found is None else (found.text or "").strip()


def boolean(parent: Element, path: str) -> bool | None:
    """`true`/`false` in any case (oss2 writes `True`); MalformedXML for another word."""
    word = text(parent, path)
    if word is None or word == "":
        return None
    if word.lower() not in ("true", "false"):
        raise errors.malformed_xml(f"{path} is neither true nor false.")
    return word.lower() == "true"


def encoded(name: str, encoding_type: str) -> str:
    """A name as `encoding-type=url` wants it, or as it is."""
    return quote(name, safe="") if encoding_type == "url" else name


def flag(value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"
