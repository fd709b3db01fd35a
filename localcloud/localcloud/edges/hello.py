"""What a client begins with, and the name that it asks for, read before it is answered."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time

_HANDSHAKE = b"\x16"
_RECORD_HEADER = 5
_LONGEST_RECORD = _RECORD_HEADER + 2**14
_POLL = 0.01


def speaks_tls(sock: socket.socket, timeout: float) -> bool:
    """Whether the first byte, left unread, is that of a handshake; also where the client leaves
    without a word. TimeoutError when nothing comes within `timeout` real seconds.
    """
    sock.settimeout(timeout)
    return sock.recv(1, socket.MSG_PEEK) in (b"", _HANDSHAKE)


def peek_server_name(sock: socket.socket, timeout: float) -> str | None:
    """The SNI of a ClientHello that is left unread (RFC 6066 §3); None when there is none, or
    what comes is no hello. TimeoutError when it does not come within `timeout` real seconds.
    """
    hello = _peek_record(sock, time.monotonic() + timeout)
    found: list[str] = []

    def notice(_sock: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> int:
        found.append(name or "")
        return int(ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED  # an old hello has a name as well
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.sni_callback = notice  # type: ignore[assignment,unused-ignore]
    incoming = ssl.MemoryBIO()
    incoming.write(hello)
    with contextlib.suppress(ssl.SSLError):  # it always ends so: the callback refuses every name
        context.wrap_bio(incoming, ssl.MemoryBIO(), server_side=True).do_handshake()
    return found[0] or None if found else None


def _peek_record(sock: socket.socket, deadline: float) -> bytes:
    while True:
        sock.settimeout(max(deadline - time.monotonic(), _POLL))
        data = sock.recv(_LONGEST_RECORD, socket.MSG_PEEK)
        wanted = _RECORD_HEADER + int.from_bytes(data[3:_RECORD_HEADER], "big")
        if not data.startswith(_HANDSHAKE) or len(data) >= wanted > _RECORD_HEADER:
            return data[:wanted]
        if time.monotonic() > deadline:
            raise TimeoutError("no whole hello")
        time.sleep(_POLL)  # a peek returns at once while part of the record is there
