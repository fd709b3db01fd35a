"""The page behind an edge: a person in a browser sees what is served, and from where."""

from __future__ import annotations

import socket
import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.message import Message
from html import escape
from http.server import BaseHTTPRequestHandler

from cryptography import x509

from localcloud.contracts import PLAIN, Manner
from localcloud.edges.contexts import LeafContext
from localcloud.edges.encodings import encoded, preferred
from localcloud.edges.http2 import converse
from localcloud.edges.sites import is_balancer, is_everywhere
from localcloud.http import Request, Response

_IDLE = 15.0
_HELLO = 16 * 1024
DENIED_BY_POLICY = "0003-00000101"
"""The EC by which OSS says that a bucket's policy denies it."""
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
    """Who asks for something behind the edge, and where; `secure`: by HTTPS."""

    site: str
    domain: str
    secure: bool = True


Origin = Callable[[Visitor, Request], Response | None]
"""What stands behind the edges; it has no answer where there is nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is made of, and whom another path than `/` is asked of.

    context: None for plain HTTP. manner: of a name, None where it is not served here.
    """

    site: str
    address: str
    context: LeafContext | None
    now: Callable[[], datetime]
    origin: Origin
    manner: Callable[[str], Manner | None]

    def respond(self, method: str, target: str, headers: Message) -> Response:
        """What a request is answered, by whatever protocol it came."""
        host = headers.get("host") or self.address
        domain = host.partition(":")[0].lower()
        manner = self.manner(domain)
        secure = self.context is not None
        if manner is None and not secure:
            return Response(404)
        manner = manner or PLAIN
        status = manner.to_http if secure else manner.redirect
        if status:
            there = f"{'http' if secure else 'https'}://{host}{target}"
            return Response(status, b"", {**self._product_headers(), "Location": there})
        found = self._found(domain, Request(method, target, headers, b"", 0, secure=secure))
        return self._in_manner(found, manner, headers.get("accept-encoding", ""))

    def _found(self, domain: str, request: Request) -> Response:
        """At `/` a person sees what the edge serves, and no list of objects; unless the bucket's
        policy keeps strangers out.
        """
        is_root = request.path == "/"
        found = None
        if not is_balancer(self.site) and not (is_root and is_everywhere(self.site)):
            visitor = Visitor(self.site, domain, self.context is not None)
            found = self.origin(visitor, request)
        if found is None or (is_root and found.headers.get("x-oss-ec") != DENIED_BY_POLICY):
            page = {"Content-Type": "text/html; charset=utf-8"}
            return Response(200, render(self, domain), page)
        return found

    def _in_manner(self, found: Response, manner: Manner, accepted: str) -> Response:
        # What the origin says of its own date, and of this request, is the edge's to say.
        told = {name: value for name, value in found.headers.items() if name != "Date"}
        told = {**self._product_headers(), **told}
        if manner.hsts and self.context is not None:
            told["Strict-Transport-Security"] = manner.hsts
        body = found.body
        encoding = preferred(accepted, manner.encodings) if body else ""
        if encoding:
            body = encoded(body, encoding)
            told |= {"Content-Encoding": encoding, "Vary": "Accept-Encoding"}
            told.pop("Content-Length", None)
        return Response(found.status, body, told)

    def _product_headers(self) -> dict[str, str]:
        if is_everywhere(self.site):
            via = f"cache{self.address.rpartition('.')[2]}.local[0,200-0,H]"
            return {"Via": via, "Timing-Allow-Origin": "*", "EagleId": uuid.uuid4().hex}
        if is_balancer(self.site):
            return {}
        return {"x-oss-request-id": uuid.uuid4().hex[:24].upper(), "x-oss-server-time": "1"}


def render(visit: Visit, domain: str) -> bytes:
    """The page as UTF-8 HTML; the domain comes from the visitor and is escaped."""
    leaf = None if visit.context is None else visit.context.leaf
    product = _product(visit.site)
    text = _PAGE.format(
        domain=escape(domain),
        product=escape(product),
        address=visit.address,
        names=escape(", ".join(_names(leaf))),
        issuer=escape("" if leaf is None else leaf.issuer.rfc4514_string()),
        not_after="" if leaf is None else f"{leaf.not_valid_after_utc:%Y-%m-%d %H:%M:%S} UTC",
        sha256="" if visit.context is None else visit.context.sha256,
    )
    return text.encode()


def _product(site: str) -> str:
    product, _, place = site.partition("/")
    if is_balancer(site):
        return f"{product.upper()} ({place})"
    return site.upper() if is_everywhere(site) else f"OSS ({place})"


def answer(sock: socket.socket, visit: Visit) -> None:
    """Answer HTTP on a connection whose handshake, if any, is done, until it is closed or idle."""
    sock.settimeout(_IDLE)
    if isinstance(sock, ssl.SSLSocket) and sock.selected_alpn_protocol() == "h2":
        converse(sock, visit.respond)
    else:
        _PageHandler(sock, visit)


class _PageHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def __init__(self, sock: socket.socket, visit: Visit) -> None:
        self.visit = visit
        # The handler never asks for its server.
        super().__init__(sock, sock.getpeername(), None)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        target = self.requestline.split()[1]
        found = self.visit.respond(self.command, target, self.headers)
        self.send_response(found.status)
        length = {"Content-Length": str(len(found.body))}
        for name, value in {**length, **found.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body)
        self.wfile.flush()

    do_HEAD = do_GET  # noqa: N815 - the base class's word

    def version_string(self) -> str:
        is_oss = not is_everywhere(self.visit.site) and not is_balancer(self.visit.site)
        return "AliyunOSS" if is_oss else "Tengine"

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
