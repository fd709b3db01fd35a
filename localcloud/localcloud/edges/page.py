"""The page behind an edge: a person in a browser sees what is served, and from where."""

from __future__ import annotations

import socket
import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from html import escape
from http.server import BaseHTTPRequestHandler

from cryptography import x509

from localcloud.edges.contexts import LeafContext
from localcloud.edges.sites import is_everywhere
from localcloud.http import Request, Response

_IDLE = 15.0
_HELLO = 16 * 1024
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{domain}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 3rem auto; max-width: 46rem; padding: 0 1rem }}
dt {{ font-weight: bold; margin-top: .8rem }} dd {{ margin: 0; overflow-wrap: anywhere }}
</style></head><body>
<h1>{domain}</h1>
<p>Served by the local cloud's {product} edge at {address}.</p>
<dl>
<dt>Certificate for</dt><dd id="names">{names}</dd>
<dt>Issued by</dt><dd id="issuer">{issuer}</dd>
<dt>Good until</dt><dd id="not-after">{not_after}</dd>
<dt>SHA-256 fingerprint</dt><dd id="sha256">{sha256}</dd>
</dl>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for something behind the edge, and where."""

    site: str
    domain: str


Origin = Callable[[Visitor, Request], Response | None]
"""What stands behind the edges; it has no answer where there is nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is made of, and whom another path than `/` is asked of."""

    site: str
    address: str
    context: LeafContext
    now: Callable[[], datetime]
    origin: Origin


def render(visit: Visit, domain: str) -> bytes:
    """The page as UTF-8 HTML; the domain comes from the visitor and is escaped."""
    leaf = visit.context.leaf
    product = _product(visit.site)
    text = _PAGE.format(
        domain=escape(domain),
        product=escape(product),
        address=visit.address,
        names=escape(", ".join(_names(leaf))),
        issuer=escape("" if leaf is None else leaf.issuer.rfc4514_string()),
        not_after="" if leaf is None else f"{leaf.not_valid_after_utc:%Y-%m-%d %H:%M:%S} UTC",
        sha256=visit.context.sha256,
    )
    return text.encode()


def _product(site: str) -> str:
    return site.upper() if is_everywhere(site) else f"OSS ({site.partition('/')[2]})"


def answer(sock: ssl.SSLSocket, visit: Visit) -> None:
    """Answer HTTP/1.1 on a connection whose handshake is done, until it is closed or idle."""
    sock.settimeout(_IDLE)

    _PageHandler(sock, visit)


class _PageHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def __init__(self, sock: ssl.SSLSocket, visit: Visit) -> None:
        self.visit = visit
        # The handler never asks for its server.
        super().__init__(sock, sock.getpeername(), None)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        domain = (self.headers.get("host") or self.visit.address).partition(":")[0]
        found = self._from_origin(domain)
        if found is None:
            page = {"Content-Type": "text/html; charset=utf-8"}
            found = Response(200, render(self.visit, domain), page)
        self.send_response(found.status)
        # What the origin says of its own date, and of this request, is the edge's to say.
        told = {name: value for name, value in found.headers.items() if name != "Date"}
        length = {"Content-Length": str(len(found.body))}
        for name, value in {**length, **self._product_headers(), **told}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body)
        self.wfile.flush()

    def _from_origin(self, domain: str) -> Response | None:
        """At `/` a person sees what the edge serves, and no list of objects."""
        if self.path.partition("?")[0] == "/":
            return None
        request = Request(self.command, self.requestline.split()[1], self.headers, b"", 0)
        return self.visit.origin(Visitor(self.visit.site, domain), request)

    do_HEAD = do_GET  # noqa: N815 - the base class's word

    def _product_headers(self) -> dict[str, str]:
        if is_everywhere(self.visit.site):
            via = f"cache{self.visit.address.rpartition('.')[2]}.local[0,200-0,H]"
            return {"Via": via, "Timing-Allow-Origin": "*", "EagleId": uuid.uuid4().hex}
        return {"x-oss-request-id": uuid.uuid4().hex[:24].upper(), "x-oss-server-time": "1"}

    def version_string(self) -> str:
        return "Tengine" if is_everywhere(self.visit.site) else "AliyunOSS"

    def date_time_string(self, timestamp: float | None = None) -> str:
        moment = self.visit.now().timestamp() if timestamp is None else timestamp
        return super().date_time_string(int(moment))

    def log_message(self, *args: object) -> None:
        """Nobody reads a visitor's log."""


def _names(leaf: x509.Certificate | None) -> list[str]:
    if leaf is None:
        return []
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in names]


def plain_refusal(sock: socket.socket) -> None:
    """What a server says that speaks HTTP on the port of HTTPS."""
    sock.recv(_HELLO)  # unread, it would turn the answer into a reset
    moment = datetime.now(timezone.utc)
    sock.sendall(
        b"HTTP/1.1 400 Bad Request\r\nServer: Tengine\r\nContent-Length: 0\r\n"
        b"Connection: close\r\nDate: "
        + f"{moment:%a, %d %b %Y %H:%M:%S GMT}".encode()
        + b"\r\n\r\n"
    )
