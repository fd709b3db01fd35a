"""One listening address: accept here, everything else in a thread of the connection's own."""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
import time
from collections.abc import Callable

LOG = logging.getLogger(__name__)
_BACKLOG = 512
_JOIN = 5.0
_PAUSE = 0.1


class Listener:
    """Connections to `address:port` are handed to `serve`, each in a thread; OSError ends one.

    It can be shut and opened again on the same port (an edge that refuses connections).
    """

    def __init__(self, address: str, port: int, serve: Callable[[socket.socket], None]) -> None:
        """Bind now; OSError when the port is taken there."""
        self.address = address
        self._port = port
        self._serve = serve
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = self._bind()

    def start(self) -> None:
        """Accept from now on."""
        with self._lock:
            if self._socket is None:
                self._socket = self._bind()
            self._thread = threading.Thread(
                target=self._accept, args=(self._socket,), name=f"edge-{self.address}", daemon=True
            )
            self._thread.start()

    @property
    def listening(self) -> bool:
        """Whether a connection would be accepted."""
        return self._socket is not None and self._thread is not None

    def shut(self) -> None:
        """Stop listening: the next connection is refused; open ones live on."""
        with self._lock:
            sock, self._socket = self._socket, None
            thread, self._thread = self._thread, None
        if sock is not None:
            if thread is not None:
                sock.shutdown(socket.SHUT_RDWR)  # wakes `accept`, which closing would not
            sock.close()
        if thread is not None:
            thread.join(_JOIN)

    def stop(self) -> None:
        """Stop listening and cut off what is open."""
        self.shut()
        with self._lock:
            for sock in self._open:
                with contextlib.suppress(OSError):  # the client has hung up
                    sock.shutdown(socket.SHUT_RDWR)

    def _bind(self) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((self.address, self._port))
            sock.listen(_BACKLOG)
        except OSError:
            sock.close()
            raise
        return sock

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
                handle = self._registered(connection)
            except OSError as error:
                if self._socket is not listening:
                    return  # shut
                LOG.warning("%s cannot accept: %s", self.address, error)
                time.sleep(_PAUSE)  # out of files: they come back as connections end
                continue
            threading.Thread(target=self._handle, args=(connection, handle), daemon=True).start()

    def _registered(self, connection: socket.socket) -> socket.socket:
        """Before its thread begins: `stop` waits for who accepts, and cuts off what it knows of.

        A second handle, because TLS takes the first one over.
        """
        try:
            handle = connection.dup()
        except OSError:
            connection.close()
            raise
        with self._lock:
            self._open.add(handle)
        return handle

    def _handle(self, connection: socket.socket, handle: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve(connection)
        except (OSError, ValueError):
            # ssl.SSLError is an OSError: a client that hung up or disliked what it got.
            LOG.debug("connection to %s failed", self.address, exc_info=True)
        finally:
            with self._lock:
                self._open.discard(handle)
            connection.close()
            handle.close()


def reset(connection: socket.socket) -> None:
    """Close by RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
