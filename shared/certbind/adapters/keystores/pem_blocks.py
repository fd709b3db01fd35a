"""PEM as it comes: in any order, decorated by text, bag attributes, CRLF, blanks and a byte order
mark (RFC 7468 allows text around blocks; the rest is what editors and mail do), and all on one
line, as variables and JSON keep it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from certbind.domain.trust.material.refusals import MaterialFileError
from certbind.values import dataclass

_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,40})-----")
_BLANKS = re.compile(rb"\s+")
_ESCAPED = re.compile(rb"(\\r)?\\n")
"""Written out; no base64 and no header has a backslash."""

_STARTS, _ENDS = re.compile(rb"[ \t]*[\r\n]"), re.compile(rb"[\r\n][ \t]*\Z")
_LONGEST_HEADER = 4096


@dataclass(frozen=True, slots=True)
class Block:
    """label: after BEGIN. text: the whole block with LF and without blanks at the lines' ends.

    on_one_line: BEGIN or END had no line of its own, which servers do not read.
    """

    label: str
    text: bytes
    place: str
    on_one_line: bool = False

    @property
    def is_encrypted(self) -> bool:
        """By the headers of RFC 1421."""
        return b"Proc-Type:" in self.text[:_LONGEST_HEADER]

    def der(self) -> bytes:
        """MaterialFileError where it is no base64."""
        body = b"".join(line for line in self.text.split(b"\n")[1:-1] if b":" not in line)
        try:
            return base64.b64decode(_BLANKS.sub(b"", body), validate=True)
        except binascii.Error:
            told = f"holds a block {self.label} that is not base64, or is damaged."
            raise MaterialFileError(told, subject=self.place) from None


def has_blocks(data: bytes) -> bool:
    """Whether anything in it looks like PEM."""
    return _BEGIN.search(data) is not None


def blocks(data: bytes, place: str) -> Iterator[Block]:
    """In the order of the file; MaterialFileError where one does not end."""
    position = 0
    while begin := _BEGIN.search(data, position):
        label = begin[1].decode("ascii")
        end_line = b"-----END " + begin[1] + b"-----"
        end = data.find(end_line, begin.end())
        other = _BEGIN.search(data, begin.end())
        if end < 0 or (other is not None and other.start() < end):
            told = f"holds a block {label} that does not end: the file was cut off, or edited."
            raise MaterialFileError(told, subject=place)
        position = end + len(end_line)
        body = data[begin.end() : end]
        lines = (begin[0], *_ESCAPED.sub(b"\n", body).splitlines(), end_line)
        text = b"\n".join(stripped for line in lines if (stripped := line.strip()))
        whole_lines = _STARTS.match(body) and _ENDS.search(body)
        yield Block(label, _with_headers_apart(text), place, on_one_line=not whole_lines)


def _with_headers_apart(text: bytes) -> bytes:
    """The blank line after headers, which OpenSSL insists on, is put back where it was."""
    if b"Proc-Type:" not in text[:_LONGEST_HEADER]:
        return text
    lines = text.split(b"\n")
    last = max(number for number, line in enumerate(lines) if b":" in line)
    return b"\n".join((*lines[: last + 1], b"", *lines[last + 1 :]))
