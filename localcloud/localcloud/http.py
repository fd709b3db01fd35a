"""HTTP or HTTPS on loopback: raw requests in, responses out, one thread a connection.

The request target is kept as it was sent, because signatures cover it byte for byte.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl

from localcloud.http_body import BadBodyError, read_body

LOG = logging.getLogger(__name__)
_JOIN = 5.0
_HANDSHAKE = 10.0
_CHUNK = 8192


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
    secure: bool | None = None
    """Whether a visitor asks for it by HTTPS; None for what came in at a port of an API."""

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
    """One answer. Date is added, and Content-Length where it is not `chunked`."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class DropConnection(Exception):  # noqa: N818 - an instruction, not an error
    """Close the connection without an answer; with `reset` by RST, with `silent` only when the
    client has, or the server stops.
    """

    def __init__(self, *, reset: bool = False, silent: bool = False) -> None:
        super().__init__("drop")
        self.reset = reset
        self.silent = silent


App = Callable[[Request], Response]


class Endpoint:
    """A server on one loopback port that hands every request to `app`."""

    def __init__(
        self,
        name: str,
        app: App,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Bind now, so that the port is known; nothing is answered before `start`. tls: HTTPS."""
        self.name = name
        self._host = host

        class Handler(_Handler):
            pass

        Handler.app = staticmethod(app)
        self._server = _Server((host, port), Handler, tls)
        Handler.port = self.port
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port bound."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, or `https://localhost:PORT`: the classic SDK sends no name of
        an address along, and Python refuses that.
        """
        if self._server.tls is not None:
            return f"https://localhost:{self.port}"
        return f"http://{self._host}:{self.port}"

    @property
    def connections(self) -> int:
        """How many clients opened so far."""
        return self._server.accepted

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name=f"http-{self.name}", daemon=True
        )
        self._thread.start()

    def hang_up(self) -> None:
        """Let go of every connection, as services do with those that are not used; those that
        call next may open others.
        """
        self._server.hang_up()

    def stop(self) -> None:
        """Stop accepting and close; a request under way has some seconds to be answered."""
        if self._thread is not None:
            with contextlib.suppress(OSError):  # wakes the thread that waits there at once
                self._server.socket.shutdown(socket.SHUT_RDWR)
            self._server.shutdown()
            self._thread.join(_JOIN)
        self._server.cut_off()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[BaseHTTPRequestHandler],
        tls: ssl.SSLContext | None,
    ) -> None:
        self.tls = tls
        self.accepted = 0
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        self._closing = False
        super().__init__(address, handler)

    def finish_request(self, request: object, client_address: object) -> None:
        """The whole life of a connection, in its own thread."""
        assert isinstance(request, socket.socket)  # noqa: S101 - the base class serves datagrams too
        with self._changed:
            self.accepted += 1
        connection = request
        if self.tls is not None:
            connection = self.tls.wrap_socket(
                request, server_side=True, do_handshake_on_connect=False
            )
        with self._changed:
            if self._closing:
                return
            self._open.add(connection)
        try:
            if isinstance(connection, ssl.SSLSocket):
                connection.settimeout(_HANDSHAKE)
                connection.do_handshake()
            super().finish_request(connection, client_address)
        finally:
            with self._changed:
                self._open.discard(connection)
                self._changed.notify_all()
            if connection is not request:
                connection.close()

    def cut_off(self) -> None:
        """End every connection: at once, after the answer that is under way, or in the middle of
        one that takes too long.
        """
        with self._changed:
            self._closing = True
            self._shut(socket.SHUT_RD)
            if not self._changed.wait_for(lambda: not self._open, _JOIN):
                self._shut(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """End every connection at once."""
        with self._changed:
            self._shut(socket.SHUT_RDWR)

    def _shut(self, side: int) -> None:
        for connection in self._open:
            with contextlib.suppress(OSError):  # closed already
                connection.shutdown(side)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A client that hung up is no news; anything else is a fault of ours, with its trace."""
        level = logging.DEBUG if isinstance(sys.exc_info()[1], OSError) else logging.ERROR
        LOG.log(level, "connection failed", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    """One connection; the subclass that an Endpoint makes knows its app."""

    app: ClassVar[App]
    port: ClassVar[int]
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for head and body: two small ones meet delayed ACK
    disable_nagle_algorithm = True
    timeout = 120

    def _serve(self) -> None:
        try:
            body = read_body(self.rfile, self.headers)
        except BadBodyError as error:
            self.send_error(error.status)
            return
        remote = str(self.client_address[0])
        # Not `self.path`: the base class makes one slash of several.
        target = self.requestline.split()[1]
        request = Request(self.command, target, self.headers, body, self.port, remote)
        try:
            response = self._ask(request)
        except DropConnection as drop:
            self._drop(drop)
        else:
            self._answer(response)

    def _ask(self, request: Request) -> Response:
        """The app's answer, and 500 for an app that has none."""
        try:
            return type(self).app(request)
        except DropConnection:
            raise
        except Exception:
            LOG.exception("%s %s: fault in the local cloud", self.command, request.path)
            return Response(500, b"fault in the local cloud, see its log")

    def _answer(self, response: Response) -> None:
        self.send_response_only(response.status)
        body, chunked = response.body, response.headers.get("Transfer-Encoding") == "chunked"
        headers = {
            "Server": "localcloud",
            "Date": self.date_time_string(),
            **({} if chunked else {"Content-Length": str(len(body))}),
            **response.headers,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body)
        self.wfile.flush()

    def _drop(self, drop: DropConnection) -> None:
        self.close_connection = True
        if drop.silent:
            self.connection.settimeout(None)
            while self.connection.recv(_CHUNK):
                pass
        if drop.reset:
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every method is the app's, so that the product refuses what it has no use for."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def handle_expect_100(self) -> bool:
        """The client keeps its body back until it has this, so it goes out at once."""
        agreed = super().handle_expect_100()
        self.wfile.flush()
        return agreed

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """What is no request gets an error in the app's own form, where it has one."""
        refuse: Callable[[int], Response] | None = getattr(type(self).app, "refuse", None)
        self.close_connection = True
        if refuse is None:
            super().send_error(code, message, explain)
            return
        # What the base class could not read of the request line it takes for HTTP/0.9.
        self.request_version = self.protocol_version
        response = refuse(code)
        self._answer(replace(response, headers={**response.headers, "Connection": "close"}))

    def log_message(self, *args: object) -> None:
        """The call log is the record."""
