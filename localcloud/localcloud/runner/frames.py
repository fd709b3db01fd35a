"""Frames between the runner and a function's process: a JSON head and a body of bytes.

Both ends are ours, so the form is private: two unsigned 32-bit lengths, the head, the body.
Standard output is not used for it, because that is the function's log.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct(">II")


def send_frame(channel: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one frame; OSError when the other end is gone."""
    text = json.dumps(head).encode()
    channel.sendall(_LENGTHS.pack(len(text), len(body)) + text + body)


def receive_frame(channel: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, None at the end; TimeoutError by the channel's time-out."""
    lengths = _exactly(channel, _LENGTHS.size)
    if lengths is None:
        return None
    head_size, body_size = _LENGTHS.unpack(lengths)
    head = _exactly(channel, head_size)
    body = _exactly(channel, body_size)
    if head is None or body is None:
        return None
    return json.loads(head), body


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
