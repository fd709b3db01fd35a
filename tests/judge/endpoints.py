"""One endpoint on loopback for each case: Python's ssl, `openssl s_server`, or a script."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.judge.making import pem_of

HOST = "127.0.0.1"
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
_ANY = "ALL:@SECLEVEL=0"


@dataclass(frozen=True)
class Serving:
    """How an endpoint shakes hands. Whatever `openssl` alone can do goes by its arguments.

    client: "", "asked" or "required". script: a name in SCRIPTS, which needs no certificate.
    """

    minimum: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2
    maximum: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
    ciphers: str = _ANY
    client: str = ""
    openssl: tuple[str, ...] = ()
    script: str = ""


@contextmanager
def serving(how: Serving, chain: list[bytes], key: Any, folder: Path) -> Iterator[int]:
    """Yields the port."""
    if how.script:
        with _listening(SCRIPTS[how.script]) as port:
            yield port
        return
    file = folder / "endpoint.pem"
    file.write_text("".join([_private(key), *map(pem_of, chain)]), encoding="ascii")
    above = folder / "above.pem"
    above.unlink(missing_ok=True)
    if chain[1:]:
        above.write_text("".join(map(pem_of, chain[1:])), encoding="ascii")
    with _s_server(how, file, above) if how.openssl else _python(how, file) as port:
        yield port


def _private(key: Any) -> str:
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "ascii")


@contextmanager
def _python(how: Serving, file: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(how.ciphers)
    try:
        context.load_cert_chain(file)
    except ssl.SSLError as error:
        raise NotServedError(str(error)) from error
    context.minimum_version, context.maximum_version = how.minimum, how.maximum
    if how.client:
        context.verify_mode = ssl.CERT_REQUIRED if how.client == "required" else ssl.CERT_OPTIONAL
        context.load_verify_locations(cadata=_first_certificate(file))

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(
            connection, server_side=True, do_handshake_on_connect=False
        ) as secured:
            try:
                secured.do_handshake()
                if secured.recv(65536):
                    secured.sendall(_PAGE)
            except (
                ssl.SSLError
            ):  # an alert that is sent at once is lost when unread bytes are left
                while socket.socket.recv(secured, 65536):
                    pass

    with _listening(answer) as port:
        yield port


def _first_certificate(file: Path) -> str:
    found: list[str] = re.findall(
        r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----",
        file.read_text(encoding="ascii"),
        flags=re.DOTALL,
    )
    return found[0]


@contextmanager
def _s_server(how: Serving, file: Path, above: Path) -> Iterator[int]:
    command = [
        "openssl", "s_server", "-accept", f"{HOST}:0", "-www", "-cert", str(file),
        *(("-cert_chain", str(above)) if above.exists() else ()), "-key", str(file),
        "-no-CAfile", "-no-CApath", "-no-CAstore",
        *how.openssl,
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                found = re.match(r"ACCEPT \S+:(\d+)", line)
                if found:
                    break
            else:
                raise NotServedError(f"openssl s_server does not start: {how.openssl}")
            yield int(found[1])
        finally:
            process.kill()


Script = Callable[[socket.socket], None]


class NotServedError(Exception):
    """Two changes that no server takes together, such as a cipher and a key of another kind."""


@contextmanager
def _listening(script: Script) -> Iterator[int]:
    """Each connection in its own thread: browsers open more than one."""
    server = socket.create_server((HOST, 0), backlog=16)
    threads: list[threading.Thread] = []

    def handle(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            script(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                thread = threading.Thread(target=handle, args=(connection,), daemon=True)
                thread.start()
                threads.append(thread)

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server.getsockname()[1]
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        acceptor.join(1)


class Issuers:
    """Hands out a CA's certificate over http, as caIssuers of a leaf says (RFC 5280, 4.2.2.1)."""

    def __init__(self) -> None:
        self.port = 0
        self._der = b""

    def hold(self, der: bytes) -> None:
        """Hand out this one from now on."""
        self._der = der

    def answer(self, connection: socket.socket) -> None:
        """Whatever is asked."""
        connection.recv(65536)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self._der)}\r\n"
        kind = "Content-Type: application/pkix-cert\r\nConnection: close\r\n\r\n"
        connection.sendall((head + kind).encode() + self._der)


@contextmanager
def issuing() -> Iterator[Issuers]:
    """One for all cases."""
    issuers = Issuers()
    with _listening(issuers.answer) as port:
        issuers.port = port
        yield issuers


def _alert(number: int, level: int = 2) -> Script:
    def script(connection: socket.socket) -> None:
        connection.recv(16384)
        connection.sendall(bytes([21, 3, 3, 0, 2, level, number]))

    return script


def _saying(data: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        connection.recv(16384)
        connection.sendall(data)

    return script


def _reset(connection: socket.socket) -> None:
    connection.recv(16384)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _leave(connection: socket.socket) -> None:
    connection.recv(16384)


SCRIPTS: dict[str, Script] = {
    **{f"alert-{number}": _alert(number) for number in (
        10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 90, 109, 110, 112,
        113, 116, 120,
    )},
    "warning-112-and-leave": _alert(112, 1),
    "http": _saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "ssh": _saying(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "smtp": _saying(b"220 mail.example.com ESMTP\r\n"),
    "zeros": _saying(bytes(64)),
    "tls-record-of-nothing": _saying(bytes([22, 3, 3, 0, 0])),
    "broken-server-hello": _saying(bytes([22, 3, 3, 0, 4, 2, 0, 0, 0])),
    "record-too-long": _saying(bytes([22, 3, 3, 0xFF, 0xFF]) + bytes(100)),
    "ssl3-alert": _saying(bytes([21, 3, 0, 0, 2, 2, 40])),
    "reset": _reset,
    "leave": _leave,
}  # fmt: skip
