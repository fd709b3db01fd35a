"""Numbers, dates, JSON and XML as strangers write them: what cannot be read is None."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

MOST_LEVELS = 50
"""No document that any of the services takes has ten."""
_DIGITS = re.compile(r"[0-9]{1,18}")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def whole(text: str) -> int | None:
    """Up to eighteen ASCII digits. `str.isdigit` takes `²`, which `int` does not, and `int` takes
    signs, spaces, underscores and the digits of every script, which no service does.
    """
    return int(text) if _DIGITS.fullmatch(text) else None


def http_date(text: str) -> datetime | None:
    """RFC 9110 §5.6.7, in UTC; without a zone it is UTC."""
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc)
    # OverflowError: a zone or a year beyond all calendars.
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def json_document(text: str) -> Any:
    """What the text says; None also for half of a surrogate pair, which is no character and which
    neither an answer nor a file can hold, and for what is nested beyond MOST_LEVELS: whoever
    reads, shows or keeps it goes a call deep for each level.
    """
    try:
        document = json.loads(text)
        if not _is_shallow(document):
            return None
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return document


def _is_shallow(document: Any) -> bool:
    level = [document]
    for _ in range(MOST_LEVELS + 1):
        level = [child for each in level for child in _children(each)]
        if not level:
            return True
    return False


def _children(element: Any) -> Iterable[Any]:
    if isinstance(element, dict):
        return element.values()
    return element if isinstance(element, list) else ()


def for_xml(text: str) -> str:
    """What a stranger sent, for an answer that repeats it: U+FFFD for each character that no
    document can hold (XML 1.0 §2.2).
    """
    return _NOT_IN_XML.sub("\ufffd", text)


class _WithoutDoctype(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise ValueError("no entities are needed here, and none are expanded")


def xml(body: bytes) -> ET.Element | None:
    """The root of a document without DOCTYPE, in whichever encoding it says."""
    parser = ET.XMLParser(target=_WithoutDoctype())  # noqa: S314 - no entities without a DOCTYPE
    try:
        parser.feed(body)
        root: ET.Element = parser.close()
    # LookupError, ValueError: an encoding that there is not, or that is not for XML.
    except (ET.ParseError, LookupError, ValueError):
        return None
    return root
