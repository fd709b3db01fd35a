"""HTTP on loopback: raw requests in, responses out, one thread a connection.

The request target is kept as it was sent, because signatures cover it byte for byte.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import ClassVar
from urllib.parse import parse_qsl

LOG = logging.getLogger(__name__)
MAX_BODY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came over the wire. `target` is path and query, undecoded."""

    method: str
    target: str
    headers: Message
    body: bytes
    port: int
    """The port that it came in on: one server may listen on several (region, network)."""
    remote: str = "127.0.0.1"

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The raw query, without `?`."""
        return self.target.partition("?")[2]

    def query_pairs(self) -> list[tuple[str, str]]:
        """Decoded query parameters; blank values are kept (`?cname=` and `?cname` alike)."""
        return parse_qsl(self.query, keep_blank_values=True)

    def form_pairs(self) -> list[tuple[str, str]]:
        """Decoded form parameters; empty for another content type."""
        if "x-www-form-urlencoded" not in (self.headers.get("content-type") or ""):
            return []
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. Content-Length and Date are added."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class DropConnection(Exception):  # noqa: N818 - an instruction, not an error
    """Close the connection without an answer; with `reset` by RST."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("drop")
        self.reset = reset


App = Callable[[Request], Response]


class Endpoint:
    """A server on one loopback port that hands every request to `app`."""

    def __init__(self, name: str, app: App, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind now, so that the port is known; nothing is answered before `start`."""
        self.name = name
        self._host = host

        class Handler(_Handler):
            pass

        Handler.app = staticmethod(app)
        self._server = _Server((host, port), Handler)
        Handler.port = self.port
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port bound."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://{self._host}:{self.port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name=f"http-{self.name}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop accepting and close; requests under way are cut off."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(timeout=5)
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A client that hung up is no news; anything else is a fault of ours, with its trace."""
        LOG.debug("connection failed", exc_info=True)  # noqa: LOG014 - called while the exception is handled


def _read_body(stream: BufferedIOBase, headers: Message) -> bytes | None:
    """The body by its length or by its chunks (RFC 9112 §7.1); None when it is over MAX_BODY.

    oss2 sends an empty object in chunks.
    """
    if "chunked" not in (headers.get("transfer-encoding") or "").lower():
        length = int(headers.get("content-length") or 0)
        return None if length > MAX_BODY else stream.read(length)
    body = bytearray()
    while size := int(stream.readline().partition(b";")[0], 16):
        if len(body) + size > MAX_BODY:
            return None
        body += stream.read(size)
        stream.readline()
    while stream.readline().strip():
        pass  # trailer fields
    return bytes(body)


class _Handler(BaseHTTPRequestHandler):
    """One connection; the subclass that an Endpoint makes knows its app."""

    app: ClassVar[App]
    port: ClassVar[int]
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for head and body: two small ones meet delayed ACK
    disable_nagle_algorithm = True
    timeout = 120

    def _serve(self) -> None:
        body = _read_body(self.rfile, self.headers)
        if body is None:
            self.send_error(413)
            self.close_connection = True
            return
        remote = str(self.client_address[0])
        request = Request(self.command, self.path, self.headers, body, self.port, remote)
        try:
            self._answer(type(self).app(request))
        except DropConnection as drop:
            self._drop(reset=drop.reset)
        except Exception:
            LOG.exception("%s %s: fault in the local cloud", self.command, request.path)
            self._answer(Response(500, b"fault in the local cloud, see its log"))

    def _answer(self, response: Response) -> None:
        self.send_response_only(response.status)
        headers = {
            "Server": "localcloud",
            "Date": self.date_time_string(),
            "Content-Length": str(len(response.body)),
            **response.headers,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _drop(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815

    def log_message(self, *args: object) -> None:
        """The call log is the record."""
