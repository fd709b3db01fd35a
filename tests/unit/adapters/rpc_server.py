"""An RPC endpoint that answers each action with what the test says, signature unchecked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from certbind.adapters.alidns.errors import ERRORS as ALIDNS_ERRORS
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cas.errors import ERRORS as CAS_ERRORS
from certbind.adapters.cdn.errors import ERRORS as CDN_ERRORS
from certbind.adapters.ram.errors import RAM_ERRORS, STS_ERRORS
from certbind.config import Credentials

Params = dict[str, str]
TABLES = {
    "alidns": ALIDNS_ERRORS,
    "cas": CAS_ERRORS,
    "cdn": CDN_ERRORS,
    "ram": RAM_ERRORS,
    "sts": STS_ERRORS,
}


@dataclass
class RpcServer:
    """`answers`: action → JSON value, raw bytes, or a function of the parameters."""

    url: str = ""
    status: int = 200
    answers: dict[str, Any] = field(default_factory=dict)
    requests: list[Params] = field(default_factory=list)

    def api(self, service: str = "cas") -> OpenApi:
        """A client of this server."""
        return OpenApi(service, self.url, Credentials("key", "secret"), errors=TABLES[service])

    def body(self, params: Params) -> bytes:
        """The answer to one request."""
        self.requests.append(params)
        answer = self.answers[params["Action"]]
        if callable(answer):
            answer = answer(params)
        return answer if isinstance(answer, bytes) else json.dumps(answer).encode()


@contextmanager
def rpc_server() -> Iterator[RpcServer]:
    """One on loopback, until the end."""
    server = RpcServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = server.body(dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(server.status)
            self.send_header("Content-Length", str(len(body)))
            with suppress(ConnectionError):  # a client that waits no longer
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
