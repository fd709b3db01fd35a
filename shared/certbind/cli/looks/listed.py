"""A list of hosts, one a line, as people keep it: read for `verify --file`."""

from __future__ import annotations

import codecs
import re
from urllib.parse import urlsplit

from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import InvalidNameError, parse_host
from certbind.domain.trust.observation import Endpoint
from certbind.values import dataclass

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COMMENT = re.compile(r"(?:^|\s)#.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that names no host: its number, from 1, and why. What it holds is not repeated."""

    number: int
    problem: str

    def to_json(self) -> dict[str, object]:
        """For `--json` output."""
        return {"line": self.number, "problem": self.problem}


@dataclass(frozen=True, slots=True)
class Listed:
    """Each endpoint once, in the order of the lines; doubled: how many lines said one again."""

    endpoints: tuple[Endpoint, ...]
    bad: tuple[BadLine, ...]
    doubled: int


def read_list(data: bytes, port: int) -> Listed:
    """Empty lines and what follows a `#` are passed over. port: where a line names none."""
    found: dict[Endpoint, None] = {}
    bad: list[BadLine] = []
    lines = 0
    for number, line in enumerate(_lines(data), 1):
        try:
            text = _COMMENT.sub("", _decoded(line)).strip()
            if not text:
                continue
            found[_endpoint(text, port)] = None
            lines += 1
        except InvalidNameError as error:
            bad.append(BadLine(number, str(error)))
    return Listed(tuple(found), tuple(bad), lines - len(found))


def _lines(data: bytes) -> list[bytes]:
    """Of UTF-8 with or without its mark, or UTF-16 with one."""
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8).splitlines()


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise InvalidNameError("it is not in UTF-8: save the file as UTF-8") from None


def _endpoint(text: str, port: int) -> Endpoint:
    """A name or an address, alone, with a port, or as a pasted URL."""
    if any(map(str.isspace, text)):
        raise InvalidNameError("it holds more than one word: one host a line is read")
    if _is_bare(text):
        return Endpoint(parse_host(text), port)
    host, named = _of_url(text if "://" in text else f"//{text}")
    return Endpoint(host, port if named is None else named)


def _is_bare(text: str) -> bool:
    """Whether it is neither a URL nor has a port."""
    if "/" in text:
        return False
    if text.startswith("["):
        return text.endswith("]")
    return text.count(":") != 1


def _of_url(text: str) -> tuple[Domain, int | None]:
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError as error:
        raise InvalidNameError(
            "it is no address of a page, or names a port that is none"
        ) from error
    if not host:
        raise InvalidNameError("it names no host")
    if port == 0:
        raise InvalidNameError("it names a port that is none")
    return parse_host(host), None if (url.scheme, port) == ("http", 80) else port
