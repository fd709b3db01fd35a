"""TLS over memory, for the edge whose handshake comes a byte at a time."""

from __future__ import annotations

import socket
import ssl
import threading

_CHUNK = 16384


def drip_handshake(
    sock: socket.socket, context: ssl.SSLContext, closing: threading.Event, pause: float = 0.05
) -> None:
    """Shake hands, a byte every `pause` real seconds, then close. Ends early when `closing` is
    set; OSError (ssl.SSLError too) when the client gives up.
    """
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)
    done = False
    while not done:
        try:
            tls.do_handshake()
            done = True
        except ssl.SSLWantReadError:
            pass
        for byte in outgoing.read():
            if closing.wait(pause):
                return
            sock.sendall(bytes((byte,)))
        if not done:
            data = sock.recv(_CHUNK)
            if not data:
                return
            incoming.write(data)
