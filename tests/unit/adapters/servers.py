"""Small servers that answer a connection in one scripted way."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.fakes.certificates import Issued

Script = Callable[[socket.socket], None]


@contextmanager
def listening(script: Script, host: str = "127.0.0.1") -> Iterator[int]:
    """Run the script for each connection, one after another, until the end; yields the port. What
    a client keeps open is cut at the end.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.create_server((host, 0), family=family)
    server.settimeout(0.05)
    stopping = threading.Event()
    open_now: list[socket.socket] = []

    def serve() -> None:
        while not stopping.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            open_now[:] = [connection]
            with connection, suppress(OSError):
                connection.settimeout(5)
                script(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        stopping.set()
        for connection in open_now:  # a client may keep it for a next call
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


def answer_http(connection: socket.socket, body: str, status: object = 200) -> None:
    """One answer of OSS, and no more on this connection."""
    data = body.encode()
    head = (
        f"HTTP/1.1 {status} X\r\nContent-Length: {len(data)}\r\nConnection: close\r\n"
        "x-oss-request-id: 65A\r\n\r\n"
    )
    connection.sendall(head.encode() + data)


def wait_for_farewell(connection: socket.socket) -> None:
    """Say nothing, until the client has left."""
    while connection.recv(65536):
        pass


def server_context(issued: Issued, folder: Path) -> ssl.SSLContext:
    """A server's context with this certificate, without those above it."""
    file = folder / "server.pem"
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key + issued.pem.encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def secured(context: ssl.SSLContext) -> Script:
    """Shake hands, wait for the client's farewell."""

    def script(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            wrapped.recv(1)

    return script
