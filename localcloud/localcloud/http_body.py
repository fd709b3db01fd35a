"""The body of a request, as HTTP frames it (RFC 9112 §6 and §7.1)."""

from __future__ import annotations

import re
from email.message import Message
from io import BufferedIOBase

from localcloud.reading import whole

MAX_BODY = 64 * 1024 * 1024
_LONGEST_LINE = 8192
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")


class BadBodyError(Exception):
    """The body is not framed as HTTP frames bodies, or is too long: the status to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def read_body(stream: BufferedIOBase, headers: Message) -> bytes:
    """By its length or by its chunks; two ways that may differ are refused. BadBodyError.

    oss2 sends an empty object in chunks.
    """
    lengths = {value.strip() for value in headers.get_all("content-length", ["0"])}
    coding = headers.get("transfer-encoding")
    if coding is not None:
        if coding.strip().lower() != "chunked":
            raise BadBodyError(501)
        if "content-length" in headers:
            raise BadBodyError(400)
        return _read_chunks(stream)
    length = whole(lengths.pop())
    if length is None or lengths:
        raise BadBodyError(400)
    return _exactly(stream, length, 0)


def _read_chunks(stream: BufferedIOBase) -> bytes:
    body = bytearray()
    while size := _chunk_size(stream.readline(_LONGEST_LINE)):
        body += _exactly(stream, size, len(body))
        if stream.readline(_LONGEST_LINE).strip():
            raise BadBodyError(400)
    while stream.readline(_LONGEST_LINE).strip():
        pass  # trailer fields
    return bytes(body)


def _chunk_size(line: bytes) -> int:
    size = line.partition(b";")[0].strip()
    if not _CHUNK_SIZE.fullmatch(size):
        raise BadBodyError(400)
    return int(size, 16)


def _exactly(stream: BufferedIOBase, size: int, before: int) -> bytes:
    if before + size > MAX_BODY:
        raise BadBodyError(413)
    found = stream.read(size)
    if len(found) < size:  # the client hung up in the middle
        raise BadBodyError(400)
    return found
