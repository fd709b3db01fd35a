"""One TLS conversation with one address, over a socket that never blocks."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import ssl
from contextlib import suppress
from typing import Any, cast

from certbind.adapters.edge.handshakes.hello import Hearing
from certbind.adapters.edge.handshakes.loop import Until, Waiting

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_UNDER_WAY = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR})
_CHUNK = 16384  # a record of TLS, and what most servers say at once
_DER = 2  # _ssl.ENCODING_DER


class Conversation:
    """Every wait is yielded to the loop, and every error raised as OSError (SSLError is one)."""

    def __init__(self, context: ssl.SSLContext, place: tuple[str, int], name: str) -> None:
        """name: sent as SNI; none is for "". Raises OSError where no socket is to be had."""
        self._place = place
        family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        self._plain = socket.socket(family, socket.SOCK_STREAM)
        self._plain.setblocking(False)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._unsent = b""
        hostname = name.encode("ascii") or None
        self.tls = cast(Hearing, context.wrap_bio(self._in, self._out, server_hostname=hostname))

    def close(self) -> None:
        """At once: a farewell would be one more wait."""
        self._plain.close()

    def connect(self, end: float) -> Waiting[None]:
        """With our hello on its way, where the line stands at once, as on loopback. Raises
        OSError; TimeoutError at the end.
        """
        code = self._plain.connect_ex(self._place)
        if code not in _UNDER_WAY:
            raise OSError(code, os.strerror(code))
        with suppress(ssl.SSLWantReadError):
            self.tls.do_handshake()
        self._unsent = self._out.read()
        try:
            self._unsent = self._unsent[self._plain.send(self._unsent) :]
        except (BlockingIOError, BrokenPipeError):
            yield Until(self._plain, _WRITE, end)
            code = self._plain.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code)) from None

    def shake_hands(self, end: float) -> Waiting[None]:
        """Step by step against one end, whatever comes between: a peer that drips would outlast a
        limit for each read.
        """
        while True:
            yield from self._send(end)
            yield from self._receive(end)
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                self._say_what_is_left()
                raise
            yield from self._send(end)
            return

    def read_on(self, end: float) -> Waiting[None]:
        """Fall silent for good (the end of our stream, which asks nothing of a server), and hear
        what is said then.
        """
        self._plain.shutdown(socket.SHUT_WR)
        while True:
            try:
                self.tls.read(1)
            except ssl.SSLWantReadError:
                yield from self._receive(end)
            else:
                return

    def _send(self, end: float) -> Waiting[None]:
        data, self._unsent = self._unsent + self._out.read(), b""
        while data:
            try:
                data = data[self._plain.send(data) :]
            except BlockingIOError:
                yield Until(self._plain, _WRITE, end)

    def _receive(self, end: float) -> Waiting[None]:
        yield Until(self._plain, _READ, end)
        try:
            data = self._plain.recv(_CHUNK)
        except BlockingIOError:
            return
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()

    def _say_what_is_left(self) -> None:
        """Our alert, where it can still be sent."""
        data = self._out.read()
        if data:
            with suppress(OSError):
                self._plain.send(data)


def served_chain(tls: Any) -> tuple[bytes, ...]:
    """What the peer sent, DER, leaf first, of an SSLSocket or SSLObject after its handshake.

    Public from Python 3.13 on; before, the same method of the object beneath.
    """
    public = getattr(tls, "get_unverified_chain", None)
    if public is not None:
        return tuple(public() or ())
    chain = tls._sslobj.get_unverified_chain()  # noqa: SLF001 - see above
    return tuple(certificate.public_bytes(_DER) for certificate in chain or ())
