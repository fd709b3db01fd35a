"""Content encodings of the edges: gzip, and a brotli stream that compresses nothing."""

from __future__ import annotations

import gzip

_BROTLI_BLOCK = 1 << 16


def encoded(body: bytes, encoding: str) -> bytes:
    """encoding: `gzip` or `br`."""
    return gzip.compress(body, mtime=0) if encoding == "gzip" else _brotli(body)


def preferred(accepted: str, offered: tuple[str, ...]) -> str:
    """The first of `offered` that the Accept-Encoding header takes (RFC 9110 §12.5.3), or ""."""
    taken = set()
    for element in accepted.split(","):
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        if not any(p.replace(" ", "").rstrip("0.") == "q=" for p in parameters):
            taken.add(name)
    return next((one for one in offered if one in taken or "*" in taken), "")


def _brotli(body: bytes) -> bytes:
    """RFC 7932 §9.2: window of 16 bits, meta-blocks that are uncompressed, an empty last one."""
    made = bytearray()
    shift = 1  # the bit of the window size, before the first block alone
    for start in range(0, len(body), _BROTLI_BLOCK):
        block = body[start : start + _BROTLI_BLOCK]
        # ISLAST 0, MNIBBLES 0 (four), MLEN - 1, ISUNCOMPRESSED 1
        header = (len(block) - 1) << 3 | 1 << 19
        made += (header << shift).to_bytes(3, "little") + block
        shift = 0
    return bytes(made) + (b"\x03" if made else b"\x06")
