"""A visitor of an edge who looks at everything and trusts nothing."""

from __future__ import annotations

import hashlib
import socket
import ssl
from typing import Any

LIMIT = 20.0


def served_chain(obj: Any) -> list[bytes]:
    """DER, leaf first, as it was sent; public from Python 3.13 on."""
    public = getattr(obj, "get_unverified_chain", None)
    if public is not None:
        return list(public() or ())
    return [c.public_bytes(2) for c in obj._sslobj.get_unverified_chain() or ()]


def look(address: str, port: int, name: str | None, timeout: float = LIMIT) -> list[bytes]:
    """The chain shown to a client that asks for `name`. ssl.SSLError, OSError as they come."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with (
        socket.create_connection((address, port), timeout) as sock,
        context.wrap_socket(sock, server_hostname=name) as tls,
    ):
        return served_chain(tls)


def leaf(address: str, port: int, name: str | None) -> str:
    """SHA-256 of the leaf shown."""
    return hashlib.sha256(look(address, port, name)[0]).hexdigest()
